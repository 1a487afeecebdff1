import type { TrustedConfig } from '../../config.ts';
import type { GitPin, Pin } from '../../model/pin.ts';
import { isCommit } from '../../model/pin.ts';
import type { Resolution } from '../../model/resolution.ts';
import { lineTable } from '../../reports/positions.ts';
import { createHistory, createPatience, type History, resolveSources } from '../../resolve/index.ts';
import type { ResolvePorts } from '../ports.ts';
import { refusal } from '../trust.ts';
import { identityOf } from './judge-move.ts';
import type { PinEntry } from './pin-entries.ts';
import { ordersOf } from './ref-orders.ts';

type DriftOptions = {
  readonly hosts: ResolvePorts;
  readonly trusted: TrustedConfig;
  readonly signal: AbortSignal;
};

/**
 * In an exact fetch the file is right: its identity becomes the pin where it belongs to what the pin was made from. Gives for each drifted
 * entry the new pin, or why the old one stays: another commit may be anything, one of a fork too.
 */
export async function settleDrift(
  entries: readonly PinEntry[],
  { hosts, trusted, signal }: DriftOptions,
): Promise<ReadonlyMap<PinEntry, Resolution>> {
  const settled = new Map<PinEntry, Resolution>();
  const drifted = entries.filter((entry) => entry.drifted.length > 0);
  const asked = drifted.filter((entry) => refusal(entry.source, trusted) === undefined);
  if (drifted.length === 0) return settled;
  const resolutions = await resolveSources(
    asked.map(({ source }) => source),
    hosts,
    { orders: ordersOf(drifted), realms: trusted.realms, signal },
  );
  const { between } = createHistory({ ...hosts, patience: createPatience(hosts.pause) });
  for (const entry of drifted) {
    const resolution =
      refusal(entry.source, trusted) ?? resolutions.find(({ source }) => source.key === entry.source.key);
    if (resolution === undefined) throw new Error('a source that nobody answered for');
    settled.set(entry, resolution.kind === 'pinned' ? await settleOne(entry, resolution, between, signal) : resolution);
  }
  return settled;
}

type Pinned = Extract<Resolution, { kind: 'pinned' }>;

async function settleOne(
  entry: PinEntry,
  resolution: Pinned,
  between: History['between'],
  signal: AbortSignal,
): Promise<Resolution> {
  const { source, drifted, held, pin: old } = entry;
  const place = placeOf(entry);
  const named = new Set([...drifted, ...held].map(({ identity }) => identity?.value.toLowerCase() ?? ''));
  const [identity = ''] = named;
  if (named.size > 1) return unsettled(entry, 'the files that hold it name different ones: make them agree');
  const taken = (pin: Pin): Resolution => ({
    kind: 'pinned',
    source,
    pin: old.applied === undefined ? pin : { ...pin, applied: old.applied },
    notes: [`taken from ${place}`],
  });
  const now = resolution.pin;
  if (identityOf(now) === identity) return taken(now);
  if (!('commit' in now) || source.kind !== 'git' || !isCommit(identity)) {
    return unsettled(
      entry,
      `it is not what the source is now (${identityOf(now)}), and nobody can tell whether it ever was`,
    );
  }
  if (now.ref?.startsWith('refs/tags/') === true) return unsettled(entry, `${now.ref} names ${now.commit}`);
  const tip = { locator: source.locator, ref: now.ref ?? 'HEAD', id: now.commit };
  const changes = await between(identity, tip, 1, signal);
  if (changes.kind === 'fault') return { kind: 'unresolved', source, reason: changes.reason, message: changes.message };
  if (changes.relation !== 'forward') return unsettled(entry, `${now.ref ?? 'the default branch'} does not contain it`);
  const pin: GitPin = now.ref === undefined ? { commit: identity } : { ref: now.ref, commit: identity };
  return taken(pin);
}

function unsettled(entry: PinEntry, why: string): Resolution {
  const named = entry.drifted[0]?.identity?.value ?? '';
  const message = `${placeOf(entry)} names ${named}, the lockfile ${identityOf(entry.pin)}: ${why}. Correct the file, or take the pin out of the lockfile`;
  return { kind: 'unresolved', source: entry.source, reason: 'refused', message };
}

function placeOf({ root, drifted }: PinEntry): string {
  const [fetch] = drifted;
  if (fetch === undefined) return '';
  const { file, start } = fetch.place;
  return `${file}:${lineTable(root.tree.read(file) ?? '').positionOf(start).line}`;
}
