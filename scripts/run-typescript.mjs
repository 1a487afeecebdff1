// Runs a TypeScript program of this repository on the runtime floor, which cannot strip types itself: node scripts/run-typescript.mjs FILE [ARGS]
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const [file, ...args] = process.argv.slice(2);
if (file === undefined) {
  console.error('usage: node scripts/run-typescript.mjs FILE [ARGS]');
  process.exit(2);
}
const result = await build({
  entryPoints: [resolve(file)],
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  packages: 'external',
  write: false,
  logLevel: 'error',
});
// Beside the packages, so that bare imports resolve.
const folder = mkdtempSync(join(resolve('node_modules'), '.run-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
const program = join(folder, 'program.mjs');
writeFileSync(program, result.outputFiles[0].text);
process.argv = [process.argv[0], file, ...args];
await import(pathToFileURL(program).href);
