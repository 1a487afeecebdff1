import type { UnresolvedReason } from '../model/resolution.ts';

/** Why a call gave nothing. `message` is whole: place, what happened, advice. `isTransient`: asking again may help. */
export type Fault = {
  readonly kind: 'fault';
  readonly reason: UnresolvedReason;
  readonly message: string;
  readonly isTransient: boolean;
  /** The HTTP redirect that git reported and did not follow. */
  readonly isRedirect?: true;
  /** Milliseconds that the host asks one to wait before the next attempt. */
  readonly retryAfter?: number;
};

/** One fault about one place, with what to do about it; user and password are taken out of every URL. */
export function newFault(
  reason: UnresolvedReason,
  place: string,
  what: string,
  advice: string,
  options: { readonly isTransient?: boolean; readonly retryAfter?: number } = {},
): Fault {
  const message = `${withoutCredentials(place)}: ${withoutCredentials(what)}; ${advice}`;
  const { isTransient = false, retryAfter } = options;
  return { kind: 'fault', reason, message, isTransient, ...(retryAfter === undefined ? {} : { retryAfter }) };
}

/** Takes user and password out of every URL in a text. */
export function withoutCredentials(text: string): string {
  return text.replace(/(\b[a-z+]+:\/\/)[^/@\s'"]*@/gi, '$1');
}
