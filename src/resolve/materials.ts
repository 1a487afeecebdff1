import { READERS } from './materials/documents.ts';
import { fieldOf, isObject, textOf } from './materials/fields.ts';
import type { Material } from './materials/material.ts';

export type { Material } from './materials/material.ts';

/** Characters of a document that are read. */
export const MOST_TEXT = 64 * 1024 * 1024;
/** Envelopes within envelopes; attestations have four. */
const MOST_DEPTH = 8;
const MOST_MATERIALS = 100_000;

/**
 * Reads what an old build was made of from JSON, or JSON lines: SLSA provenance (v0.2, v1) as it is, in an in-toto statement, a DSSE
 * envelope, a list of attestations, or as buildx prints it; `docker image inspect`; CycloneDX and SPDX 2 documents. A text says why there
 * is nothing to read, half a sentence. Signatures are not checked.
 */
export function readMaterials(text: string): readonly Material[] | string {
  if (text.length > MOST_TEXT) return `it is longer than ${MOST_TEXT} characters`;
  const documents = parseAll(text.replace(/^\uFEFF/, ''));
  if (documents === undefined) return 'it is no JSON';
  const materials = new Map<string, Material>();
  let isKnown = false;
  const read = (value: unknown, depth: number): void => {
    if (depth > MOST_DEPTH || materials.size > MOST_MATERIALS) return;
    if (Array.isArray(value)) for (const item of value) read(item, depth + 1);
    if (!isObject(value)) return;
    for (const reader of READERS) {
      const found = reader(value);
      isKnown ||= found !== undefined;
      for (const material of found ?? []) materials.set(JSON.stringify(material), material);
    }
    for (const name of Object.keys(value)) if (WRAPPERS.test(name)) read(fieldOf(value, name), depth + 1);
    if (fieldOf(value, 'payloadType') !== undefined) read(parse(decodePayload(textOf(value, 'payload'))), depth + 1);
  };
  read(documents, 0);
  if (!isKnown) {
    return 'it is none of SLSA provenance, docker image inspect, CycloneDX or SPDX 2';
  }
  return materials.size > MOST_MATERIALS ? `it names more than ${MOST_MATERIALS} materials` : [...materials.values()];
}

/** Fields that hold a document: of statements, bundles, and what buildx prints (by platform as well). */
const WRAPPERS =
  /^(?:predicate|dsseEnvelope|SLSA|SPDX|Provenance|SBOM|buildx\.build\.provenance.*|[a-z0-9]+\/[a-z0-9/]+)$/;

function parseAll(text: string): readonly unknown[] | undefined {
  const whole = parse(text);
  if (whole !== undefined) return [whole];
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const parsed = lines.map(parse);
  return lines.length < 2 || parsed.includes(undefined) ? undefined : parsed;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function decodePayload(text: string): string {
  return Buffer.from(text, 'base64').toString('utf8');
}
