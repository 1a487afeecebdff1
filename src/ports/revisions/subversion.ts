import { type RevisionProgram, SSH } from './program.ts';

const REVISION = /^(?:0|[1-9]\d{0,17})$/;

/**
 * The revision in which what lies at the URL changed last, which is the same for as long as nothing below it changes, whatever happens
 * elsewhere in a large repository. `@` behind the URL is the revision in which to look for it (the peg), so that none in the path is one.
 */
export const SUBVERSION: RevisionProgram = {
  program: 'svn',
  schemes: new Map([
    ['https', 'https'],
    ['http', 'http'],
    ['svn+ssh', 'ssh'],
    ['svn', 'git'],
  ]),
  namesFor: (name) => (name === null || name === 'HEAD' ? ['HEAD'] : []),
  argumentsFor: (url, name) => [
    'info',
    ...['--non-interactive', '--no-auth-cache'],
    ...['--config-option', 'servers:global:http-timeout=20'],
    ...['--show-item', 'last-changed-revision', '--', `${url}@${name}`],
  ],
  env: { SVN_SSH: SSH },
  read: (output) =>
    output
      .split('\n')
      .map((line) => line.trim())
      .find((line) => REVISION.test(line)),
};
