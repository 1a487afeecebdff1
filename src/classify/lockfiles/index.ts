import { actionsCommit } from './actions.ts';
import { cargoCommit } from './cargo.ts';
import { gemCommit } from './gem.ts';
import { npmIdentity } from './npm.ts';
import { pnpmCommit } from './pnpm.ts';
import { pdmIdentity, poetryIdentity, uvIdentity } from './python.ts';
import type { LockQuestion } from './question.ts';
import { yarnIdentity } from './yarn.ts';

/** What the text of a lockfile holds for what a manifest asks: a full commit, or `sha256:...` of a file. */
type LockReader = (text: string, question: LockQuestion) => string | undefined;

/** By the mark of a rule: the lockfiles of its tools, in the order in which these look for them. */
const LOCKFILES: ReadonlyMap<string, readonly (readonly [string, LockReader])[]> = new Map<
  string,
  readonly (readonly [string, LockReader])[]
>([
  ['actions-lock', [['.github/workflows/actions.lock', actionsCommit]]],
  ['cargo-lock', [['Cargo.lock', cargoCommit]]],
  ['gem-lock', [['Gemfile.lock', gemCommit]]],
  [
    'npm-lock',
    [
      ['npm-shrinkwrap.json', npmIdentity],
      ['package-lock.json', npmIdentity],
      ['yarn.lock', yarnIdentity],
      ['pnpm-lock.yaml', pnpmCommit],
    ],
  ],
  [
    'python-lock',
    [
      ['poetry.lock', poetryIdentity],
      ['uv.lock', uvIdentity],
      ['pdm.lock', pdmIdentity],
    ],
  ],
]);

/**
 * Files beside a manifest or its lockfile that tell the tool to read no lockfile. https://docs.npmjs.com/cli/using-npm/config#package-lock,
 * https://pnpm.io/settings#lockfile
 */
const SWITCHES: readonly { readonly mark: string; readonly file: string; readonly isOff: RegExp }[] = [
  {
    mark: 'npm-lock',
    file: '.npmrc',
    isOff: /^[ \t]*(?:package-lock|shrinkwrap|lockfile)[ \t]*=[ \t]*(?!["']?true\b)/m,
  },
];

/** A full commit or `algorithm:hex`, and the lockfile that holds it. */
export type LockedIdentity = { readonly identity: string; readonly path: string };

/**
 * What the lockfiles beside a manifest, or in the nearest folder above it that has one, hold for one of its dependencies. Where several tools
 * have their own there, all must hold the same: nobody knows which tool will install.
 */
export function lockedIdentity(
  marks: ReadonlySet<string>,
  manifest: string,
  asked: Pick<LockQuestion, 'asked' | 'url' | 'isFile' | 'locator' | 'ref'>,
  read: (path: string) => string | undefined,
): LockedIdentity | undefined {
  const readers = [...marks].flatMap((mark) => LOCKFILES.get(mark) ?? []);
  if (readers.length === 0) return undefined;
  const parts = manifest.split('/');
  for (let depth = parts.length - 1; depth >= 0; depth--) {
    const above = parts.slice(0, depth);
    const question = { ...asked, folder: parts.slice(depth, -1).join('/'), manifest: parts.slice(depth).join('/') };
    const held = readers.flatMap(([name, identityOf]) => {
      const path = [...above, name].join('/');
      const text = read(path);
      return text === undefined ? [] : [{ path, identity: identityOf(text, question) }];
    });
    if (SWITCHES.some(({ mark, file, isOff }) => marks.has(mark) && isOff.test(read([...above, file].join('/')) ?? '')))
      return undefined;
    const [first] = held;
    if (first === undefined) continue;
    if (first.identity === undefined || held.some(({ identity }) => identity !== first.identity)) return undefined;
    return { identity: first.identity, path: first.path };
  }
  return undefined;
}
