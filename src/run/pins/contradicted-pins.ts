import { LOCKFILE_NAME } from '../../discover/index.ts';
import type { Pin } from '../../model/pin.ts';
import type { ContradictedPin } from '../../reports/render-resolve.ts';
import { type Cutoff, showInstant } from '../../resolve/index.ts';
import { type JudgedEntry, judgeEntries } from './judge-entries.ts';
import { identityOf } from './judge-move.ts';
import { type FromDocument, readDocument, type Wanted } from './match-materials.ts';
import type { PinEntry } from './pin-entries.ts';
import type { ReleaseOptions } from './release-choice.ts';

/** Present pins that are not what was asked for, by their entry. */
export type ContradictedPins = ReadonlyMap<PinEntry, ContradictedPin>;

type Around = Omit<Parameters<typeof judgeEntries>[1], 'options' | 'stepsBack'> & { readonly options: ReleaseOptions };

/**
 * Asks what `--as-of`, `--min-age` or `--prefer release` would take instead of the pins that are there, which stay. Gives what is known by
 * then when the person interrupts.
 */
export async function findContradicted(
  entries: readonly PinEntry[],
  { options, cutoff, ...around }: Around,
): Promise<{ readonly contradicted: ContradictedPins; readonly interruption: { readonly cause: unknown } | null }> {
  const asked = entries.filter((entry) => isWorthAsking(entry, cutoff, options));
  if (asked.length === 0) {
    return { contradicted: new Map(), interruption: null };
  }
  // Whether an archive still holds what it did is not the question.
  const originals = new Map<PinEntry, PinEntry>(asked.map((entry) => [{ ...entry, archiveUrls: [] }, entry]));
  const { judged, interruption } = await judgeEntries([...originals.keys()], {
    ...around,
    cutoff,
    options: { ...options, allowsRewritten: false, isDryRun: true },
    stepsBack: cutoff === null ? 'unknown' : 'taken',
  });
  const contradicted = judged.flatMap((one) => {
    const found = cutoff === null ? againstRelease(one) : (againstCutoff(one, cutoff) ?? againstRelease(one));
    return found === undefined ? [] : [[originals.get(one.entry) ?? one.entry, found] as const];
  });
  return { contradicted: new Map(contradicted), interruption };
}

/** A pin that stays is no reason to download a file again, nor to ask for releases where the author named a tag. */
function isWorthAsking({ source, pin }: PinEntry, cutoff: Cutoff | null, { prefersRelease }: ReleaseOptions): boolean {
  if (cutoff !== null) return cutoff.kind === 'as-of' || source.kind !== 'file';
  const isRelease = 'commit' in pin && (pin.by === 'release' || pin.ref?.startsWith('refs/tags/') === true);
  return prefersRelease && source.kind === 'git' && !isRelease;
}

function againstCutoff({ entry, judgement }: JudgedEntry, cutoff: Cutoff): ContradictedPin | undefined {
  const instant = showInstant(cutoff.seconds);
  const base = toBase(entry);
  if (cutoff.kind === 'as-of') {
    const flag = `--as-of ${instant}`;
    switch (judgement.kind) {
      case 'same':
        return undefined;
      case 'failed':
        return { ...base, flag, asked: null, isDemand: true, advice: judgement.message };
      case 'moves':
        return {
          ...base,
          flag,
          asked: judgement.move.to,
          isDemand: true,
          advice: `pinlock update ${flag} moves it there`,
        };
      case 'refused':
        return { ...base, flag, asked: judgement.move.to, isDemand: true, advice: judgement.message };
      default:
        return judgement satisfies never;
    }
  }
  const flag = `--min-age ${cutoff.age}`;
  if (judgement.kind === 'moves' && judgement.isBack === true) {
    const advice = `pinlock update --as-of ${instant} takes it back`;
    return { ...base, flag, asked: judgement.move.to, isDemand: false, advice };
  }
  if (judgement.kind !== 'failed' || judgement.reason !== 'refused') return undefined;
  return { ...base, flag, asked: null, isDemand: false, advice: judgement.message };
}

function againstRelease({ entry, judgement }: JudgedEntry): ContradictedPin | undefined {
  if (judgement.kind !== 'moves' && judgement.kind !== 'refused') return undefined;
  const { from, to } = judgement.move;
  if (!isByRelease(to) || isByRelease(from)) return undefined;
  const flag = '--prefer release';
  const advice = `pinlock update ${flag} moves it there`;
  return { ...toBase(entry), flag, asked: to, isDemand: false, advice };
}

/** What a document says of sources that have another pin. `open` are those without one: they tell which names a repository has. */
export function findUnlikeDocument(
  entries: readonly PinEntry[],
  from: FromDocument | null,
  open: readonly Wanted[],
  ownForges: ReadonlyMap<string, string>,
): ContradictedPins {
  if (from === null) return new Map();
  const wanted = entries.map(({ source, named, held }): Wanted => {
    const [fetch = held[0]] = named;
    return { source, refKind: fetch?.refKind ?? 'unknown' };
  });
  const { resolutions } = readDocument({ ...from, asksRest: true }, [...wanted, ...open], ownForges);
  const byKey = new Map(resolutions.map((one) => [one.source.key, one]));
  const flag = `--from ${from.label}`;
  const advice = `take its line out of ${LOCKFILE_NAME} and run pinlock resolve ${flag} again`;
  return new Map(
    entries.flatMap((entry): readonly (readonly [PinEntry, ContradictedPin])[] => {
      const found = byKey.get(entry.source.key);
      if (found === undefined) return [];
      if (found.kind === 'unresolved') {
        return [[entry, { ...toBase(entry), flag, asked: null, isDemand: true, advice: found.message }]];
      }
      if (identityOf(found.pin) === identityOf(entry.pin)) return [];
      return [[entry, { ...toBase(entry), flag, asked: found.pin, isDemand: true, advice }]];
    }),
  );
}

function toBase({ source, pin }: PinEntry): Pick<ContradictedPin, 'source' | 'pin'> {
  return { source: source.key, pin };
}

function isByRelease(pin: Pin): boolean {
  return 'by' in pin && pin.by === 'release';
}
