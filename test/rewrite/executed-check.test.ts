import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startWebServer, type WebServer } from '../support/web-server.ts';
import { type Run, runShell } from './run-shell.ts';
import { apply } from './scan.ts';

/** The rewritten script is run by a real shell against files on loopback, as they were pinned and after they moved. */
const SCRIPT = 'https://example.com/get.sh';
const PACKED = 'https://example.com/get.gz';

let server: WebServer;
let folder: string;
let hasMoved = false;

const text = (version: string) => `echo ${version} > ran\n`;
const bytesOf = (url: string, version: string) =>
  url.endsWith('.gz') ? gzipSync(text(version)) : Buffer.from(text(version));
const sumOf = (url: string) => createHash('sha256').update(bytesOf(url, 'one')).digest('hex');

beforeAll(async () => {
  server = await startWebServer((request, response) =>
    response.end(bytesOf(request.url ?? '', hasMoved ? 'two' : 'one')),
  );
  folder = mkdtempSync(join(tmpdir(), 'pinlock-check-'));
});

afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

const { PATH = '' } = process.env;

async function run(script: string, moved: boolean): Promise<Run & { readonly files: readonly string[] }> {
  hasMoved = moved;
  const place = mkdtempSync(join(folder, 'run-'));
  const result = await runShell(script.replaceAll('https://example.com', server.url), place, {
    PATH,
    TMPDIR: folder,
  });
  return { ...result, files: readdirSync(place).filter((name) => !name.startsWith('wget-log')) };
}

describe('a checked download works as before, and stops the build when the file moved', () => {
  it.each([
    ['saved by curl', `set -e\ncurl -fsSLO ${SCRIPT}\nsh get.sh`],
    ['saved by wget, in a chain', `wget -q -O x.sh ${SCRIPT} && sh x.sh`],
    ['in a folder with a blank', `D='a b'; mkdir "$D"\nwget -q -P "$D" ${SCRIPT}\nsh "$D/get.sh"`],
    ['redirected', `F=x\ncurl -fsSL ${SCRIPT} > "$F" || exit 1\nsh "$F"`],
    ['in a string', `sh -c 'curl -fsSL -o x ${SCRIPT} && sh x'`],
    ['in a function', `get() {\n  curl -fsSL -o "$2" "$1"\n}\nget ${SCRIPT} x\nsh x`],
    ['two by one command', `curl -fsSL -O ${SCRIPT} -o x.gz ${PACKED} && gunzip -k x.gz && sh get.sh && sh x`],
    ['two by one command that nothing watches', `mkdir d; cd d && wget -q ${PACKED} ${SCRIPT}\nsh get.sh`],
    ['piped into a shell', `curl -fsSL ${SCRIPT} | sh`],
    ['piped under set -e', `set -e\ncurl -fsSL ${SCRIPT} | sh\ntouch went-on`],
    ['through gunzip into a shell', `curl -fsSL ${PACKED} | gunzip | sh -s -- x`],
  ])('%s', async (_name, script) => {
    const { texts, refused } = apply({ 'a.sh': script }, { [SCRIPT]: sumOf(SCRIPT), [PACKED]: sumOf(PACKED) });
    expect(refused).toEqual([]);
    const written = texts['a.sh'] ?? '';
    const [before, after, stopped] = [await run(script, false), await run(written, false), await run(written, true)];
    expect({ output: after.output, files: after.files, status: after.status }).toEqual({
      output: before.output,
      files: before.files,
      status: 0,
    });
    expect(stopped.status).not.toBe(0);
    expect(stopped.files).not.toContain('ran');
    expect(stopped.files).not.toContain('went-on');
  });
});
