// The demo's wget: as much of it as the build script uses. https://github.com is led to the server on loopback, and the reader is told.
import { writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { parseArgs } from 'node:util';

const GITHUB = 'https://github.com/';
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { quiet: { type: 'boolean', short: 'q' }, 'output-document': { type: 'string', short: 'O' } },
});

for (const url of positionals) {
  if (!url.startsWith(GITHUB)) throw new Error(`the demo's wget only knows ${GITHUB}, not ${url}`);
  const there = `${process.env.DEMO_SERVER}/${url.slice(GITHUB.length)}`;
  console.error(`wget of the demo: ${GITHUB} is ${process.env.DEMO_SERVER}/ here`);
  const response = await fetch(there);
  if (!response.ok) throw new Error(`${url}: the server answered ${response.status}`);
  await writeFile(
    values['output-document'] ?? basename(new URL(url).pathname),
    Buffer.from(await response.arrayBuffer()),
  );
}
