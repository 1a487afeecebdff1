import { BOUNDS } from '../model/bounds.ts';

/** What was run so far: of a file, and apart from that of the builds that it starts, so that however many those are, it is read to its end. */
export class StepCount {
  private own = 0;
  private apart = 0;
  private isApart = false;
  private evaluations = 0;

  /** Counts a step; false when there are too many. */
  take(weight: number): boolean {
    if (this.isApart) this.apart += weight;
    else this.own += weight;
    return (this.isApart ? this.apart : this.own) <= BOUNDS.steps;
  }

  /** Counts a text that make evaluates; false when there are too many. */
  takeEvaluation(): boolean {
    this.evaluations++;
    return this.evaluations <= BOUNDS.evaluations;
  }

  /** True when no build can be run any more. */
  isApartSpent(): boolean {
    return this.apart >= BOUNDS.steps;
  }

  /** What is run here is counted apart. */
  runApart(run: () => void): void {
    const { isApart } = this;
    this.isApart = true;
    run();
    this.isApart = isApart;
  }
}
