import type { Edit } from '../model/edit.ts';
import type { Pin } from '../model/pin.ts';
import type { ClassifiedFetch } from '../model/source.ts';
import { type Attempt, allEdits, identityOf } from './attempt.ts';
import type { Texts } from './proposal.ts';

/**
 * Comments behind a pin that name its ref: `# v4`, `# tag=v4`, `# frozen: v4` (pre-commit), `# ratchet:o/r@v4`, `# pin@v4`,
 * `# renovate: datasource=git-tags depName=o/r currentValue=v4`. They are made to
 * say the ref that the pin has; where the format has the custom and none stands there, one is added, and goes with the pin.
 */
export function planRemarks({ fetch, pin, restored, proposal }: Attempt, texts: Texts): readonly Edit[] {
  const { act } = fetch.fetch;
  const custom = act.kind === 'fetch' ? act.remark : undefined;
  const ref = restored === undefined ? refOf(pin, fetch.source?.ref ?? null) : null;
  const written = restored === undefined ? identityOf(pin) : undefined;
  return allEdits(proposal).flatMap((edit): readonly Edit[] => {
    if (edit.why !== 'ref') return [];
    const content = texts.read(edit.span.file) ?? '';
    const rest = content.slice(edit.span.end, lineEnd(content, edit.span.end));
    if (restored !== undefined) return custom === undefined ? [] : dropRemark(edit, rest, custom + edit.text);
    if (edit.text !== written || ref === null || !NAME.test(ref)) return [];
    return (
      keepTrue(edit, rest, ref) ??
      (custom !== undefined && BARE.test(rest) ? [addRemark(edit, rest, custom + ref)] : [])
    );
  });
}

/** The comments behind edits that move an identity, made to say the ref that the pin has now. */
export function moveRemarks(edits: readonly Edit[], pin: Pin, read: Texts['read']): readonly Edit[] {
  const ref = refOf(pin, null);
  if (ref === null || !NAME.test(ref)) return [];
  return edits.flatMap((edit) => {
    const content = read(edit.span.file) ?? '';
    return keepTrue(edit, content.slice(edit.span.end, lineEnd(content, edit.span.end)), ref) ?? [];
  });
}

const NAME = /^[\w./+-]+$/;
const BARE = /^["']?[ \t]*$/;
const CUSTOM =
  /^["']?[ \t]*#[ \t]*(?:ratchet:[^\s@]+@|frozen:[ \t]*|tag=|pin@|renovate:[^\n]*?\bcurrentValue=)?(v?\d[\w.+-]*|(?<=[@=:][ \t]*)[\w./+-]+)(?:[ \t]+\w+=\S+)*[ \t]*$/;

/** The ref that a comment behind the commit of an exact fetch names. */
export function remarkOf({ verdict, refPieces }: ClassifiedFetch, read: Texts['read']): string | undefined {
  const last = refPieces.at(-1);
  if (verdict !== 'exact' || last?.kind !== 'text') return undefined;
  const { file, end } = last.at;
  const content = read(file) ?? '';
  return CUSTOM.exec(content.slice(end, lineEnd(content, end)))?.[1];
}

/** Undefined where no such comment stands. */
function keepTrue({ span }: Edit, rest: string, ref: string): readonly Edit[] | undefined {
  const old = CUSTOM.exec(rest)?.[1];
  if (old === undefined) return undefined;
  if (old === ref) return [];
  const start = span.end + rest.lastIndexOf(old);
  return [{ span: { ...span, start, end: start + old.length }, text: ref, why: 'companion' }];
}

function addRemark({ span }: Edit, rest: string, remark: string): Edit {
  const offset = span.end + rest.trimEnd().length;
  return { span: { ...span, start: offset, end: offset }, text: remark, why: 'companion' };
}

function dropRemark({ span }: Edit, rest: string, remark: string): readonly Edit[] {
  // What a person wrote has other blanks, as a rule.
  if (!rest.endsWith(remark) || !/^["']?$/.test(rest.slice(0, -remark.length))) return [];
  const end = span.end + rest.length;
  return [{ span: { ...span, start: end - remark.length, end }, text: '', why: 'companion' }];
}

/** What a person calls it: the ref as written, the release that was chosen, or the branch that the default was. */
function refOf(pin: Pin, written: string | null): string | null {
  const full = 'commit' in pin ? pin.ref : undefined;
  const short = full?.replace(/^refs\/(?:heads|tags)\//, '') ?? null;
  return 'by' in pin && pin.by === 'release' ? short : (written ?? short);
}

function lineEnd(content: string, from: number): number {
  const end = content.indexOf('\n', from);
  const last = end < 0 ? content.length : end;
  return content[last - 1] === '\r' ? last - 1 : last;
}
