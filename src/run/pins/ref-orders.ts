import type { RefChange } from '../../model/fetch.ts';
import type { Pin } from '../../model/pin.ts';
import type { ClassifiedFetch, Source, SourceKey } from '../../model/source.ts';
import { flatten } from '../../model/value.ts';
import { REF_ORDERS, type RefOrder } from '../../resolve/index.ts';
import type { PinEntry } from './pin-entries.ts';

/** How the command that decides a fetch reads its name. */
export function refOrderOf({ fetch, refPieces }: ClassifiedFetch): RefOrder {
  const { act, history } = fetch;
  const change = history.findLast(({ ref }) => ref?.pieces === refPieces) ?? history.at(-1);
  if (change === undefined) return REF_ORDERS.hosted;
  switch (change.refKind) {
    case 'branch':
      return REF_ORDERS.cloned;
    case 'tag':
      return REF_ORDERS.tagged;
    case 'commit':
      return REF_ORDERS.local;
    case null:
      break;
    default:
      return change.refKind satisfies never;
  }
  if (change.how === 'fetched')
    return act.kind === 'fetch' && act.what === 'git' ? REF_ORDERS.installed : REF_ORDERS.hosted;
  return isLocal(change) ? REF_ORDERS.local : REF_ORDERS.hosted;
}

/** The operand is the name itself: FETCH_HEAD stands for what the remote was asked for. */
function isLocal({ act, ref }: RefChange): boolean {
  if (act.kind !== 'select' || act.ref === null || ref === null) return false;
  return flatten(act.ref.pieces).startsWith(flatten(ref.pieces));
}

/** How a pin was read whose commands do not name it any more. */
function refOrderOfPin({ ref: name }: Source, pin: Pin): RefOrder {
  if (!('commit' in pin) || pin.by === 'release') return REF_ORDERS.hosted;
  if (pin.ref === undefined) return name === null ? REF_ORDERS.hosted : REF_ORDERS.commit;
  return pin.ref.startsWith('refs/heads/') ? REF_ORDERS.cloned : REF_ORDERS.tagged;
}

/** Each way once, by source. */
export function groupOrders(
  orders: Iterable<readonly [SourceKey, RefOrder]>,
): ReadonlyMap<SourceKey, readonly RefOrder[]> {
  const groups = new Map<SourceKey, RefOrder[]>();
  for (const [key, order] of orders) {
    const known = groups.get(key);
    if (known === undefined) groups.set(key, [order]);
    else if (!known.includes(order)) known.push(order);
  }
  return groups;
}

/** Of pins: as the commands read the name that still write it, else as the pin says that they did. */
export function ordersOf(
  entries: readonly Pick<PinEntry, 'source' | 'pin' | 'named'>[],
): ReadonlyMap<SourceKey, readonly RefOrder[]> {
  return groupOrders(
    entries.flatMap(({ source, pin, named }) =>
      named.length === 0
        ? [[source.key, refOrderOfPin(source, pin)] as const]
        : named.map((fetch) => [source.key, refOrderOf(fetch)] as const),
    ),
  );
}
