import type { Act, FetchAct } from '../../src/model/act.ts';
import type { Invocation } from '../../src/model/invocation.ts';
import { isWithin, type Path } from '../../src/model/path.ts';
import { type Pieces, showPieces, type Word } from '../../src/model/value.ts';
import type { HostReading } from './read-host.ts';

/** What an act took from the line, in the words of `examples`. */
export type Shown = Readonly<Record<string, unknown>>;

/** The act as examples write it: words as text, paths as seen from the command's folder. */
export function showAct(act: Act, reading: HostReading): Shown {
  const path = (value: Path | 'stdin' | null) =>
    value === 'stdin' ? '-' : value === null ? null : showPath(value, act.invocation);
  const word = (value: Word | null) => (value === null ? null : showPieces(value.pieces));
  switch (act.kind) {
    case 'fetch':
      return {
        url: word(act.url),
        ref: refOf(act, reading),
        into: act.streams ? '-' : path(act.into),
        expected: word(act.expected),
        marks: [...act.marks].sort(),
      };
    case 'retrieve':
      return { repository: path(act.repository), remote: word(act.remote), refs: act.refs.map(word) };
    case 'select':
      return { how: act.how, repository: path(act.repository), ref: word(act.ref) };
    case 'update':
      return { how: act.how, repository: path(act.repository), remote: word(act.remote), ref: word(act.ref) };
    case 'repository':
      return {
        repository: path(act.repository),
        remote: word(act.remote?.name ?? null),
        url: word(act.remote?.url ?? null),
      };
    case 'hash':
      return { algorithm: act.algorithm, of: act.of.map(path) };
    case 'verify':
      if (act.how === 'sums') return { how: act.how, algorithm: act.algorithm, list: path(act.list) };
      return act.how === 'signature' ? { how: act.how, of: act.of.map(path) } : { how: act.how };
    case 'place':
      return { how: act.how, from: act.from.map(path), to: path(act.to) };
    case 'extract':
      return { from: path(act.from), into: path(act.into), strip: act.strip };
    case 'remove':
      return { paths: act.paths.map(path) };
    case 'execute':
    case 'trust':
      return { from: path(act.from) };
    case 'make':
      return { names: act.names.map(word) };
    case 'query':
      return { url: word(act.url) };
    default:
      return act satisfies never;
  }
}

/** The command's words as one line. */
export function showCommand({ variants }: Invocation): string {
  return (variants[0]?.words ?? []).map(({ pieces }) => showPieces(pieces)).join(' ');
}

/** Pieces that claim to stand in the file as they are, and do not. */
export function misplaced(pieces: Pieces, text: string): readonly string[] {
  return pieces.flatMap((piece) =>
    piece.kind === 'text' && piece.verbatim && text.slice(piece.at.start, piece.at.end) !== piece.text
      ? [`'${piece.text}' is said to stand at '${text.slice(piece.at.start, piece.at.end)}'`]
      : [],
  );
}

/** The ref as the whole reader sees it: a URL may carry it. */
function refOf(act: FetchAct, { fetches }: HostReading): string | null {
  const found = fetches.find(({ outcomes, fetch }) => fetch.act === act || outcomes.some((one) => one.act === act));
  return found?.ref ?? (act.ref === null ? null : showPieces(act.ref.pieces));
}

function showPath(path: Path, { cwd }: Invocation): string {
  const folder = cwd[0]?.path;
  const text = showPieces(path.pieces);
  if (folder === undefined || folder.key === '/' || !isWithin(folder, path)) return text;
  return text.slice(showPieces(folder.pieces).length + 1) || '.';
}
