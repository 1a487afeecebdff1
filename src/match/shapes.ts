import { isLocalHost } from '../model/local-host.ts';
import { HOLE } from '../model/value.ts';
import type { ShapeName } from './rule.ts';

/** Whether a word looks like what the operand must be; `unknown` when the text does not say. */
export type Fit = 'yes' | 'no' | 'unknown';

/** By name, a test of the flattened text (holes are one character). */
export const SHAPE_TESTS: Readonly<Record<ShapeName, (text: string) => Fit>> = {
  repository: (text) => (SCHEME.test(text) || SCP.test(text) ? 'yes' : 'unknown'),
  'web-url': fitsWeb,
  'added-url': fitsAdded,
  'added-repository': (text) => (isAddedRepository(text) ? 'yes' : 'no'),
  image: fitsImage,
  'image-source': fitsImageSource,
  'pulled-image': fitsPulledImage,
  address: fitsAddress,
  'possible-address': (text) => (text === HOLE ? 'unknown' : fitsAddress(text)),
  revision: fitsRevision,
  'revision-or-file': (text) => (FILE_NAME.test(text) ? 'no' : fitsRevision(text)),
  'file-of-revision': (text) => (/^[^:]+:./.test(text) ? 'yes' : 'no'),
  'object-kind': (text) => (/^(?:blob|tree|commit|tag)$/.test(text) ? 'yes' : 'no'),
  dash: (text) => (text === '-' ? 'yes' : 'no'),
  number: (text) => (/^\d+[smhd]?$/.test(text) ? 'yes' : 'no'),
};

const SCHEME = /^[a-z][a-z0-9+.-]*:\/\//i;
const SCP = /^(?:[\w.-]+@)?[\w.-]+:(?!\/\/)./;

/** What curl and wget load as build input: not the machine itself, not a cloud's metadata service, not a file. */
function fitsWeb(text: string): Fit {
  const scheme = SCHEME.exec(text)?.[0].toLowerCase();
  if (scheme === undefined) {
    if (text === '' || text.startsWith('-')) return 'no';
    // The scheme alone may be unknown (`$PROTOCOL://127.0.0.1/status`).
    const address = text.startsWith(`${HOLE}://`) ? text.slice(`${HOLE}://`.length) : text;
    if (isLocalHost(hostOf(address))) return 'no';
    return text.startsWith(HOLE) ? 'unknown' : /^[\w-]+(?:\.[\w-]+)+(?:[:/?#]|$)/.test(text) ? 'yes' : 'unknown';
  }
  if (!WEB_SCHEMES.has(scheme)) return 'no';
  return isLocalHost(hostOf(text.slice(scheme.length))) ? 'no' : 'yes';
}

const WEB_SCHEMES = new Set(['http://', 'https://', 'ftp://', 'ftps://', 'sftp://', 'scp://']);

/** Host of `user@host:port/path`, lower case. */
function hostOf(text: string): string {
  const authority = /^[^/?#]*/.exec(text)?.[0] ?? '';
  const host = authority.slice(authority.lastIndexOf('@') + 1).toLowerCase();
  if (host.startsWith('[')) return host.slice(1, Math.max(host.indexOf(']'), 1));
  const colon = host.indexOf(':');
  return colon < 0 ? host : host.slice(0, colon);
}

/** ADD downloads what is written as a URL, unless it is a repository; a word that begins with a variable may be a URL. */
function fitsAdded(text: string): Fit {
  if (/^https?:\/\//i.test(text)) return isAddedRepository(text) ? 'no' : 'yes';
  return text.startsWith(HOLE) && !isAddedRepository(text) ? 'unknown' : 'no';
}

/**
 * What BuildKit takes for a repository: a scheme of git's own, `git@host:path`, or an http URL whose path ends in `.git`
 * (https://docs.docker.com/reference/dockerfile/#adding-files-from-a-git-repository).
 */
function isAddedRepository(text: string): boolean {
  if (/^(?:git|ssh):\/\//i.test(text)) return true;
  if (/^git@[\w.-]+:./.test(text)) return true;
  const path = text.split(/[?#]/, 1)[0] ?? '';
  return /^https?:\/\//i.test(text) && path.endsWith('.git');
}

/** `scratch` is nothing at all. */
function fitsImage(text: string): Fit {
  if (text === '' || text.toLowerCase() === 'scratch') return 'no';
  return text.startsWith(HOLE) ? 'unknown' : 'yes';
}

/** COPY --from: a number is a stage; a name that is an earlier stage never gets here. */
function fitsImageSource(text: string): Fit {
  return /^\d+$/.test(text) ? 'no' : fitsImage(text);
}

/** What docker run and its like are given: a word that no image can be called (an option, a path) is none; a plain name may be anything. */
function fitsPulledImage(text: string): Fit {
  if (LOCAL_REGISTRY.test(text)) return 'no';
  if (text.startsWith('-') || /^[./]|\s|:\/\//.test(text) || fitsImage(text) === 'no') return 'no';
  if (PROGRAM_PATH.test(text)) return 'no';
  return /^[^/:@]*[/:@]/.test(text) && !text.startsWith(HOLE) ? 'yes' : 'unknown';
}

/** A registry on this machine; other local names may be an owner's at Docker Hub. */
const LOCAL_REGISTRY = /^(?:localhost|127\.0\.0\.1|\[::1\])[:/]/;

/** `venv/bin/pip` is a program that the image before it runs. */
const PROGRAM_PATH = /^[^:@\uFFFC]*\/s?bin\/[^/:@]+$/;

/** A file that is loaded where a local path could stand as well: only what says its scheme is one, and not this machine's. */
function fitsAddress(text: string): Fit {
  return /^(?:https?|ftps?):\/\//i.test(text) && fitsWeb(text) === 'yes' ? 'yes' : 'no';
}

/**
 * What is called like a file, where a name of either kind may stand: an ending of letters (`v1.2` has none), the files that have no ending by
 * custom, a folder with its slash. Everything else is taken for a revision, so that a branch is never overlooked.
 */
const FILE_NAME =
  /^(?!.*\d\.x$).*\.[A-Za-z][\w-]*$|\/$|(?:^|\/)(?:[A-Z]*[Mm]akefile|README|LICENSE|COPYING|VERSION|NEWS|AUTHORS|Dockerfile|configure|Gemfile|Cargo|gradlew|src|lib|include|docs?|tests?)$/;

/** A checkout's operand that can only be a path is no ref; `-` is where the work tree was before. */
function fitsRevision(text: string): Fit {
  if (text === '' || text === '.' || text === '..') return 'no';
  return /^\.{0,2}\/|[*?[\s]/.test(text) ? 'no' : 'unknown';
}
