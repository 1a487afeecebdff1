import { createHash } from 'node:crypto';
import { type Commit, isCommit } from '../../model/pin.ts';

/** A commit as it stands in the repository. Times in seconds since 1970 (UTC), 0 where the commit carries none. */
export type CommitObject = {
  readonly kind: 'commit';
  readonly id: Commit;
  readonly parents: readonly Commit[];
  /** Name without address. */
  readonly author: string;
  readonly authored: number;
  readonly committed: number;
  /** First line of the message, as it was written: text from outside. */
  readonly subject: string;
};

/** An annotated tag: what it names, and when it was made (seconds; 0 where it does not say). */
export type TagObject = {
  readonly kind: 'tag';
  readonly id: string;
  readonly target: string;
  readonly tagged: number;
};

const HEADER = /^([0-9a-f]+) (commit|tag) (\d+)$/;
const SECONDS = /^ ?(-?\d{1,15})(?: |$)/;
const LINE_FEED = 0x0a;

/**
 * Reads what `cat-file --batch` printed for `ids`, in their order, and verifies each object against its id, so that neither a damaged
 * disk nor another program can make up a history. Undefined when an object is missing, of another type, or not what its id says.
 */
export function readObjects(
  printed: Buffer,
  ids: readonly string[],
): readonly (CommitObject | TagObject)[] | undefined {
  const objects: (CommitObject | TagObject)[] = [];
  let at = 0;
  for (const id of ids) {
    const lineEnd = printed.indexOf(LINE_FEED, at);
    const [, shown, type, size] = HEADER.exec(printed.toString('latin1', at, Math.max(lineEnd, at))) ?? [];
    if (shown !== id || type === undefined) return undefined;
    const body = printed.subarray(lineEnd + 1, lineEnd + 1 + Number(size));
    const hash = createHash(id.length === 64 ? 'sha256' : 'sha1')
      .update(`${type} ${size}\0`)
      .update(body);
    if (hash.digest('hex') !== id) return undefined;
    const object = type === 'commit' ? readCommit(id, body) : readTag(id, body);
    if (object === undefined) return undefined;
    objects.push(object);
    at = lineEnd + 1 + Number(size) + 1;
  }
  return objects;
}

function readCommit(id: string, body: Buffer): CommitObject | undefined {
  const { headers, message } = splitObject(body);
  const parents = headers.filter(([name]) => name === 'parent').map(([, value]) => value);
  if (!isCommit(id) || !parents.every(isCommit)) return undefined;
  const author = readPerson(headers, 'author');
  return {
    kind: 'commit',
    id,
    parents,
    author: author.name,
    authored: author.seconds,
    committed: readPerson(headers, 'committer').seconds,
    subject: message.trimStart().split('\n', 1)[0] ?? '',
  };
}

function readTag(id: string, body: Buffer): TagObject | undefined {
  const { headers } = splitObject(body);
  const target = headers.find(([name]) => name === 'object')?.[1];
  return target === undefined ? undefined : { kind: 'tag', id, target, tagged: readPerson(headers, 'tagger').seconds };
}

type Headers = readonly (readonly [string, string])[];

function splitObject(body: Buffer): { readonly headers: Headers; readonly message: string } {
  const gap = body.indexOf('\n\n');
  const head = gap < 0 ? body : body.subarray(0, gap);
  const encoding = /^encoding (\S+)$/m.exec(head.toString('latin1'))?.[1];
  const decode = decoderOf(encoding ?? 'utf-8');
  const headers = decode(head)
    .split('\n')
    .filter((line) => !line.startsWith(' '))
    .map((line): readonly [string, string] => {
      const blank = line.indexOf(' ');
      return blank < 0 ? [line, ''] : [line.slice(0, blank), line.slice(blank + 1)];
    });
  return { headers, message: gap < 0 ? '' : decode(body.subarray(gap + 2)) };
}

/** An encoding that nobody knows is read as UTF-8: only texts for people are concerned. */
function decoderOf(encoding: string): (bytes: Uint8Array) => string {
  try {
    const decoder = new TextDecoder(encoding);
    return (bytes) => decoder.decode(bytes);
  } catch {
    return (bytes) => new TextDecoder().decode(bytes);
  }
}

function readPerson(headers: Headers, header: string): { readonly name: string; readonly seconds: number } {
  const line = headers.find(([name]) => name === header)?.[1] ?? '';
  const [start, end] = [line.indexOf('<'), line.lastIndexOf('>')];
  const [, seconds = '0'] = SECONDS.exec(line.slice(end + 1)) ?? [];
  return { name: (start < 0 ? line : line.slice(0, start)).trim(), seconds: Number(seconds) };
}
