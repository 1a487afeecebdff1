import type { Ids } from '../model/invocation.ts';

/** A command that was sent to the background, by the shell that can wait for it. */
type Job = { readonly ids: Ids; readonly shell: number };

/** Which commands may still run while others do: those in the background, and the other members of a pipeline. */
export class Jobs {
  private readonly lastId: () => number;
  private running: readonly Job[] = [];
  private members: readonly Ids[] = [];
  private shell = 0;
  private shells = 0;

  /** `lastId` tells the number that was given last. */
  constructor(lastId: () => number) {
    this.lastId = lastId;
  }

  /** A shell of its own waits for nothing of those around it. */
  inShell<Result>(run: () => Result): Result {
    const outer = this.shell;
    this.shells += 1;
    this.shell = this.shells;
    const result = run();
    this.shell = outer;
    return result;
  }

  /** What runs here goes on while the next commands run, until somebody waits. */
  inBackground(run: () => void): void {
    const ids = this.idsOf(run);
    this.running = [...this.running, { ids, shell: this.shell }];
  }

  /** Members of a pipeline run at once, each beside those that were started before it. */
  atOnce(members: readonly (() => void)[]): void {
    const outer = this.members;
    for (const member of members) this.members = [...this.members, this.idsOf(member)];
    this.members = outer;
  }

  /** `wait`: for all jobs of the shell, or, where more of them run than are named, for nobody knows which. */
  wait(named: number | 'all'): void {
    const own = this.running.filter(({ shell }) => shell === this.shell);
    if (named === 'all' || own.length <= named) this.running = this.running.filter((job) => !own.includes(job));
  }

  /** What may still run while the next command does. */
  beside(): readonly Ids[] {
    return [...this.members, ...this.running.map(({ ids }) => ids)];
  }

  private idsOf(run: () => void): Ids {
    const first = this.lastId() + 1;
    run();
    return { first, last: this.lastId() };
  }
}
