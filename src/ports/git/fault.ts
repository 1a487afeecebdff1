import type { UnresolvedReason } from '../../model/resolution.ts';
import { type Fault, newFault, withoutCredentials } from '../fault.ts';
import type { ProcessResult } from '../process.ts';

const ADVICE = {
  'not-found': 'check the spelling, and whether it is private, renamed or deleted',
  authentication:
    'it may not exist, or asks for credentials: configure a credential helper of git, or an ssh key, for this host',
  'rate-limit': 'the host wants fewer requests: wait, or configure credentials for it',
  unreachable: 'check the network, the proxy and the host, then try again',
  tls: 'check the certificate of the host, and http.sslCAInfo for a certificate authority of your own',
  'too-large': 'the answer is larger than pinlock reads: check that the URL names the repository that you mean',
  'timed-out': 'check the network and the host, then try again',
  moved: 'write the new place into the file if it is the one that you mean',
  refused:
    'pinlock asks https, ssh and git hosts only; lead others to a mirror with url.<base>.insteadOf in your own git configuration',
  invalid: 'check that the URL names a git repository and that the ref is spelled as git allows',
  'not-supported': 'pin it by hand meanwhile',
} as const satisfies Record<UnresolvedReason, string>;

/** One fault about one place; the advice for the reason is added unless another is given. */
export function fault(
  reason: UnresolvedReason,
  place: string,
  what: string,
  options: { readonly isTransient?: boolean; readonly advice?: string } = {},
): Fault {
  return newFault(reason, place, what, options.advice ?? ADVICE[reason], { isTransient: options.isTransient ?? false });
}

/** git's own words (LC_ALL=C) and those of curl, OpenSSL, GnuTLS, Schannel and OpenSSH below it; the first row that matches decides. */
const WORDS: readonly {
  readonly words: RegExp;
  readonly reason: UnresolvedReason;
  readonly what: string;
  readonly isTransient?: true;
  readonly isRedirect?: true;
  readonly advice?: string;
}[] = [
  {
    // The limits of the process: SIGXFSZ is 25.
    words: /[Oo]ut of memory|died of signal 25|File (?:size limit exceeded|too large)/,
    reason: 'too-large',
    what: 'git was not given the room that the answer needs',
  },
  { words: /returned error: 429\b/, reason: 'rate-limit', what: 'the host refuses more requests for now' },
  {
    words: /returned error: 30[0-9]\b/,
    reason: 'moved',
    what: 'the host says that it lies elsewhere',
    isRedirect: true,
  },
  {
    words: /returned error: 5[0-9][0-9]\b/,
    reason: 'unreachable',
    what: 'the host reports a fault of its own',
    isTransient: true,
  },
  {
    words:
      /returned error: (?:401|403|407)\b|Authentication failed|could not read (?:Username|Password)|Permission denied|[Aa]ccess denied(?! or repository)/,
    reason: 'authentication',
    what: 'access was refused',
  },
  {
    words: /Host key verification failed|REMOTE HOST IDENTIFICATION HAS CHANGED/,
    reason: 'refused',
    what: 'ssh does not know the key of the host',
    advice: 'connect once with ssh yourself and compare the key with the one that the host publishes',
  },
  {
    words:
      /returned error: (?:404|410)\b|[Rr]epository '?.*'? ?not found|ERROR: Repository not found|not appear to be a git repository|repository not exported|no such repository/,
    reason: 'not-found',
    what: 'there is no repository',
  },
  { words: /SSL|TLS|certificate|schannel|gnutls/i, reason: 'tls', what: 'no trusted connection' },
  {
    words: /[Cc]onnection timed out|Operation timed out|Timeout was reached|Operation too slow/,
    reason: 'timed-out',
    what: 'no answer in time',
  },
  {
    words:
      /[Tt]emporary failure in name resolution|Connection re(?:fused|set)|Couldn't connect|Failed to connect|unable to connect|Empty reply|early EOF|hung up unexpectedly|Recv failure|Send failure|HTTP\/2 stream|transfer closed/,
    reason: 'unreachable',
    what: 'no connection, or it broke off',
    isTransient: true,
  },
  {
    words: /[Cc]ould not resolve|Name or service not known|unable to look up|No route to host|Network is unreachable/,
    reason: 'unreachable',
    what: 'the host is not known or cannot be reached',
  },
  {
    words: /transport '.*' not allowed/,
    reason: 'refused',
    what: 'git was led to another protocol than the one that was judged',
  },
];

/** The fault of a call that did not succeed, or null when it did (exit 0). */
export function faultOf(result: ProcessResult, place: string, byteLimit: number, deadline: number): Fault | null {
  switch (result.kind) {
    case 'not-started':
      return fault('not-supported', place, `git could not be started (${result.message})`, {
        advice: 'install git and put it on PATH',
      });
    case 'stopped':
      if (result.why === 'bytes') return fault('too-large', place, `more than ${byteLimit} bytes came back`);
      return fault('timed-out', place, result.why === 'deadline' ? `no answer within ${deadline / 1000} s` : 'stopped');
    case 'exited':
      return result.code === 0 ? null : faultOfWords(result.stderr, place);
    default: {
      const never: never = result;
      return never;
    }
  }
}

function faultOfWords(stderr: string, place: string): Fault {
  const said = tellingLine(stderr);
  const words = ownWords(stderr);
  for (const row of WORDS) {
    if (!row.words.test(words)) continue;
    const what = said === '' ? row.what : `${row.what} (git: ${said})`;
    const advice = row.advice === undefined ? {} : { advice: row.advice };
    const result = fault(row.reason, place, what, { isTransient: row.isTransient ?? false, ...advice });
    return row.isRedirect ? { ...result, isRedirect: true } : result;
  }
  return fault(
    'invalid',
    place,
    said === '' ? 'git failed and said nothing' : `git did not understand the answer (${said})`,
  );
}

/** Without what the server says and without URLs: a repository may be called `openssl`. */
function ownWords(stderr: string): string {
  const lines = stderr.split('\n').filter((line) => !line.startsWith('remote: '));
  return lines.join('\n').replace(/'[^'\n]*:\/\/[^'\n]*'/g, "''");
}

/** The line that says most, at most 200 characters: `fatal:` ones, else the first. */
function tellingLine(stderr: string): string {
  const lines = stderr
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const line =
    lines.find(
      (candidate) =>
        /^(?:fatal|ERROR|remote error):/.test(candidate) && !candidate.includes('Could not read from remote'),
    ) ??
    lines[0] ??
    '';
  return withoutCredentials(line.replace(/^fatal: /, '')).slice(0, 200);
}
