import http, { type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import https from 'node:https';
import type { AddressInfo, Socket } from 'node:net';

export type WebRequest = { readonly method: string; readonly url: string; readonly headers: IncomingHttpHeaders };

/** A server on 127.0.0.1 that answers as a test says. */
export type WebServer = {
  /** `http://127.0.0.1:PORT`, no slash at the end. */
  readonly url: string;
  /** `127.0.0.1:PORT`. */
  readonly host: string;
  /** Grows with every request; CONNECT too. */
  readonly requests: readonly WebRequest[];
  /** Everything that the server was told, as one text: no secret may stand in it. */
  readonly log: () => string;
  readonly close: () => Promise<void>;
};

export type WebHandler = (request: IncomingMessage, response: ServerResponse) => void;

export type WebServerOptions = {
  readonly tls?: { readonly key: string; readonly cert: string };
  /** Answers CONNECT; without it the connection is closed. */
  readonly onConnect?: (request: IncomingMessage, socket: Socket) => void;
};

export async function startWebServer(handler: WebHandler, options: WebServerOptions = {}): Promise<WebServer> {
  const requests: WebRequest[] = [];
  const log = (request: IncomingMessage): void => {
    requests.push({ method: request.method ?? '', url: request.url ?? '', headers: { ...request.headers } });
  };
  const listen: WebHandler = (request, response) => {
    log(request);
    handler(request, response);
  };
  const server = options.tls === undefined ? http.createServer(listen) : https.createServer(options.tls, listen);
  // Also those that never came to a request: a TLS handshake that was refused, a tunnel.
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  const { onConnect } = options;
  if (onConnect !== undefined) {
    server.on('connect', (request: IncomingMessage, socket: Socket) => {
      log(request);
      socket.on('error', () => socket.destroy());
      onConnect(request, socket);
    });
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const host = `127.0.0.1:${portOf(server.address())}`;
  return {
    url: `${options.tls === undefined ? 'http' : 'https'}://${host}`,
    host,
    requests,
    log: () => JSON.stringify(requests),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

/** A handler by path (`/a`); everything else is 404. */
export function byPath(handlers: Readonly<Record<string, WebHandler>>): WebHandler {
  return (request, response) => {
    const handler = handlers[(request.url ?? '').split('?', 1)[0] ?? ''];
    if (handler === undefined) response.writeHead(404).end();
    else handler(request, response);
  };
}

/** A handler that always gives the same answer. */
export function answer(
  status: number,
  headers: Readonly<Record<string, string>> = {},
  body: string | Buffer = '',
): WebHandler {
  return (_request, response) => void response.writeHead(status, headers).end(body);
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('the server listens on no port');
  return address.port;
}
