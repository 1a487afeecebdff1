import { ALWAYS } from '../../model/guard.ts';
import { toPath } from '../../model/path.ts';
import type { Span } from '../../model/span.ts';
import {
  flatten,
  HOLE,
  impliedText,
  knownText,
  type Pieces,
  slicePieces,
  type Value,
  type Word,
} from '../../model/value.ts';
import type { Machine } from '../machine.ts';
import { compilePattern, isMatch } from '../pattern.ts';
import { TextFiles } from '../text-files.ts';
import { Variables } from '../variables.ts';
import type { StageFiles } from './copies.ts';

/** What a build stage leaves to those that are built on it. */
type Stage = StageFiles & {
  readonly variables: ReturnType<Variables['exported']>;
  readonly environment: ReadonlySet<string>;
  readonly cwd: Machine['cwd'];
};

/** The build stages of one program, by name and by index. */
export class Stages {
  private readonly left = new Map<string, Stage>();
  private current: { readonly name: string | null; readonly index: number } | null = null;
  private readonly machine: Machine;
  /** What ENV set in the present stage and those that it stands on. */
  environment = new Set<string>();

  constructor(machine: Machine) {
    this.machine = machine;
  }

  /** Starts a stage on what its base left; true where the base is an image of its own rather than another stage. */
  enter(name: string | null, base: Value, at: Span): boolean {
    const { machine } = this;
    const [only] = base;
    const baseName = base.length === 1 && only !== undefined ? this.nameOf(only.pieces) : undefined;
    const parent = this.get(baseName);
    this.current = { name: name?.toLowerCase() ?? null, index: (this.current?.index ?? -1) + 1 };
    machine.variables = new Variables();
    for (const [variable, stored] of parent?.variables ?? []) machine.variables.set(variable, stored);
    this.environment = new Set(parent?.environment);
    machine.files = new TextFiles(parent?.files);
    machine.cwd = parent?.cwd ?? [{ guard: ALWAYS, path: toPath([impliedText('/', at)]) }];
    machine.emit({
      kind: 'stage',
      id: machine.next(),
      name: nameOf(this.current),
      base: parent === undefined ? null : (baseName ?? null),
    });
    return parent === undefined && baseName !== 'scratch';
  }

  /** Keeps the present state of the stage for those that copy from it or build on it. */
  leave(): void {
    if (this.current === null) return;
    const { machine, current } = this;
    const stage: Stage = {
      variables: machine.variables.exported(),
      environment: this.environment,
      files: machine.files,
      cwd: machine.cwd,
      name: nameOf(current),
    };
    this.left.set(String(current.index), stage);
    if (current.name !== null) this.left.set(current.name, stage);
  }

  get(name: string | undefined): Stage | undefined {
    return name === undefined ? undefined : this.left.get(name);
  }

  /** `COPY --from=base-$TARGETOS`, where a stage of that form stands in the file. */
  isMeant({ pieces }: Word): boolean {
    const text = flatten(pieces);
    if (!text.startsWith('--from=') || knownText(pieces) !== undefined) return false;
    return this.get(this.nameOf(slicePieces(pieces, '--from='.length, text.length))) !== undefined;
  }

  /** The stage (or image) that a FROM or `--from` names; a name with unknown parts is the first stage that it can be. */
  nameOf(pieces: Pieces): string | undefined {
    const known = knownText(pieces);
    if (known !== undefined) return known.toLowerCase();
    if (!pieces.some((piece) => piece.kind === 'text')) return undefined;
    const pattern = compilePattern(flatten(pieces).toLowerCase().replaceAll(HOLE, '*'));
    if (pattern === undefined) return undefined;
    return [...this.left.keys()].find((name) => !/^\d+$/.test(name) && isMatch(pattern, name));
  }
}

function nameOf({ name, index }: { readonly name: string | null; readonly index: number }): string {
  return name ?? String(index);
}
