import { createHash } from 'node:crypto';
import * as v from 'valibot';
import { type Digest, isDigest } from '../../model/pin.ts';
import type { Fault } from '../../ports/fault.ts';
import { httpFault } from '../../ports/http/fault.ts';
import { faultOfStatus } from '../../ports/http/status.ts';
import { type HttpAnswer, showUrl } from '../../ports/http.ts';
import { logIn } from './authorise.ts';
import { type AskManifest, MANIFEST_TYPES, type ManifestAnswer } from './repository.ts';

/** Answers to HEAD that a registry gives which does not know HEAD, or that say nothing of the reason. */
const ASK_AGAIN: ReadonlySet<number> = new Set([400, 404, 405, 501]);

/**
 * The digest that a tag stands for: as the registry says it for HEAD, which Docker Hub does not count as a pull; where it does not say,
 * that of the manifest itself. A body that is read is always counted anew.
 */
export async function findDigest(
  ask: AskManifest,
  reference: string,
  now: () => Date,
  signal: AbortSignal | undefined,
): Promise<{ readonly kind: 'digest'; readonly digest: Digest } | Fault> {
  const head = await ask('HEAD', reference, signal);
  if (head.kind === 'fault') return head;
  const said = head.answer.headers.get('docker-content-digest') ?? '';
  if (head.answer.status === 200 && isDigest(said) && isManifestType(head.answer))
    return { kind: 'digest', digest: said };
  if (head.answer.status !== 200 && !ASK_AGAIN.has(head.answer.status)) return refusal(head, now);
  const got = await ask('GET', reference, signal);
  if (got.kind === 'fault') return got;
  if (got.answer.status !== 200) return refusal(got, now);
  return digestOfBody(got.answer);
}

function digestOfBody(answer: HttpAnswer): { readonly kind: 'digest'; readonly digest: Digest } | Fault {
  const shown = showUrl(answer.place.url);
  const manifest = v.safeParse(manifestSchema, parseJson(answer.body));
  if (!manifest.success) return httpFault('invalid', shown, 'the answer is no manifest of an image');
  if (manifest.output.schemaVersion !== 2) {
    const what = `the image has the form of before 2016 (schema ${manifest.output.schemaVersion}), which builders take no more`;
    return httpFault('not-supported', shown, what, { advice: 'push it again by a newer docker' });
  }
  const digest = `sha256:${createHash('sha256').update(answer.body).digest('hex')}`;
  const said = answer.headers.get('docker-content-digest');
  if (said?.startsWith('sha256:') && said !== digest) {
    return httpFault('invalid', shown, `the registry says ${said.slice(0, 71)}, and what it sends is ${digest}`, {
      advice: CHANGED,
    });
  }
  return isDigest(digest) ? { kind: 'digest', digest } : httpFault('invalid', shown, 'its manifest has no digest');
}

const manifestSchema = v.object({ schemaVersion: v.number() });
const errorsSchema = v.object({ errors: v.array(v.object({ code: v.string() })) });
const CHANGED = 'something between here and the registry changes answers: find out what';

/** The fault of an answer that is none: the registry's own codes tell a tag that is missing from a repository that is. */
export function refusal({ answer, remark }: ManifestAnswer, now: () => Date): Fault {
  const parsed = v.safeParse(errorsSchema, parseJson(answer.body));
  const codes = parsed.success ? parsed.output.errors.map(({ code }) => code) : [];
  const missing = codes.includes('NAME_UNKNOWN')
    ? 'there is no such repository'
    : codes.includes('MANIFEST_UNKNOWN')
      ? 'there is no such tag, or no such repository'
      : 'it was renamed or deleted';
  const isToken = codes.includes('TOOMANYREQUESTS') && answer.status !== 429;
  return faultOfStatus(isToken ? { ...answer, status: 429 } : answer, now().getTime(), {
    'not-found': `${missing}: check the spelling of name and tag`,
    authentication: `${remark === '' ? '' : `${remark}; `}${logIn(answer.place)}`,
  });
}

function isManifestType({ headers }: HttpAnswer): boolean {
  const type = headers.get('content-type')?.split(';', 1)[0]?.trim().toLowerCase() ?? '';
  return MANIFEST_TYPES.some((known) => known === type);
}

/** Null for what is no JSON. */
export function parseJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(body).toString('utf8'));
  } catch {
    return null;
  }
}
