import { crc32, inflateRawSync } from 'node:zlib';
import type { Unpacked } from './tar.ts';
import { ArchiveFault, type UnpackedNode, UnpackedTree } from './tree.ts';

// https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT
const END = 0x06054b50;
const END_SIZE = 22;
const END64 = 0x06064b50;
const END64_PLACE = 0x07064b50;
const ENTRY = 0x02014b50;
const LOCAL = 0x04034b50;
const LONGEST_COMMENT = 0xffff;
const UNIX = 3;
const FILE_TYPE = 0o170000;
const SYMLINK = 0o120000;

/** Reads a zip from memory, at most `byteLimit` bytes unpacked. `git archive` writes the commit as the comment. Throws an ArchiveFault. */
export function readZip(bytes: Uint8Array, byteLimit: number): Unpacked {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    return readAll(buffer, byteLimit);
  } catch (error) {
    // Places outside of the file are RangeErrors of Buffer, broken data are errors of zlib.
    if (error instanceof ArchiveFault) throw error;
    if (error instanceof Error && 'code' in error) throw new ArchiveFault(`it is no whole zip (${error.code})`);
    throw error;
  }
}

function readAll(buffer: Buffer, byteLimit: number): Unpacked {
  const end = findEnd(buffer);
  const { count, start } = directoryOf(buffer, end);
  const tree = new UnpackedTree();
  let offset = start;
  let left = byteLimit;
  for (let index = 0; index < count; index += 1) {
    if (buffer.readUInt32LE(offset) !== ENTRY) throw new ArchiveFault('its directory is broken');
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((at) => buffer.readUInt16LE(offset + at));
    const nameEnd = offset + 46 + (nameLength ?? 0);
    const name = buffer.toString('latin1', offset + 46, nameEnd);
    const size = buffer.readUInt32LE(offset + 24);
    left -= size;
    if (left < 0) throw new ArchiveFault(`it unpacks to more than ${byteLimit} bytes`);
    tree.add(name, toNode(buffer, offset, name, size));
    offset = nameEnd + (extraLength ?? 0) + (commentLength ?? 0);
  }
  const comment = buffer.toString('latin1', end + END_SIZE, end + END_SIZE + buffer.readUInt16LE(end + 20));
  return { root: tree.root, commit: comment === '' ? null : comment };
}

/** The last record of the file; only a comment stands behind it. */
function findEnd(buffer: Buffer): number {
  const first = Math.max(buffer.length - END_SIZE - LONGEST_COMMENT, 0);
  for (let at = buffer.length - END_SIZE; at >= first; at -= 1) {
    if (buffer.readUInt32LE(at) !== END) continue;
    if (at + END_SIZE + buffer.readUInt16LE(at + 20) === buffer.length) return at;
  }
  throw new ArchiveFault('it is no zip');
}

/** More than 65,534 entries are counted elsewhere (zip64). */
function directoryOf(buffer: Buffer, end: number): { readonly count: number; readonly start: number } {
  const count = buffer.readUInt16LE(end + 10);
  const start = buffer.readUInt32LE(end + 16);
  if (count !== 0xffff && start !== 0xffffffff) return { count, start };
  if (end < 20 || buffer.readUInt32LE(end - 20) !== END64_PLACE) return { count, start };
  const place = Number(buffer.readBigUInt64LE(end - 12));
  if (buffer.readUInt32LE(place) !== END64) throw new ArchiveFault('its directory is broken');
  return { count: Number(buffer.readBigUInt64LE(place + 32)), start: Number(buffer.readBigUInt64LE(place + 48)) };
}

function toNode(buffer: Buffer, offset: number, name: string, size: number): UnpackedNode {
  if (name.endsWith('/')) return { kind: 'folder', entries: new Map() };
  const content = contentOf(buffer, offset, size);
  const isUnix = buffer.readUInt8(offset + 5) === UNIX;
  const mode = isUnix ? buffer.readUInt32LE(offset + 38) >>> 16 : 0;
  if ((mode & FILE_TYPE) === SYMLINK) return { kind: 'symlink', target: content.toString('latin1') };
  return { kind: 'file', isExecutable: (mode & 0o100) !== 0, content };
}

function contentOf(buffer: Buffer, offset: number, size: number): Buffer {
  const flags = buffer.readUInt16LE(offset + 8);
  const method = buffer.readUInt16LE(offset + 10);
  const packedSize = buffer.readUInt32LE(offset + 20);
  const local = buffer.readUInt32LE(offset + 42);
  if ((flags & 1) !== 0) throw new ArchiveFault('it is encrypted');
  if (buffer.readUInt32LE(local) !== LOCAL) throw new ArchiveFault('its directory is broken');
  const start = local + 30 + buffer.readUInt16LE(local + 26) + buffer.readUInt16LE(local + 28);
  const packed = buffer.subarray(start, start + packedSize);
  const content = unpack(packed, method, size);
  if (content.length !== size || crc32(content) !== buffer.readUInt32LE(offset + 16))
    throw new ArchiveFault('an entry is not what its directory says');
  return content;
}

function unpack(packed: Buffer, method: number, size: number): Buffer {
  if (method === 0) return packed;
  if (method === 8) return size === 0 ? Buffer.alloc(0) : inflateRawSync(packed, { maxOutputLength: size });
  throw new ArchiveFault(`it is packed by method ${method}, which pinlock does not read`);
}
