import http from 'node:http';
import https from 'node:https';
import net, { isIP, type LookupFunction, type Socket } from 'node:net';
import tls, { type SecureContext } from 'node:tls';
import type { Lookup } from '../address.ts';
import type { Fault } from '../fault.ts';
import type { Environment } from '../git/environment.ts';
import type { Authorities } from './certificates.ts';
import type { Ending } from './ending.ts';
import { untilAborted } from './ending.ts';
import { httpFault } from './fault.ts';
import { bareHost, findAddresses, type Place, showUrl } from './place.ts';
import { findProxy, type Proxies, proxyAuthorization } from './proxy.ts';

/** What connections share. */
export type Network = {
  readonly env: Environment;
  readonly lookup: Lookup;
  readonly proxies: Proxies;
  readonly authorities: () => Promise<Authorities>;
  /** Nothing private is asked but where the user's settings lead. */
  readonly publicOnly: boolean;
};

/** An open way to a place. `forward` is set where a proxy passes requests on itself (plain http): it wants whole URLs. */
export type Connection = {
  readonly kind: 'connection';
  readonly socket: Socket;
  readonly forward: { readonly authorization: string | undefined } | null;
};

/**
 * Opens a connection to the judged addresses of a place, or through the proxy that is set; TLS is always checked. Faults are what was
 * refused; rejects with what the network says, and with the ending's reason.
 */
export async function openConnection(
  place: Place,
  network: Network,
  ending: Ending,
  stall: number,
): Promise<Connection | Fault> {
  const { url } = place;
  const proxy = findProxy(url, network.proxies, network.env);
  if (typeof proxy === 'string') return httpFault('unreachable', showUrl(url), proxy);
  const addresses = await untilAborted(judged(place, network, proxy !== null), ending.signal);
  if (typeof addresses === 'string') return httpFault('refused', showUrl(url), addresses);
  const authorities =
    url.protocol === 'https:' || proxy?.protocol === 'https:' ? await network.authorities() : NO_AUTHORITIES;
  if ('unusable' in authorities)
    return httpFault('tls', showUrl(url), authorities.unusable, { advice: 'name a file that is there' });
  const watch = (socket: Socket): Promise<Socket> => untilOpen(socket, ending, stall);
  const { context } = authorities;
  if (proxy === null) {
    const target = { host: bareHost(url), port: portOf(url), lookup: tiedTo(addresses) };
    return direct(
      await watch(
        url.protocol === 'https:' ? tls.connect({ ...target, ...tlsOptions(url, context) }) : net.connect(target),
      ),
    );
  }
  if (url.protocol === 'http:') {
    const target = { host: bareHost(proxy), port: portOf(proxy) };
    const socket = await watch(
      proxy.protocol === 'https:' ? tls.connect({ ...target, ...tlsOptions(proxy, context) }) : net.connect(target),
    );
    return { kind: 'connection', socket, forward: { authorization: proxyAuthorization(proxy) } };
  }
  const tunnel = await untilAborted(openTunnel(url, proxy, context, ending.signal), ending.signal);
  if ('kind' in tunnel) return tunnel;
  const socket = tls.connect({ socket: tunnel, host: bareHost(url), ...tlsOptions(url, context) });
  tunnel.on('error', (error) => socket.destroy(error));
  socket.on('close', () => tunnel.destroy());
  return direct(await watch(socket));
}

const NO_AUTHORITIES = { context: undefined } as const;

/** A proxy may know names that this machine does not; those that it knows are judged all the same. */
async function judged(place: Place, network: Network, isProxied: boolean): Promise<readonly string[] | string> {
  try {
    return await findAddresses(place, network);
  } catch (error) {
    if (!isProxied) throw error;
    return network.publicOnly && !place.isUsersChoice ? UNKNOWN_TO_US : [];
  }
}

const UNKNOWN_TO_US = 'only the proxy knows its address, and --public-only was given';

function direct(socket: Socket): Connection {
  return { kind: 'connection', socket, forward: null };
}

/** The addresses that were judged, whatever DNS says a moment later. */
function tiedTo(addresses: readonly string[]): LookupFunction {
  const all = addresses.map((address) => ({ address, family: isIP(address) }));
  return (_host, options, callback) => {
    const [first] = all;
    if (options.all === true || first === undefined) callback(null, [...all]);
    else callback(null, first.address, first.family);
  };
}

function tlsOptions(url: URL, context: SecureContext | undefined) {
  const host = bareHost(url);
  return {
    rejectUnauthorized: true,
    ALPNProtocols: ['http/1.1'],
    // Names alone may be told to the server before it has proven itself (RFC 6066, 3).
    ...(isIP(host) === 0 ? { servername: host } : {}),
    ...(context === undefined ? {} : { secureContext: context }),
  };
}

/** From here on silence for `stall` milliseconds ends the exchange. */
function untilOpen(socket: Socket, ending: Ending, stall: number): Promise<Socket> {
  const { signal } = ending;
  const destroy = (): void => void socket.destroy();
  if (signal.aborted) destroy();
  signal.addEventListener('abort', destroy, { once: true });
  socket.setTimeout(stall, () => ending.end('stall'));
  const opened = new Promise<Socket>((resolve, reject) => {
    socket.once('encrypted' in socket ? 'secureConnect' : 'connect', () => resolve(socket));
    socket.once('error', reject);
  });
  return untilAborted(opened, signal);
}

/** CONNECT (RFC 9110, 9.3.6): the proxy sees the host's name and the port, nothing else. */
function openTunnel(
  url: URL,
  proxy: URL,
  context: SecureContext | undefined,
  signal: AbortSignal,
): Promise<Socket | Fault> {
  const target = `${url.hostname}:${portOf(url)}`;
  const authorization = proxyAuthorization(proxy);
  const isSecure = proxy.protocol === 'https:';
  const request = (isSecure ? https : http).request({
    host: bareHost(proxy),
    port: portOf(proxy),
    method: 'CONNECT',
    path: target,
    headers: { host: target, ...(authorization === undefined ? {} : { 'proxy-authorization': authorization }) },
    agent: false,
    signal,
    ...(isSecure ? tlsOptions(proxy, context) : {}),
  });
  return new Promise((resolve, reject) => {
    request.once('error', (error) => reject(signal.aborted ? signal.reason : error));
    request.once('connect', (response, socket: Socket) => {
      const status = response.statusCode ?? 0;
      if (status === 200) return resolve(socket);
      socket.destroy();
      const what = `the proxy ${proxy.host} refuses the way (${status})`;
      resolve(
        httpFault(status === 407 ? 'authentication' : 'unreachable', showUrl(url), what, { advice: PROXY_ADVICE }),
      );
    });
    request.end();
  });
}

const PROXY_ADVICE = 'check the proxy of your environment or configuration, and its user and password';

function portOf(url: URL): number {
  return url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port);
}
