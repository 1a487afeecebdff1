// Compiles the data under rules/ to TypeScript modules, so that no YAML is read at run time. `--check` changes nothing and fails when a
// module is not current. Names behind it choose modules (`generate.mjs src/match/rules.generated.ts`); without any, all are made.
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));

const generators = [
  {
    from: 'rules/fetch',
    module: 'src/match/compile-rules.ts',
    compile: 'compileRules',
    to: 'src/match/rules.generated.ts',
  },
  {
    from: 'rules/forges',
    module: 'src/classify/compile-forges.ts',
    compile: 'compileForges',
    to: 'src/classify/forges.generated.ts',
  },
  {
    from: ['rules/image-tags.yml', 'rules/moving-names.yml'],
    module: 'src/classify/compile-names.ts',
    compile: 'compileNames',
    to: 'src/classify/names.generated.ts',
  },
  {
    from: ['rules/known-files.yml'],
    module: 'src/classify/compile-known-files.ts',
    compile: 'compileKnownFiles',
    to: 'src/classify/known-files.generated.ts',
  },
];

const { values, positionals } = parseArgs({ options: { check: { type: 'boolean' } }, allowPositionals: true });
const chosen = positionals.length === 0 ? generators : generators.filter(({ to }) => positionals.includes(to));
if (chosen.length < positionals.length)
  throw new Error(`expected some of: ${generators.map(({ to }) => to).join(', ')}`);

let isCurrent = true;
for (const { from, module, compile, to } of chosen) {
  const made = (await load(module))[compile](await readFiles(from));
  const known = await readFile(join(root, to), 'utf8').catch(() => undefined);
  if (made === known) continue;
  if (values.check) {
    console.error(`${to} is not current: run npm run generate`);
    isCurrent = false;
  } else {
    await writeFile(join(root, to), made);
    console.log(`wrote ${to}`);
  }
}
process.exitCode = isCurrent ? 0 : 1;

/** Imports a TypeScript module. The bundle lies inside the project for a moment, so that packages are found from it. */
async function load(module) {
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: [module],
    bundle: true,
    write: false,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    logLevel: 'warning',
  });
  const folder = await mkdtemp(join(root, 'node_modules', '.generate-'));
  try {
    const path = join(folder, 'compile.mjs');
    await writeFile(path, outputFiles[0].text);
    return await import(pathToFileURL(path));
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** YAML files of a folder and its folders, or those that are named, by path. */
async function readFiles(from) {
  const paths = Array.isArray(from)
    ? from
    : (await readdir(join(root, from), { recursive: true }))
        .filter((name) => name.endsWith('.yml'))
        .map((name) => `${from}/${name.replaceAll('\\', '/')}`);
  return Promise.all(paths.sort().map(async (path) => ({ path, text: await readFile(join(root, path), 'utf8') })));
}
