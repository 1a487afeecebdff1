// The incident that pinlock was written for, told by running it: npm run demo [-- --keep]. Needs Node and git; opens no connection but to
// its own server on 127.0.0.1. Ends with exit code 1 if anything that it claims is not so.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { startGitServer } from '../../test/support/git-server.mjs';
import { createUpstream } from './upstream.mjs';
import { createWorkshop, furnish, runLine, toEnvironment } from './workshop.mjs';

const { values } = parseArgs({ options: { keep: { type: 'boolean' }, pinlock: { type: 'string' } } });
const pinlock = values.pinlock ?? fileURLToPath(new URL('../../dist/pinlock.js', import.meta.url));
if (!existsSync(pinlock)) throw new Error(`${pinlock} is not there: npm run build makes it`);

const workshop = createWorkshop();
const env = toEnvironment(workshop.folder);
const builds = [];
const claims = [];
const server = await startGitServer({ root: workshop.upstream, env });
try {
  furnish(workshop.folder, server.url, pinlock);
  await tell(createUpstream(workshop.upstream, env));
} finally {
  await server.close();
  if (values.keep) say(`kept: ${workshop.folder}`);
  else rmSync(workshop.folder, { recursive: true, force: true });
}
conclude();

async function tell(upstream) {
  chapter('Monday, 14 October 2019: the product is built and tested');
  say('The product needs a library. Its build script fetches it like this:');
  await run('grep -n wget build.sh');
  await run("git init --quiet && git add . && git commit --quiet -m 'The product' && git branch release-2.0", true);
  const monday = await build('Monday', upstream);
  claim('the build of Monday passes its test', monday.passes);

  chapter('Tuesday: the library gets twenty commits on master');
  upstream.advance();
  say(`master is ${upstream.head().slice(0, 12)} now. One of the twenty is "${upstream.titles[upstream.breaking]}".`);
  say('Nobody at the product notices. Nothing in the product changes.');

  chapter('Wednesday: the same product, built again');
  const wednesday = await build('Wednesday', upstream);
  claim('the own code is the same commit as on Monday', wednesday.own === monday.own);
  claim('the artifact is another one', wednesday.sha256 !== monday.sha256);
  claim('its test fails', !wednesday.passes);

  chapter('The rollback: back to the release branch of Monday');
  await run('git checkout --quiet release-2.0', true);
  const rollback = await build('Rollback by branch name', upstream);
  claim('the rollback does not bring back the bytes of Monday', rollback.sha256 !== monday.sha256);
  claim('it brings the broken ones again', rollback.sha256 === wednesday.sha256 && !rollback.passes);
  say('It was no rollback: it was a new build, of an old name.');

  chapter('What pinlock says about this product');
  await run('pinlock scan');
  const before = await run('pinlock check');
  claim('pinlock check refuses the product as it is', before.exitCode === 1);

  chapter('Monday once more, this time with pinlock');
  upstream.rewind();
  const commit = upstream.head();
  say(`The demo turns the clock back: master is ${commit.slice(0, 12)} again.`);
  await run('git checkout --quiet main', true);
  const resolved = await run('pinlock resolve', true);
  await run('cat pinlock.lock');
  claim('the lockfile holds the commit that master is', read('pinlock.lock').includes(`"commit": "${commit}"`));
  await run('pinlock apply --dry-run');
  const applied = await run('pinlock apply', true);
  const after = await run('pinlock check', true);
  claim(
    'resolve, apply and check all succeed',
    [resolved, applied, after].every(({ exitCode }) => exitCode === 0),
  );
  claim('the build script names that commit, not master', isPinned('build.sh', commit));
  claim('so does the Dockerfile', isPinned('Dockerfile', commit));
  const again = await run('pinlock apply --dry-run');
  claim('applying again would change nothing', again.exitCode === 0);
  await run("git add . && git commit --quiet -m 'Pin what the build fetches' && git branch --force release-2.0", true);
  const pinned = await build('Monday, pinned', upstream);
  claim('the pinned build has the bytes of Monday', pinned.sha256 === monday.sha256 && pinned.passes);

  chapter('Tuesday and Wednesday once more');
  upstream.advance();
  say(`The twenty commits come again: master is ${upstream.head().slice(0, 12)}.`);
  const later = await build('Wednesday, pinned', upstream);
  claim('the build of Wednesday has the bytes of Monday', later.sha256 === monday.sha256 && later.passes);
  say('The clone of the Dockerfile, too (there is no Docker here: sh runs its line, in another folder):');
  await run(`sed -n 's#/usr/src#build/src#g; s/^RUN \\(git clone\\)/\\1/p' Dockerfile | sh`, true);
  const clone = await run('git -C build/src/librdkafka rev-parse HEAD');
  claim(
    'it is the commit of Monday, although master has moved',
    clone.text.trim() === commit && commit !== upstream.head(),
  );
  await run('git checkout --quiet release-2.0', true);
  const back = await build('Rollback, pinned', upstream);
  claim('the rollback has the bytes of Monday', back.sha256 === monday.sha256 && back.passes);
}

/** Builds and tests the product as it stands, and remembers what came out. */
async function build(name, upstream) {
  await run('./build.sh', true);
  const test = await run('./test.sh');
  const artifact = join(workshop.product, 'build', 'product');
  const sha256 = existsSync(artifact)
    ? createHash('sha256').update(readFileSync(artifact)).digest('hex')
    : 'no artifact';
  const own = (await runLine('git rev-parse --short=12 HEAD', workshop.product, env)).text.trim();
  const result = { name, own, master: upstream.head().slice(0, 12), sha256, passes: test.exitCode === 0 };
  builds.push(result);
  say(`artifact of "${name}": sha256 ${sha256}`);
  return result;
}

/** Shows a command and what it prints; `mustWork` makes its failure a claim that is not so. */
async function run(line, mustWork = false) {
  console.log(`\n    $ ${line}`);
  const result = await runLine(line, workshop.product, env);
  for (const text of result.text.split('\n')) if (text.trim() !== '') console.log(`    ${text}`);
  if (result.exitCode !== 0) console.log(`    (exit code ${result.exitCode})`);
  if (mustWork && result.exitCode !== 0) claim(`"${line}" works`, false);
  return result;
}

function isPinned(path, commit) {
  const text = read(path);
  return text.includes(commit) && !/\bmaster\b/.test(text);
}

function read(path) {
  const file = join(workshop.product, path);
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}

function chapter(title) {
  chapter.count = (chapter.count ?? 0) + 1;
  const line = `${chapter.count}. ${title}`;
  console.log(`\n\n${line}\n${'='.repeat(line.length)}`);
}

function say(text) {
  console.log(`\n${text}`);
}

function claim(text, isSo) {
  claims.push({ text, isSo });
  console.log(`${isSo ? '  so:' : '  NOT SO:'} ${text}`);
}

function conclude() {
  chapter('All builds side by side');
  const width = Math.max(...builds.map(({ name }) => name.length));
  console.log(`\n${'build'.padEnd(width)}  own code      library's master  test    sha256 of the artifact`);
  for (const { name, own, master, sha256, passes } of builds) {
    console.log(`${name.padEnd(width)}  ${own}  ${master.padEnd(16)}  ${passes ? 'passes' : 'FAILS '}  ${sha256}`);
  }
  const broken = claims.filter(({ isSo }) => !isSo);
  console.log(`\n${claims.length - broken.length} of ${claims.length} claims are so`);
  for (const { text } of broken) console.log(`NOT SO: ${text}`);
  process.exitCode = broken.length === 0 ? 0 : 1;
}
