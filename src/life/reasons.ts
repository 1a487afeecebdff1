import type { FailureIgnored } from '../model/invocation.ts';

/** Why a check does not count, as a sentence goes on: behind "the check does not count: ". */
export type Reason = FailureIgnored | 'used-before' | 'used-behind' | 'unpacked-file' | 'other-stage';

const SENTENCES: Readonly<Record<Reason, string>> = {
  'no-errexit': 'the script goes on when it fails',
  'or-list': 'its failure is swallowed by ||',
  pipe: 'its status is lost in a pipe',
  background: 'it runs in the background',
  negated: 'its status is turned around',
  condition: 'the build goes on when it fails',
  substitution: 'its status is lost in a substitution',
  wrapper: 'the command that runs it does not pass its status on',
  'used-before': 'the file is used before it is checked',
  'used-behind': 'the file is used later even when it fails',
  'unpacked-file': 'it is about an unpacked file, not about the download itself',
  'other-stage': 'it runs in a stage that what uses the file is not built on',
};

export function sentenceOf(reason: Reason): string {
  return SENTENCES[reason];
}
