import { type Dirent, readdirSync } from 'node:fs';
import { join } from 'node:path';
import ignore, { type Ignore } from 'ignore';
import type { Problem } from '../model/problem.ts';
import { joinPath } from '../model/tree-path.ts';

export type WalkOptions = {
  /** Absolute, resolved: the folder whose .gitignore files count, and those below it. `from` is it or lies in it. */
  readonly top: string;
  /** Relative to `top`, `''` for `top` itself. */
  readonly from: string;
  /** Text of a file by its path relative to `top`. */
  readonly read: (path: string) => string | undefined;
};

/** Paths relative to `top`, in no promised order; `links` are symlinks, `repositories` folders with a `.git` of their own. */
export type Walk = {
  readonly files: readonly string[];
  readonly links: readonly string[];
  readonly repositories: readonly string[];
  readonly problems: readonly Problem[];
};

type Folder = { readonly path: string; readonly rules: Ignore | undefined };

const GITIGNORE = '.gitignore';

/** Lists a folder as git would, without git: .gitignore files of all levels count, symlinks and other repositories are not entered. */
export function walk(options: WalkOptions): Walk {
  const files: string[] = [];
  const links: string[] = [];
  const repositories: string[] = [];
  const problems: Problem[] = [];
  const pending: Folder[] = [{ path: options.from, rules: rulesAbove(options) }];
  for (let folder = pending.pop(); folder !== undefined; folder = pending.pop()) {
    const entries = list(join(options.top, folder.path));
    if (typeof entries === 'string') {
      problems.push({ kind: 'unreadable', path: folder.path, message: `the folder cannot be listed: ${entries}` });
      continue;
    }
    if (folder.path !== options.from && entries.some((entry) => entry.name === '.git')) {
      repositories.push(folder.path);
      continue;
    }
    const rules = entries.some((entry) => entry.name === GITIGNORE) ? addRules(folder, options.read) : folder.rules;
    for (const entry of entries) {
      if (entry.name.toLowerCase() === '.git') continue;
      const path = joinPath(folder.path, entry.name);
      if (rules?.ignores(entry.isDirectory() ? `${path}/` : path)) continue;
      if (entry.isDirectory()) pending.push({ path, rules });
      else if (entry.isSymbolicLink()) links.push(path);
      else files.push(path);
    }
  }
  return { files, links, repositories, problems };
}

/** True for a path that the .gitignore files between `top` and it name. */
export function isNamedByIgnore(options: WalkOptions): boolean {
  return rulesAbove(options)?.ignores(options.from) ?? false;
}

function list(absolute: string): readonly Dirent[] | string {
  try {
    return readdirSync(absolute, { withFileTypes: true });
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** The rules that hold for `from` already: those of the folders between it and the top. */
function rulesAbove({ top, from, read }: WalkOptions): Ignore | undefined {
  let rules: Ignore | undefined;
  const components = from === '' ? [] : from.split('/');
  for (const index of components.keys()) {
    const path = components.slice(0, index).join('/');
    if (typeof list(join(top, path)) !== 'string') rules = addRules({ path, rules }, read);
  }
  return rules;
}

/**
 * One set of rules for each folder that has a .gitignore: its parents' rules, then its own, rewritten to be seen from the top. One set in
 * this order decides as git does; asking level by level does not, because a deeper file may take back what a higher one ignores.
 */
function addRules(folder: Folder, read: (path: string) => string | undefined): Ignore | undefined {
  const text = read(joinPath(folder.path, GITIGNORE));
  if (text === undefined) return folder.rules;
  const rules = ignore({ ignorecase: false });
  if (folder.rules !== undefined) rules.add(folder.rules);
  rules.add(text.split('\n').map((line) => fromTop(folder.path, line.replace(/\r$/, ''))));
  return rules;
}

function fromTop(folder: string, line: string): string {
  if (folder === '' || line.trim() === '' || line.startsWith('#')) return line;
  const sign = line.startsWith('!') ? '!' : '';
  const pattern = line.slice(sign.length);
  // To git a pattern of slashes alone names nothing.
  if (/^\/*\s*$/.test(pattern)) return '';
  const slash = pattern.indexOf('/');
  const isAnchored = slash >= 0 && slash < pattern.trimEnd().length - 1;
  const prefix = `/${folder.replace(/[\\*?[\]!# ]/g, '\\$&')}`;
  return `${sign}${prefix}${isAnchored ? '/' : '/**/'}${pattern.replace(/^\//, '')}`;
}
