import type { FetchAct } from '../model/act.ts';
import { flatten, type Word } from '../model/value.ts';
import { KEYWORD, removeKeyword, restoreRemoteRef, turnOnShallow } from './call-keyword.ts';
import { deleteOption } from './git-command.ts';
import { isKeyed, restoreUnderKey } from './keyed-ref.ts';
import { layText } from './lay.ts';
import { captureOf, renameOption, wordOf } from './package-pin.ts';
import { combine, type Proposal, propose, type Refusal, refuse, type Texts } from './proposal.ts';
import { replaceRef } from './replace-ref.ts';
import type { RestoredRef } from './restore.ts';

/** Puts the ref in the place of a commit that a program takes by its words, or takes out the mark or option that brought the commit. */
export function restoreNamed(act: FetchAct, word: Word, restored: RestoredRef, texts: Texts): Proposal | Refusal {
  const { invocation, pin } = act;
  const { isBranch } = restored;
  const ref = restored.ref === null ? null : withoutModule(act, restored.ref);
  if (isKeyed(pin)) return restoreUnderKey(act, word, { ref, isBranch }, texts);
  const where = texts.place(invocation.word);
  const capture = captureOf(act, word);
  if (pin !== undefined && KEYWORD.test(pin)) {
    const named =
      removeKeyword(act, word, pin, texts) ??
      (ref === null
        ? refuse(`the call at ${where} has no form without a commit`)
        : restoreRemoteRef(word, invocation.word, ref, texts));
    return combine([named, turnOnShallow(act, texts)]);
  }
  if (capture === undefined || pin?.startsWith('-') !== true) {
    const mark = `${pin}${flatten(word.pieces)}`;
    if (ref !== null && pin !== undefined && isVersioned(act, mark, ref)) return removePart(act, mark, texts);
    if (ref !== null) return replaceRef(word, invocation.word, ref, 'written', texts);
    return pin === undefined
      ? refuse(`the command at ${where} has no form without a commit`)
      : removePart(act, mark, texts);
  }
  const elsewhere = refuse(`the option at ${where} is put together elsewhere`);
  if (ref === null) {
    const removed = deleteOption(capture, texts);
    return removed === undefined ? elsewhere : propose({ commands: removed, exclusive: [invocation.word] });
  }
  const renamed = renameOption(capture, isBranch ? '--branch' : '--tag', texts);
  if (renamed === undefined) return elsewhere;
  return combine([
    replaceRef(word, invocation.word, ref, 'written', texts),
    propose({ commands: renamed, exclusive: [invocation.word] }),
  ]);
}

/** In Go's words the folder of a module stands before the version alone where it is a tag. */
function withoutModule({ goPackage }: FetchAct, ref: string): string {
  const folder = goPackage === undefined || goPackage === null ? '' : flatten(goPackage.pieces);
  const end = ref.lastIndexOf('/');
  return end > 0 && `${folder}/`.startsWith(ref.slice(0, end + 1)) ? ref.slice(end + 1) : ref;
}

/** True for `tool@1.2#SHA`, which means the tag v1.2 without the commit. */
function isVersioned({ captures }: FetchAct, mark: string, ref: string): boolean {
  const version = `@${ref.replace(/^v/, '')}${mark}`;
  return ref.startsWith('v') && [...captures.values()].some(({ word }) => flatten(word.pieces).endsWith(version));
}

/** Takes a mark and what stands behind it out of the word that names the address. */
export function removePart({ invocation, url }: FetchAct, part: string, texts: Texts): Proposal | Refusal {
  const word = wordOf(
    invocation.variants.flatMap(({ words }) => words),
    url,
  );
  const text = word === undefined ? '' : flatten(word.pieces);
  const start = text.indexOf(part);
  if (word === undefined || start < 0)
    return refuse(`"${part}" at ${texts.place(invocation.word)} was not written by apply`);
  const end = start + part.length;
  const laid = layText(word.pieces, { start, end, text: '' }, word.at, 'ref', texts);
  if (laid.kind === 'refusal') return laid;
  const now = text.slice(0, start) + text.slice(end);
  const expectation = { pieces: word.pieces, text: now, at: word.at ?? invocation.word, reader: invocation.word };
  return propose({ values: laid.edits, expectations: [expectation] });
}
