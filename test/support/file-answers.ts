import type { GitServerOptions } from './git-server.mjs';

/** Answers a request with the file of its path; what the map does not hold is left to the server. The map may change between requests. */
export function answerFiles(files: ReadonlyMap<string, string | Buffer>): NonNullable<GitServerOptions['intercept']> {
  return (request, response) => {
    const body = files.get(request.url ?? '');
    if (body !== undefined) response.writeHead(200, { 'content-length': Buffer.byteLength(body) }).end(body);
    return body !== undefined;
  };
}
