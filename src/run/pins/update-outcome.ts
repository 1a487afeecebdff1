import type { PinMove, RefusedMove, UpdateSummary } from '../../reports/update-summary.ts';
import type { JudgedEntry } from './judge-entries.ts';
import type { FileMoves } from './move-files.ts';

/** What became of the pins of one lockfile. */
export type Outcome = Pick<UpdateSummary, 'moved' | 'refused' | 'failed' | 'unchanged'>;

/** Moves with their files, those that have to stay with the reason. `unwritten`: files that the system refused, by path. */
export function toOutcome(
  judged: readonly JudgedEntry[],
  plan: FileMoves,
  unwritten: ReadonlyMap<string, string>,
): Outcome {
  const moved: PinMove[] = [];
  const refused: RefusedMove[] = [];
  const failed: UpdateSummary['failed'][number][] = [];
  let unchanged = 0;
  for (const { entry, judgement } of judged) {
    const source = entry.source.key;
    switch (judgement.kind) {
      case 'same':
        unchanged += 1;
        break;
      case 'failed':
        failed.push({ source, reason: judgement.reason, message: judgement.message });
        break;
      case 'refused':
        refused.push({ ...judgement.move, files: [], reason: judgement.reason, message: judgement.message });
        break;
      case 'moves': {
        const held = plan.held.get(entry);
        const files = plan.filesOf.get(entry) ?? [];
        if (held === undefined) moved.push({ ...judgement.move, files });
        else refused.push({ ...judgement.move, files: [], reason: 'held', message: held });
        for (const path of files) {
          const reason = unwritten.get(path);
          if (reason !== undefined)
            failed.push({ source, reason: 'refused', message: `${path} was not written: ${reason}` });
        }
        break;
      }
      default:
        judgement satisfies never;
    }
  }
  return { moved: moved.sort(byLastCommit), refused: refused.sort(byLastCommit), failed, unchanged };
}

/** The latest first: what broke this morning came in last. */
function byLastCommit(a: PinMove, b: PinMove): number {
  const [one, two] = [lastDate(a), lastDate(b)];
  if (one !== two) return one > two ? -1 : 1;
  return a.source < b.source ? -1 : 1;
}

function lastDate({ commits }: PinMove): string {
  return commits?.last[0]?.date ?? '';
}
