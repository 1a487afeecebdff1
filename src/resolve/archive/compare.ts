import { type ArchiveFormat, hashArchive } from './hash.ts';

/** What a pin says of an archive: its format, and the NAR sha256 of what it holds, in SRI form. */
export type PinnedContent = { readonly format: ArchiveFormat; readonly nar: string };

/** Why an archive is not what its pin says, half a sentence; null where it holds the same, however it was packed. */
export async function findOtherContent(bytes: Uint8Array, { format, nar }: PinnedContent): Promise<string | null> {
  const content = await hashArchive(bytes);
  if (content.kind === 'unreadable') return `its content cannot be compared with the pin's: ${content.why}`;
  if (content.format === format && content.nar === nar) return null;
  return `changed content for the same commit: its ${content.format} holds ${content.nar}, the pin says ${format} with ${nar}`;
}
