import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';

export type GitServerOptions = {
  /** Folder of `OWNER/NAME.git`, bare repositories. */
  readonly root: string;
  /** Demanded of every request when set. */
  readonly authentication?: { readonly user: string; readonly password: string };
  /** Milliseconds before each answer. */
  readonly latency?: number;
  /** Sees every request first; true means that it answered (or means to leave it without an answer). */
  readonly intercept?: (request: IncomingMessage, response: ServerResponse) => boolean;
  /** Speaks https with this certificate. */
  readonly tls?: { readonly key: string; readonly cert: string };
  /** Where PATH is taken from; the process's own environment unless given. */
  readonly env?: Readonly<Record<string, string | undefined>>;
};

export type LoggedRequest = { readonly method: string; readonly url: string; readonly headers: IncomingHttpHeaders };

export type GitServer = {
  /** `http://127.0.0.1:PORT` (or https), no slash at the end. */
  readonly url: string;
  readonly port: number;
  /** Grows with every request. */
  readonly requests: readonly LoggedRequest[];
  readonly close: () => Promise<void>;
};

export function startGitServer(options: GitServerOptions): Promise<GitServer>;
