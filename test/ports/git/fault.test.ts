import { describe, expect, it } from 'vitest';
import { faultOf } from '../../../src/ports/git/fault.ts';

const PLACE = 'https://example.com/acme/library';

function read(stderr: string, code = 128) {
  return faultOf({ kind: 'exited', code, stdout: '', stderr, bytes: Buffer.alloc(0) }, PLACE, 1, 1);
}

describe("git's words", () => {
  it.each([
    // The name of a repository says nothing about what went wrong with it.
    ["fatal: unable to access 'https://example.com/openssl/TLS/': Could not resolve host: example.com", 'unreachable'],
    ["fatal: repository 'https://example.com/acme/certificate/' not found", 'not-found'],
    // Nor does what the server has to say.
    ['remote: SSL certificate problem\nfatal: something new', 'invalid'],
    ["fatal: unable to access 'https://example.com/a/': SSL certificate problem: self-signed certificate", 'tls'],
    ["fatal: unable to access 'https://example.com/a/': server certificate verification failed. CAfile: none", 'tls'],
    ["fatal: unable to access 'https://example.com/a/': gnutls_handshake() failed: Handshake failed", 'tls'],
    ["fatal: could not read Username for 'https://example.com': terminal prompts disabled", 'authentication'],
    ["remote: Repository not found.\nfatal: repository 'https://example.com/a/b/' not found", 'not-found'],
    ['fatal: remote error: access denied or repository not exported: /a/b', 'not-found'],
    ["fatal: '/a/b' does not appear to be a git repository", 'not-found'],
    ["fatal: unable to access 'https://example.com/a/': Operation too slow. Less than 1000 bytes/sec", 'timed-out'],
    [
      "fatal: unable to access 'https://example.com/a/': Failed to connect to example.com port 443: Connection timed out",
      'timed-out',
    ],
    ["fatal: unable to access 'https://example.com/a/': Empty reply from server", 'unreachable'],
    ["fatal: transport 'https' not allowed", 'refused'],
    ['', 'invalid'],
  ])('%s', (stderr, reason) => {
    expect(read(stderr)).toMatchObject({ kind: 'fault', reason });
  });
});

it('a call that succeeded is no fault, whatever it grumbled', () => {
  expect(read('warning: redirecting', 0)).toBeNull();
});

it('a message says place, what git said, and what to do', () => {
  expect(
    read("remote: hello\nfatal: unable to access 'https://ada:token@example.com/a/': Connection refused")?.message,
  ).toBe(
    "https://example.com/acme/library: no connection, or it broke off (git: unable to access 'https://example.com/a/': Connection refused); check the network, the proxy and the host, then try again",
  );
});
