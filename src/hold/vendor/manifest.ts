import * as v from 'valibot';
import { UserError } from '../../errors.ts';
import { createFileReader } from '../../ports/read-file.ts';

const hex = v.pipe(v.string(), v.regex(/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/));
const sha256 = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));
const refName = v.pipe(v.string(), v.regex(/^refs\/(?!.*\.\.)[^\s:~^?*[\\]+$/));

const schema = v.strictObject({
  vendorVersion: v.literal(1),
  git: v.array(
    v.strictObject({
      /** As the lockfile writes it, without `git+`. */
      repository: v.string(),
      bundle: sha256,
      head: v.nullable(refName),
      refs: v.record(refName, hex),
      shallow: v.array(hex),
    }),
  ),
  files: v.array(v.strictObject({ url: v.string(), sha256, size: v.number() })),
  images: v.array(v.strictObject({ name: v.string(), digest: v.pipe(v.string(), v.regex(/^sha256:[0-9a-f]{64}$/)) })),
});

/** What a vendor folder holds: bundles in `git/`, files in `files/`, each under its sha256, images as an OCI layout in `images/`. */
export type VendorManifest = v.InferOutput<typeof schema>;
export type VendoredRepository = VendorManifest['git'][number];

export const MANIFEST = 'vendor.json';
export const EMPTY_MANIFEST: VendorManifest = { vendorVersion: 1, git: [], files: [], images: [] };

/** Undefined when there is none. Throws a UserError for one that cannot be used. */
export function readManifest(folder: string): VendorManifest | undefined {
  const read = createFileReader().read(`${folder}/${MANIFEST}`);
  if (read.kind === 'trouble') {
    if (read.trouble === 'missing') return undefined;
    throw new UserError(`${folder}/${MANIFEST}: ${read.message}`);
  }
  const parsed = v.safeParse(schema, parseJson(read.text));
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  throw new UserError(`${folder}/${MANIFEST}: is not what this version of pinlock writes (${issue.message})`, {
    hint: 'make it again: pinlock vendor',
  });
}

/** Sorted, so that the same content is the same text. */
export function printManifest(manifest: VendorManifest): string {
  const sorted = {
    vendorVersion: manifest.vendorVersion,
    git: [...manifest.git].sort((a, b) => compare(a.repository, b.repository)),
    files: [...manifest.files].sort((a, b) => compare(a.url, b.url)),
    images: [...manifest.images].sort((a, b) => compare(`${a.name}@${a.digest}`, `${b.name}@${b.digest}`)),
  };
  return `${JSON.stringify(sorted, null, 2)}\n`;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
