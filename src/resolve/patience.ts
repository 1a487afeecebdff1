import type { Fault } from '../ports/fault.ts';
import type { Pause } from '../ports/pause.ts';

/** Waits before a further attempt, in milliseconds; only transient faults are asked again. */
const BACK_OFF = [500, 2_000] as const;
/** A host that wants a longer pause than this (milliseconds) is told of instead of waited for. */
const LONGEST_PAUSE = 30_000;
/** Sources of one host that may stay without an answer before its others are not asked any more. */
const PATIENCE = 3;

/** Asks `attempt` until it is no transient fault; `place` is for messages, and says which host is asked. */
export type Patience = <Answer extends { readonly kind: string }>(
  place: string,
  attempt: () => Promise<Answer | Fault>,
  signal?: AbortSignal,
) => Promise<Answer | Fault>;

/** Patient with hiccups and impatient with hosts that are down. One for a whole run: it remembers who stayed silent. */
export function createPatience(pause: Pause): Patience {
  const silent = new Map<string, number>();
  return async (place, attempt, signal) => {
    const host = hostOf(place);
    const misses = silent.get(host) ?? 0;
    if (misses >= PATIENCE) return notAsked(place, host, misses);
    let answer = await attempt();
    for (const wait of BACK_OFF) {
      if (!isFault(answer) || !answer.isTransient || (answer.retryAfter ?? 0) > LONGEST_PAUSE) break;
      await pause(Math.max(answer.retryAfter ?? 0, wait), signal);
      answer = await attempt();
    }
    const isSilent = isFault(answer) && (answer.reason === 'unreachable' || answer.reason === 'timed-out');
    silent.set(host, isSilent ? (silent.get(host) ?? 0) + 1 : 0);
    return answer;
  };
}

function isFault(answer: { readonly kind: string }): answer is Fault {
  return answer.kind === 'fault';
}

function notAsked(place: string, host: string, misses: number): Fault {
  const message = `${place}: not asked, because ${misses} others of ${host} gave no answer; check the network and the host, then try again`;
  return { kind: 'fault', reason: 'unreachable', message, isTransient: false };
}

/** Up to the path; for counting only. */
function hostOf(url: string): string {
  return /^(?:[a-z]+:\/\/)?([^/:]*(?::[0-9]+)?)/i.exec(url)?.[1] ?? url;
}
