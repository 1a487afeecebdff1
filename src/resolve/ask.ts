import type { Fault } from '../ports/fault.ts';
import type { Git, RemoteRefs } from '../ports/git.ts';
import type { Pause } from '../ports/pause.ts';

/** Waits before a further attempt, in milliseconds; only transient faults are asked again. */
const BACK_OFF = [500, 2_000] as const;
/** Repositories of one host that may stay without an answer before the others of it are not asked any more. */
const PATIENCE = 3;

export type AskPorts = { readonly git: Pick<Git, 'listRefs'>; readonly pause: Pause };
type Ask = (url: string, names: readonly string[], signal?: AbortSignal) => Promise<RemoteRefs | Fault>;

/** A function that asks repositories for refs, patiently with hiccups and impatiently with hosts that are down. */
export function createAsk(ports: AskPorts): Ask {
  const silent = new Map<string, number>();
  return async (url, names, signal) => {
    const host = hostOf(url);
    const misses = silent.get(host) ?? 0;
    if (misses >= PATIENCE) return notAsked(url, host, misses);
    const answer = await askPatiently(ports, url, names, signal);
    const isSilent = answer.kind === 'fault' && (answer.reason === 'unreachable' || answer.reason === 'timed-out');
    silent.set(host, isSilent ? (silent.get(host) ?? 0) + 1 : 0);
    return answer;
  };
}

async function askPatiently(
  ports: AskPorts,
  url: string,
  names: readonly string[],
  signal: AbortSignal | undefined,
): Promise<RemoteRefs | Fault> {
  let answer = await ports.git.listRefs(url, names, signal);
  for (const wait of BACK_OFF) {
    if (answer.kind === 'refs' || !answer.isTransient) break;
    await ports.pause(wait, signal);
    answer = await ports.git.listRefs(url, names, signal);
  }
  return answer;
}

function notAsked(url: string, host: string, misses: number): Fault {
  const message = `${url}: not asked, because ${misses} other repositories of ${host} gave no answer; check the network and the host, then run pinlock resolve again`;
  return { kind: 'fault', reason: 'unreachable', message, isTransient: false };
}

/** Up to the path; for counting only. */
function hostOf(url: string): string {
  return /^(?:[a-z]+:\/\/)?([^/:]*(?::[0-9]+)?)/i.exec(url)?.[1] ?? url;
}
