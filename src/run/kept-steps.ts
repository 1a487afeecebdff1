import type { MatchedEvent } from '../model/step.ts';

/** Beyond this they are worth more as memory than as time. */
const MOST_KEPT = 500_000;

/** The steps of all files, as long as they are not too many: a tree in which everything calls everything has millions. */
export class KeptSteps {
  /** Those that make an image, which are always kept. */
  readonly making: MatchedEvent[] = [];
  private kept: MatchedEvent[] | null = [];

  add(steps: readonly MatchedEvent[]): void {
    for (const step of steps) if (step.acts.some(({ kind }) => kind === 'make')) this.making.push(step);
    if (this.kept !== null && this.kept.length + steps.length > MOST_KEPT) this.kept = null;
    // One by one: an argument list of that many has no place on the stack.
    for (const step of steps) this.kept?.push(step);
  }

  /** Undefined when there were too many. */
  whole(): readonly MatchedEvent[] | undefined {
    return this.kept ?? undefined;
  }
}
