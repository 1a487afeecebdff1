import { rememberLast } from './last-text.ts';
import { commitAtEnd, type LockQuestion, sumOf } from './question.ts';

const readLock = rememberLast(parseJson);

const SECTIONS = ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies'];

/**
 * The commit, or the hash of the file, that a package-lock.json or npm-shrinkwrap.json holds for a dependency; undefined where it holds
 * none, or was made for another specification. https://docs.npmjs.com/cli/configuring-npm/package-lock-json
 */
export function npmIdentity(text: string, { asked, folder }: LockQuestion): string | undefined {
  const [name, specification] = [asked('package'), asked('spec')];
  if (name === undefined || specification === undefined) return undefined;
  const lock = readLock(text);
  const packages = member(lock, 'packages');
  // Before npm 7 there were no workspaces: a lockfile spoke for its own folder.
  if (packages === undefined)
    return folder === '' ? oldCommit(member(member(lock, 'dependencies'), name), specification) : undefined;
  const held = SECTIONS.map((section) => member(member(member(packages, folder), section), name));
  if (!held.includes(specification)) return undefined;
  const places = folder === '' ? [''] : [`${folder}/`, ''];
  for (const place of places) {
    const entry = member(packages, `${place}node_modules/${name}`);
    if (entry === undefined) continue;
    const [resolved, integrity] = [member(entry, 'resolved'), member(entry, 'integrity')];
    if (typeof resolved !== 'string') return undefined;
    return commitAtEnd(resolved) ?? (typeof integrity === 'string' ? sumOf(integrity) : undefined);
  }
  return undefined;
}

/** `version` holds the commit, `from` what was asked. */
function oldCommit(entry: unknown, specification: string): string | undefined {
  const [version, from] = [member(entry, 'version'), member(entry, 'from')];
  if (typeof version !== 'string' || typeof from !== 'string') return undefined;
  return from === specification || from.endsWith(`@${specification}`) ? commitAtEnd(version) : undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function member(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
  return new Map<string, unknown>(Object.entries(value)).get(name);
}
