import http, { type IncomingMessage } from 'node:http';
import type { Fault } from '../fault.ts';
import { type Connection, type Network, openConnection } from './connect.ts';
import { Ended, type Ending, type EndReason, newEnding, untilAborted } from './ending.ts';
import { faultOfError, httpFault } from './fault.ts';
import { type Place, showUrl } from './place.ts';

/** Milliseconds in all, milliseconds without a byte, and bytes of a body. */
export type HttpLimits = { readonly deadline: number; readonly stall: number; readonly byteLimit: number };

/** One request to a judged place. */
export type Exchange = {
  readonly place: Place;
  readonly method: 'GET' | 'HEAD' | 'POST';
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
  readonly limits: HttpLimits;
  /** Takes the body of an answer with status 200 piece by piece, with the size that the server announced; nothing is kept then. */
  readonly onBody: ((chunk: Uint8Array, size: number | null) => void) | undefined;
  readonly signal: AbortSignal | undefined;
};

/** What came back; header names are in lower case. The body of anything but a 200 is kept up to 64 KiB. */
export type HttpAnswer = {
  readonly kind: 'answer';
  readonly place: Place;
  readonly status: number;
  readonly headers: ReadonlyMap<string, string>;
  readonly body: Uint8Array;
  /** False when only the closed connection said where the body ends: what was cut off looks whole then. */
  readonly isFramed: boolean;
};

/** Bytes of an answer that explains a failure. */
const EXPLANATION = 64 * 1024;
const NOTHING = new Uint8Array();

/** One request, one answer: follows nothing, asks for nothing twice. Rejects with the reason of the caller's signal alone. */
export async function exchange(call: Exchange, network: Network): Promise<HttpAnswer | Fault> {
  const { place, limits } = call;
  const ending = newEnding(limits.deadline, call.signal);
  try {
    const connection = await openConnection(place, network, ending, limits.stall);
    if (connection.kind === 'fault') return connection;
    try {
      return await untilAborted(talk(call, connection, ending), ending.signal);
    } finally {
      connection.socket.destroy();
    }
  } catch (error) {
    call.signal?.throwIfAborted();
    const cause: unknown = ending.signal.aborted ? ending.signal.reason : error;
    if (cause instanceof Ended) return faultOfEnd(cause.why, place, limits);
    return faultOfError(cause, showUrl(place.url));
  } finally {
    ending.dispose();
  }
}

function talk(call: Exchange, { socket, forward }: Connection, ending: Ending): Promise<HttpAnswer> {
  const { url } = call.place;
  const proxyAuthorization = forward?.authorization;
  return new Promise((resolve, reject) => {
    const request = http.request({
      createConnection: () => socket,
      method: call.method,
      path: (forward === null ? '' : url.origin) + url.pathname + url.search,
      headers: {
        host: url.host,
        'user-agent': 'pinlock',
        // The bytes as they lie there: what a build's own download gets.
        'accept-encoding': 'identity',
        connection: 'close',
        ...call.headers,
        ...(proxyAuthorization === undefined ? {} : { 'proxy-authorization': proxyAuthorization }),
        ...(call.body === undefined ? {} : { 'content-length': Buffer.byteLength(call.body) }),
      },
      signal: ending.signal,
    });
    request.on('error', reject);
    let hasAnswer = false;
    request.on('response', (response) => {
      hasAnswer = true;
      receive(response, call).then(resolve, reject);
    });
    // node closes without a word what changes to another protocol (101).
    request.on('close', () => {
      if (!hasAnswer) reject(Object.assign(new Error('closed without an answer'), { code: 'ECONNRESET' }));
    });
    request.end(call.body);
  });
}

async function receive(response: IncomingMessage, call: Exchange): Promise<HttpAnswer> {
  const { place, limits, onBody } = call;
  const status = response.statusCode ?? 0;
  const size = sizeOf(response);
  const isWhole = status === 200;
  if (isWhole && call.method !== 'HEAD' && size !== null && size > limits.byteLimit) throw new Ended('bytes');
  const chunks: Uint8Array[] = [];
  let received = 0;
  for await (const chunk of response) {
    if (!(chunk instanceof Uint8Array)) continue;
    received += chunk.length;
    if (isWhole && received > limits.byteLimit) throw new Ended('bytes');
    if (isWhole && onBody !== undefined) onBody(chunk, size);
    else chunks.push(chunk);
    if (!isWhole && received > EXPLANATION) break;
  }
  return {
    kind: 'answer',
    place,
    status,
    headers: toHeaders(response),
    body: chunks.length === 0 ? NOTHING : Buffer.concat(chunks),
    isFramed: size !== null || response.headers['transfer-encoding'] !== undefined,
  };
}

function sizeOf({ headers }: IncomingMessage): number | null {
  const text = headers['content-length'];
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : null;
}

function toHeaders({ headers }: IncomingMessage): ReadonlyMap<string, string> {
  const result = new Map<string, string>();
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) result.set(name, typeof value === 'string' ? value : value.join(', '));
  }
  return result;
}

function faultOfEnd(why: EndReason, place: Place, limits: HttpLimits): Fault {
  const shown = showUrl(place.url);
  switch (why) {
    case 'bytes':
      return httpFault('too-large', shown, `it is larger than ${limits.byteLimit} bytes, the most that pinlock reads`);
    case 'stall':
      return httpFault('timed-out', shown, `nothing came for ${seconds(limits.stall)}`);
    case 'deadline':
    case 'aborted':
      return httpFault('timed-out', shown, `not done within ${seconds(limits.deadline)}`);
    default:
      return why satisfies never;
  }
}

/** Behind redirects a deadline is what is left of it, an odd number. */
function seconds(milliseconds: number): string {
  return `${Number((milliseconds / 1000).toPrecision(3))} s`;
}
