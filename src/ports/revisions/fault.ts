import type { UnresolvedReason } from '../../model/resolution.ts';
import { type Fault, newFault } from '../fault.ts';
import type { ProcessResult } from '../process.ts';

/** Words of Mercurial, Subversion, Python, OpenSSL and OpenSSH; the first row that matches decides. */
const WORDS: readonly {
  readonly words: RegExp;
  readonly reason: UnresolvedReason;
  readonly what: string;
  readonly isTransient?: true;
}[] = [
  {
    words: /HTTP Error 429|Unexpected HTTP status 429/,
    reason: 'rate-limit',
    what: 'the host refuses more requests for now',
  },
  {
    words:
      /authorization (?:failed|required)|HTTP Error 40[13]|E170001|E215004|E175013|Permission denied|Authentication failed/,
    reason: 'authentication',
    what: 'access was refused',
  },
  { words: /certificate|E230001|SSL|TLS/, reason: 'tls', what: 'no trusted connection' },
  {
    words:
      /unknown (?:revision|branch|bookmark)|HTTP Error 404|does not appear to be an hg|no suitable response|W170000|E160013|E170000|E180001|E210005|not found/,
    reason: 'not-found',
    what: 'there is no such repository, path or revision',
  },
  { words: /timed? out|E175012|E000110/i, reason: 'timed-out', what: 'no answer in time' },
  {
    words: /Connection (?:refused|reset)|E000111|E000104|HTTP Error 5\d\d|Unexpected HTTP status 5\d\d/,
    reason: 'unreachable',
    what: 'the host takes no connection, or reports a fault of its own',
    isTransient: true,
  },
  {
    words:
      /Name or service not known|No address associated|Unknown host(?:name)?|E670002|E670008|Temporary failure in name|No route to host|unreachable/,
    reason: 'unreachable',
    what: 'the host is not known or cannot be reached',
  },
];

const ADVICE = {
  'not-found': 'check the spelling, and whether it was moved or deleted',
  authentication: 'check that the program itself can read it without a question',
  'rate-limit': 'wait, then try again; what is pinned stays',
  unreachable: 'check the network and the host, then try again',
  tls: 'check the certificate of the host',
  'timed-out': 'check the network and the host, then try again',
} as const satisfies Partial<Record<UnresolvedReason, string>>;

/** Both follow redirects by themselves, and say so. */
const MOVED = /^(?:real URL is|Redirecting to URL) '?(\S+?)'?:?$/m;

/** What went wrong with a program that asked `url`; null when nothing did. */
export function faultOfProgram(program: string, result: ProcessResult, url: string, deadline: number): Fault | null {
  switch (result.kind) {
    case 'not-started':
      return newFault('not-supported', url, `${program} could not be started`, `install ${program} and put it on PATH`);
    case 'stopped':
      if (result.why === 'bytes')
        return newFault('too-large', url, `${program} printed too much`, 'look at the place yourself');
      return newFault('timed-out', url, `no answer within ${deadline / 1000} s`, ADVICE['timed-out']);
    case 'exited':
      return faultOfExit(program, result, url);
    default:
      return result satisfies never;
  }
}

function faultOfExit(
  program: string,
  { code, stdout, stderr }: Extract<ProcessResult, { kind: 'exited' }>,
  url: string,
): Fault | null {
  const to = MOVED.exec(`${stdout}\n${stderr}`)?.[1];
  if (to !== undefined && isElsewhere(url, to)) {
    return newFault(
      'moved',
      url,
      `the host says that it lies at ${to} now`,
      'write the new place into the file if it is the one that you mean',
    );
  }
  if (code === 0) return null;
  const said = (stderr.split('\n').find((line) => /^(?:abort|svn: E)/.test(line)) ?? stderr.split('\n')[0] ?? '').slice(
    0,
    200,
  );
  for (const { words, reason, what, isTransient = false } of WORDS) {
    if (!words.test(withoutUrls(stderr))) continue;
    const advice = Object.entries(ADVICE).find(([key]) => key === reason)?.[1] ?? '';
    return newFault(reason, url, `${what} (${program}: ${said})`, advice, { isTransient });
  }
  return newFault('invalid', url, `${program} failed (${said})`, 'look at the place yourself');
}

/** A repository may be called `openssl`. */
function withoutUrls(text: string): string {
  return text.replace(/[a-z+]+:\/\/[^\s']*/g, '');
}

function isElsewhere(url: string, to: string): boolean {
  return URL.canParse(to) && new URL(to).host !== new URL(url).host;
}
