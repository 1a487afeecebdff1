import { type RevisionProgram, SSH } from './program.ts';

/** Names of branches, tags and bookmarks, and shortened nodes; a revset or an option is none. */
const NAME = /^(?!-)[^\u0000-\u0020\u007f:()]{1,200}$/;
const NODE = /^[0-9a-f]{40}$/;

/**
 * `hg identify` asks a repository with one lookup and fetches nothing (https://www.mercurial-scm.org/help/commands/identify). A clone
 * checks out the bookmark `@` if there is one, else the branch `default`.
 */
export const MERCURIAL: RevisionProgram = {
  program: 'hg',
  schemes: new Map([
    ['https', 'https'],
    ['http', 'http'],
    ['ssh', 'ssh'],
  ]),
  namesFor: (name) => (name === null ? ['@', 'default'] : NAME.test(name) ? [name] : []),
  argumentsFor: (url, name) => [
    '--noninteractive',
    ...['--config', `ui.ssh=${SSH}`, '--config', 'http.timeout=20'],
    // Without --debug a node is cut off after 12 digits.
    ...['identify', '--id', '--debug', '--rev', name, '--', url],
  ],
  // The user's own settings stay (they hold credentials), those of the tree are not read: it runs elsewhere.
  env: { HGPLAIN: '+strictflags', HGENCODING: 'UTF-8' },
  read: (output) => output.split('\n').find((line) => NODE.test(line)),
};
