// Compiles the data under rules/ to TypeScript modules, so that no YAML is read at run time, and to the README's tables. `--check` changes nothing and fails when a
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
    from: 'rules/fetch',
    module: 'src/match/compile-examples.ts',
    compile: 'compileExamples',
    to: 'src/match/rule-examples.generated.ts',
  },
  {
    from: 'rules/fetch',
    module: 'src/match/document-rules.ts',
    compile: 'documentRules',
    to: 'README.md',
    between: 'rules',
  },
  {
    from: 'rules/forges',
    module: 'src/classify/document-forges.ts',
    compile: 'documentForges',
    to: 'README.md',
    between: 'code hosts',
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
  {
    from: [],
    module: 'src/formats/describe-formats.ts',
    compile: 'describeFormats',
    to: 'README.md',
    between: 'formats',
  },
];

const { values, positionals } = parseArgs({ options: { check: { type: 'boolean' } }, allowPositionals: true });
const chosen = positionals.length === 0 ? generators : generators.filter(({ to }) => positionals.includes(to));
if (chosen.length < positionals.length)
  throw new Error(`expected some of: ${generators.map(({ to }) => to).join(', ')}`);

let isCurrent = true;
for (const { from, module, compile, to, between } of chosen) {
  const text = (await load(module))[compile](await readFiles(from));
  const known = await readFile(join(root, to), 'utf8').catch(() => undefined);
  const made = between === undefined ? text : putBetween(known ?? '', between, text);
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

/** The text with what stands between the two comments of a name replaced. */
function putBetween(whole, name, text) {
  const [start, end] = [`<!-- ${name}: made by npm run generate -->`, `<!-- end of ${name} -->`];
  const [before, behind] = [whole.indexOf(start), whole.indexOf(end)];
  if (before < 0 || behind < before) throw new Error(`expected '${start}' and '${end}'`);
  return `${whole.slice(0, before + start.length)}\n\n${text}\n\n${whole.slice(behind)}`;
}

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
