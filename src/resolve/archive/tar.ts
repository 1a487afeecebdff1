import { ArchiveFault, type UnpackedFolder, type UnpackedNode, UnpackedTree } from './tree.ts';

/** What a tar unpacks to, and the commit that `git archive` wrote into it (https://git-scm.com/docs/git-get-tar-commit-id). */
export type Unpacked = { readonly root: UnpackedFolder; readonly commit: string | null };

const BLOCK = 512;
const RECORD = /^(\d{1,10}) ([^=]+)=/;

/**
 * Reads a tar from memory: ustar, pax (https://pubs.opengroup.org/onlinepubs/9699919799/utilities/pax.html) and GNU's long names. File
 * contents are views of `bytes`. Throws an ArchiveFault.
 */
export function readTar(bytes: Uint8Array): Unpacked {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const tree = new UnpackedTree();
  let commit: string | null = null;
  let next = new Map<string, string>();
  let offset = 0;
  for (;;) {
    const header = buffer.subarray(offset, offset + BLOCK);
    if (header.length < BLOCK) throw new ArchiveFault('it breaks off');
    if (header.every((byte) => byte === 0)) return { root: tree.root, commit };
    demandChecksum(header);
    const type = String.fromCharCode(header[156] ?? 0);
    const isExtension = EXTENSIONS.has(type);
    const size = isExtension ? numberAt(header, 124) : Number(next.get('size') ?? numberAt(header, 124));
    if (!Number.isSafeInteger(size) || size < 0) throw new ArchiveFault('it holds a size that is none');
    const start = offset + BLOCK;
    if (!HAS_NO_BODY.has(type) && start + size > buffer.length) throw new ArchiveFault('it breaks off');
    const body = HAS_NO_BODY.has(type) ? NOTHING : buffer.subarray(start, start + size);
    offset = start + Math.ceil(body.length / BLOCK) * BLOCK;
    if (type === 'g') commit = readRecords(body).get('comment') ?? commit;
    else if (type === 'x') for (const [key, value] of readRecords(body)) next.set(key, value);
    else if (type === 'L' || type === 'K') next.set(type === 'L' ? 'path' : 'linkpath', textOf(body));
    else {
      const path = next.get('path') ?? nameOf(header);
      const target = next.get('linkpath') ?? textOf(header.subarray(157, 257));
      tree.add(path, toNode(type, path, target, header, body, tree));
      next = new Map();
    }
  }
}

const NOTHING = Buffer.alloc(0);
const EXTENSIONS: ReadonlySet<string> = new Set(['g', 'x', 'L', 'K']);
/** Links and folders: what some programs write as their size is none. */
const HAS_NO_BODY: ReadonlySet<string> = new Set(['1', '2', '5']);

function toNode(
  type: string,
  path: string,
  target: string,
  header: Buffer,
  body: Buffer,
  tree: UnpackedTree,
): UnpackedNode {
  switch (type) {
    case '0':
    case '\0':
    case '7':
      // Before ustar a folder was told by its slash.
      if (path.endsWith('/')) return { kind: 'folder', entries: new Map() };
      return { kind: 'file', isExecutable: (numberAt(header, 100) & 0o100) !== 0, content: body };
    case '1':
      return tree.fileAt(target);
    case '2':
      return { kind: 'symlink', target };
    case '5':
      return { kind: 'folder', entries: new Map() };
    default:
      throw new ArchiveFault(`it holds an entry of the kind ${JSON.stringify(type)}, which is no file`);
  }
}

/** The name, with ustar's prefix before it. GNU's own format keeps times in that place. */
function nameOf(header: Buffer): string {
  const name = textOf(header.subarray(0, 100));
  const isPosix = header.toString('latin1', 257, 263) === 'ustar\0';
  const prefix = isPosix ? textOf(header.subarray(345, 500)) : '';
  return prefix === '' ? name : `${prefix}/${name}`;
}

function textOf(bytes: Buffer): string {
  const end = bytes.indexOf(0);
  return bytes.toString('latin1', 0, end < 0 ? bytes.length : end);
}

/** Octal digits; GNU writes large numbers in base 256, told by the first bit. */
function numberAt(header: Buffer, start: number): number {
  const length = start === 100 ? 8 : 12;
  const field = header.subarray(start, start + length);
  if (((field[0] ?? 0) & 0x80) !== 0) return field.subarray(1).reduce((sum, byte) => sum * 256 + byte, 0);
  const text = field
    .toString('latin1')
    .replace(/[\0 ]+$/, '')
    .trim();
  if (!/^[0-7]*$/.test(text)) throw new ArchiveFault('it holds a number that is none');
  return text === '' ? 0 : Number.parseInt(text, 8);
}

/** The sum of the header's bytes, its own field read as blanks. */
function demandChecksum(header: Buffer): void {
  const written = Number.parseInt(header.toString('latin1', 148, 156).trim(), 8);
  let sum = 0;
  for (const [index, byte] of header.entries()) sum += index >= 148 && index < 156 ? 0x20 : byte;
  if (sum !== written) throw new ArchiveFault('it is no tar');
}

/** pax records: `LENGTH KEY=VALUE\n`, the length counting all of it. */
function readRecords(body: Buffer): ReadonlyMap<string, string> {
  const records = new Map<string, string>();
  let rest = body.toString('latin1');
  while (rest !== '' && !rest.startsWith('\0')) {
    const [lead, digits, key] = RECORD.exec(rest.slice(0, 300)) ?? [];
    const length = Number(digits);
    if (lead === undefined || key === undefined || length <= lead.length || rest[length - 1] !== '\n')
      throw new ArchiveFault('it holds a pax header that is none');
    records.set(key, rest.slice(lead.length, length - 1));
    rest = rest.slice(length);
  }
  return records;
}
