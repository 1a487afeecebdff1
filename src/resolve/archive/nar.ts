import { createHash, type Hash } from 'node:crypto';
import type { UnpackedNode } from './tree.ts';

/**
 * The sha256 of a tree in SRI form (`sha256-...=`), over its Nix archive: names in byte order, contents, symlinks and the bit that makes a
 * file a program; no times, owners or other modes. The format is figure 5.2 of Eelco Dolstra's "The Purely Functional Software Deployment Model".
 */
export function hashNar(node: UnpackedNode): string {
  const hash = createHash('sha256');
  writeText(hash, 'nix-archive-1');
  writeNode(hash, node);
  return `sha256-${hash.digest('base64')}`;
}

function writeNode(hash: Hash, node: UnpackedNode): void {
  writeText(hash, '(', 'type');
  switch (node.kind) {
    case 'file':
      writeText(hash, 'regular', ...(node.isExecutable ? ['executable', ''] : []), 'contents');
      writeBytes(hash, node.content);
      break;
    case 'symlink':
      writeText(hash, 'symlink', 'target', node.target);
      break;
    case 'folder':
      writeText(hash, 'directory');
      for (const name of [...node.entries.keys()].sort()) {
        const entry = node.entries.get(name);
        if (entry === undefined) continue;
        writeText(hash, 'entry', '(', 'name', name, 'node');
        writeNode(hash, entry);
        writeText(hash, ')');
      }
      break;
    default:
      node satisfies never;
  }
  writeText(hash, ')');
}

function writeText(hash: Hash, ...texts: readonly string[]): void {
  for (const text of texts) writeBytes(hash, Buffer.from(text, 'latin1'));
}

/** The length in eight bytes, the bytes, and zeros up to the next multiple of eight. */
function writeBytes(hash: Hash, bytes: Uint8Array): void {
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(bytes.length));
  hash
    .update(length)
    .update(bytes)
    .update(ZEROS.subarray(0, (8 - (bytes.length % 8)) % 8));
}

const ZEROS = Buffer.alloc(8);
