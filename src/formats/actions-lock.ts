import { readActionsLock } from '../syntax/actions-lock.ts';
import { ANY_TEXT, type Format } from './format.ts';

/** GitHub's lockfile for workflows: it fetches nothing itself, and where it cannot be used that is told. */
export const actionsLock: Format = {
  id: 'actions-lock',
  title: 'actions.lock of GitHub',
  reads: 'the commits that GitHub keeps the listed workflows to, which are then exact',
  writes: 'nothing: `gh actions-lock` writes it',
  matches: (path) => /(?:^|\/)\.github\/workflows\/actions\.lock$/.test(path),
  sign: ANY_TEXT,
  parse: (path, text) => ({
    file: path,
    format: actionsLock.id,
    steps: [],
    problems: readActionsLock(path, text).problems,
  }),
};
