// Bundles src/cli.ts and src/action.ts into dist (or --outdir DIR): action.js for GitHub, and pinlock.js, which answers --version by itself, and chunks that are loaded when a
// command needs them (one file would take 1.8 times as long as an empty node run for --version, this takes 1.2). No node_modules at run time; the same sources give the same bytes.
// --check builds beside dist and fails when dist differs; where git does not track dist there is nothing to compare.
import { execFileSync } from 'node:child_process';
import { chmod, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const { values } = parseArgs({
  options: { outdir: { type: 'string', default: 'dist' }, meta: { type: 'boolean' }, check: { type: 'boolean' } },
});
const target = resolve(root, values.outdir);
// Made beside it and moved into place: a program that runs meanwhile finds all of its files.
const outdir = `${target}.${process.pid}.tmp`;

await rm(outdir, { recursive: true, force: true });
await mkdir(outdir, { recursive: true });
const { metafile } = await build({
  absWorkingDir: root,
  entryPoints: { pinlock: 'src/cli.ts', action: 'src/action.ts' },
  outdir,
  bundle: true,
  splitting: true,
  chunkNames: 'chunks/[name]-[hash]',
  platform: 'node',
  format: 'esm',
  target: 'node20.19',
  minifyWhitespace: true,
  minifySyntax: true,
  legalComments: 'none',
  metafile: true,
  logLevel: 'warning',
  // Its export for node is CommonJS, whose names a lazy import does not see; the other one is an ES module of the same code.
  alias: { yaml: join(root, 'node_modules/yaml/browser/index.js') },
  // Packages in CommonJS call require for node's own modules, which an ES module does not have.
  banner: {
    js: "import{createRequire as toRequire}from'node:module';const require=toRequire(import.meta.url);",
  },
});
// Hooks start it by its path.
await chmod(join(outdir, 'pinlock.js'), 0o755);
await writeFile(join(outdir, 'licenses.txt'), await collectLicenses(metafile));
if (values.meta) await writeFile(join(outdir, 'meta.json'), JSON.stringify(metafile));
if (values.check) {
  await compare(outdir, target);
} else {
  await rm(target, { recursive: true, force: true });
  await rename(outdir, target);
}

/** Says how dist differs from what was built, and takes that away. */
async function compare(built, kept) {
  try {
    const tracked = execFileSync('git', ['ls-files', '--', kept], { cwd: root, encoding: 'utf8' });
    if (tracked === '') {
      console.log(`${values.outdir} is not tracked by git: there is nothing to compare`);
      return;
    }
    const [wanted, found] = await Promise.all([readFolder(built), readFolder(kept)]);
    const names = [...new Set([...wanted.keys(), ...found.keys()])].sort();
    const different = names.filter((name) => wanted.get(name) !== found.get(name));
    if (different.length === 0) return;
    console.error(`${values.outdir} does not match the sources: run npm run build and commit it`);
    for (const name of different) console.error(`  ${name}`);
    process.exitCode = 1;
  } finally {
    await rm(built, { recursive: true, force: true });
  }
}

/** The bytes of every file below a folder by its name, as latin1; none where there is no folder. */
async function readFolder(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return new Map(
    await Promise.all(files.map(async (file) => [relative(folder, file), await readFile(file, 'latin1')])),
  );
}

/** The licence texts of every package whose code is in the bundle, by name. */
async function collectLicenses({ inputs }) {
  const folders = new Set();
  for (const input of Object.keys(inputs)) {
    const match = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input);
    if (match) folders.add(match[1]);
  }
  const texts = [];
  for (const folder of [...folders].sort()) {
    const { name, version, license } = JSON.parse(await readFile(join(root, folder, 'package.json'), 'utf8'));
    const text = await readLicense(join(root, folder));
    texts.push(`${name} ${version} (${license})\n\n${text.trim()}\n`);
  }
  return texts.join(`\n${'-'.repeat(72)}\n\n`);
}

async function readLicense(folder) {
  const name = (await readdir(folder)).sort().find((candidate) => /^licen[cs]e/i.test(candidate));
  if (name === undefined) throw new Error(`${folder} has no licence file`);
  return readFile(join(folder, name), 'utf8');
}
