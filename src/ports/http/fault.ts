import type { UnresolvedReason } from '../../model/resolution.ts';
import { type Fault, newFault } from '../fault.ts';

const ADVICE = {
  'not-found': 'check the spelling, and whether it was moved or deleted',
  authentication: 'it is not open to everybody: check that the place is the one that you mean',
  'rate-limit': 'wait, then try again; what is pinned stays',
  unreachable: 'check the network, the proxy and the host, then try again',
  tls: 'check the certificate of the host; name the file of a certificate authority of your own in NODE_EXTRA_CA_CERTS',
  'too-large': 'check that the URL names what you mean',
  'timed-out': 'check the network and the host, then try again',
  moved: 'write the new place into the file if it is the one that you mean',
  refused:
    "pinlock asks https hosts only; lead others to a mirror under 'mirrors' in your own ~/.config/pinlock/config.yml",
  invalid: 'check that the place is the one that you mean',
  'not-supported': 'pin it by hand meanwhile',
} as const satisfies Record<UnresolvedReason, string>;

/** One fault about one place; the advice for the reason is added unless another is given. */
export function httpFault(
  reason: UnresolvedReason,
  place: string,
  what: string,
  options: { readonly isTransient?: boolean; readonly retryAfter?: number; readonly advice?: string } = {},
): Fault {
  const { advice = ADVICE[reason], ...rest } = options;
  return newFault(reason, place, what, advice, rest);
}

/** Names of OpenSSL's and node's errors about certificates (https://nodejs.org/api/tls.html#x509-certificate-error-codes). */
const TLS_CODES =
  /^(?:CERT_|ERR_TLS_|ERR_SSL_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|CRL_|HOSTNAME_MISMATCH|INVALID_CA|INVALID_PURPOSE|PATH_LENGTH|EPROTO)/;

const SYSTEM_ERRORS: Readonly<
  Record<string, { readonly reason: UnresolvedReason; readonly what: string; readonly isTransient?: true }>
> = {
  ENOTFOUND: { reason: 'unreachable', what: 'the name of the host is not known' },
  EAI_AGAIN: { reason: 'unreachable', what: 'the name of the host could not be looked up', isTransient: true },
  ECONNREFUSED: { reason: 'unreachable', what: 'the host takes no connection', isTransient: true },
  ECONNRESET: { reason: 'unreachable', what: 'the connection broke off', isTransient: true },
  ERR_STREAM_PREMATURE_CLOSE: { reason: 'unreachable', what: 'the connection broke off', isTransient: true },
  EPIPE: { reason: 'unreachable', what: 'the connection broke off', isTransient: true },
  ETIMEDOUT: { reason: 'timed-out', what: 'the host does not answer' },
  EHOSTUNREACH: { reason: 'unreachable', what: 'there is no way to the host' },
  ENETUNREACH: { reason: 'unreachable', what: 'there is no way to the host' },
};

/** What an error of node's network modules means. Errors that are none of the network's are thrown on: they are bugs. */
export function faultOfError(error: unknown, place: string): Fault {
  const first = error instanceof AggregateError ? error.errors[0] : error;
  const code = first instanceof Error && 'code' in first ? String(first.code) : undefined;
  if (code === undefined) throw error;
  if (TLS_CODES.test(code)) return httpFault('tls', place, `no trusted connection (${code})`);
  if (code.startsWith('HPE_')) return httpFault('invalid', place, `the answer is no HTTP (${code})`);
  const known = SYSTEM_ERRORS[code];
  if (known !== undefined) {
    return httpFault(known.reason, place, `${known.what} (${code})`, { isTransient: known.isTransient ?? false });
  }
  // A bug of ours has one of node's own codes (ERR_INVALID_ARG_TYPE); everything of the system begins with E and a letter.
  if (code.startsWith('ERR_')) throw error;
  return httpFault('unreachable', place, `no connection (${code})`);
}
