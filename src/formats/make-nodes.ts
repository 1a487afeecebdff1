import type { HostCondition, Step, SyntaxProblem } from '../model/program.ts';
import { flatten, joinPieces, type Pieces, slicePieces } from '../model/value.ts';
import { makeCondition } from '../syntax/make-condition.ts';
import { linePieces, type MakeLine, readMakeLines, recipePieces, spanOfLine } from '../syntax/make-lines.ts';
import { type MakeStatement, readMakeStatement } from '../syntax/make-statement.ts';
import { assignmentSteps, includeSteps } from './make-assignments.ts';

/** A line of a recipe, without its prefixes. */
export type MakeRecipe = { readonly pieces: Pieces; readonly isIgnored: boolean };

/** A makefile as what it sets (`steps`), its rules, and the arms around both. */
export type MakeNode =
  | { readonly kind: 'steps'; readonly steps: readonly Step[] }
  | { readonly kind: 'rule'; readonly targets: Pieces; readonly recipes: MakeRecipe[]; readonly start: number }
  | { readonly kind: 'choice'; readonly arms: MakeArm[]; readonly start: number };

export type MakeArm = { readonly when: HostCondition | null; readonly nodes: MakeNode[] };

export type MakeFile = {
  readonly nodes: readonly MakeNode[];
  /** Assignments for one target, by how it is written. */
  readonly locals: ReadonlyMap<string, readonly Step[]>;
  readonly isOneShell: boolean;
  /** Targets whose recipes may fail (`.IGNORE: a b`); null for all of them. */
  readonly ignored: ReadonlySet<string> | null;
  /** Text of `.SHELLFLAGS` and `SHELL`. */
  readonly shell: string;
  /** Names that every shell sees. */
  readonly exported: readonly string[];
  readonly problems: readonly SyntaxProblem[];
};

/** Conditionals inside of conditionals. */
const DEEPEST = 100;

/** Reads a makefile; what is none of its syntax (a line that only make's own functions explain) is passed over. */
export function readMakeFile(file: string, text: string): MakeFile {
  const reader = new Reader(file, text);
  reader.read();
  return reader.result();
}

class Reader {
  private readonly file: string;
  private readonly text: string;
  private readonly lines: readonly MakeLine[];
  private readonly root: MakeNode[] = [];
  private readonly open: Extract<MakeNode, { kind: 'choice' }>[] = [];
  private readonly locals = new Map<string, Step[]>();
  private readonly exported = new Set<string>();
  private readonly names = new Set<string>();
  private readonly problems: SyntaxProblem[] = [];
  private rule: Extract<MakeNode, { kind: 'rule' }> | null = null;
  private shell = '';
  private isOneShell = false;
  private ignored: Set<string> | null = new Set();
  private exportsAll = false;
  private index = 0;

  constructor(file: string, text: string) {
    this.file = file;
    this.text = text;
    this.lines = readMakeLines(text);
  }

  read(): void {
    for (; this.index < this.lines.length; this.index++) {
      const line = this.lines[this.index];
      if (line === undefined) return;
      if (line.isTab && this.rule !== null) this.addRecipe(recipePieces(this.file, this.text, line));
      else this.readLine(line);
    }
    for (const { start } of this.open) {
      const at = { file: this.file, start, end: start };
      this.problems.push({ at, message: 'the endif of this condition is missing' });
    }
  }

  result(): MakeFile {
    const { root: nodes, locals, isOneShell, ignored, shell, problems } = this;
    const exported = [...(this.exportsAll ? this.names : this.exported)];
    return { nodes, locals, isOneShell, ignored, shell, exported, problems };
  }

  private readLine(line: MakeLine): void {
    const pieces = linePieces(this.file, this.text, line);
    const statement = readMakeStatement(pieces);
    const at = spanOfLine(this.file, line);
    switch (statement.kind) {
      case 'nothing':
        return;
      case 'assign':
        this.noteShell(statement);
        this.noteName(statement);
        this.add({ kind: 'steps', steps: assignmentSteps(statement, at) });
        break;
      case 'define': {
        const value = this.readDefine();
        this.noteName(statement);
        this.add({ kind: 'steps', steps: assignmentSteps({ ...statement, value }, at) });
        break;
      }
      case 'export': {
        const names = wordsOf(flatten(statement.names));
        if (names.length === 0) this.exportsAll = true;
        for (const name of names) this.exported.add(name);
        break;
      }
      case 'undefine': {
        const { name } = statement;
        this.add({ kind: 'steps', steps: [{ kind: 'assign', scope: 'variable', name, value: null, at }] });
        break;
      }
      case 'include':
        this.add({ kind: 'steps', steps: includeSteps(statement.paths, at) });
        break;
      case 'rule':
        this.readRule(statement, line);
        return;
      default:
        this.readConditional(statement, line);
        return;
    }
    this.rule = null;
  }

  private readRule(statement: Extract<MakeStatement, { kind: 'rule' }>, { start, end }: MakeLine): void {
    const targets = flatten(statement.targets);
    if (statement.local !== null) {
      const known = this.locals.get(targets) ?? [];
      this.locals.set(targets, [...known, ...assignmentSteps(statement.local, { file: this.file, start, end })]);
      return;
    }
    if (targets === '.ONESHELL') this.isOneShell = true;
    if (targets === '.IGNORE') this.noteIgnored(wordsOf(statement.prerequisites));
    if (targets === '.EXPORT_ALL_VARIABLES') this.exportsAll = true;
    this.rule = { kind: 'rule', targets: statement.targets, recipes: [], start };
    this.add(this.rule);
    if (statement.recipe !== null) this.addRecipe(statement.recipe);
  }

  private readConditional(statement: Extract<MakeStatement, { kind: 'if' | 'else' | 'endif' }>, line: MakeLine): void {
    const { start } = line;
    if (statement.kind === 'endif') {
      if (this.open.pop() === undefined)
        this.problems.push({ at: spanOfLine(this.file, line), message: 'endif without a condition' });
      return;
    }
    const when = statement.kind === 'if' ? makeCondition(statement.test, statement.operands) : null;
    const inner = this.open.at(-1);
    if (statement.kind !== 'if' || statement.isElse) {
      inner?.arms.push({ when, nodes: [] });
      return;
    }
    if (this.open.length >= DEEPEST) {
      this.problems.push({
        at: spanOfLine(this.file, line),
        message: `conditions are nested more than ${DEEPEST} deep`,
      });
      this.index = this.lines.length;
      return;
    }
    const choice: Extract<MakeNode, { kind: 'choice' }> = { kind: 'choice', arms: [{ when, nodes: [] }], start };
    this.add(choice);
    this.open.push(choice);
    // A recipe goes on inside of the arms.
    if (this.rule !== null) this.continueRule();
  }

  private add(node: MakeNode): void {
    const nodes = this.open.at(-1)?.arms.at(-1)?.nodes ?? this.root;
    nodes.push(node);
  }

  private addRecipe(pieces: Pieces): void {
    const { rule } = this;
    if (rule === null) return;
    const nodes = this.open.at(-1)?.arms.at(-1)?.nodes ?? this.root;
    if (nodes.at(-1) !== rule) this.continueRule();
    const text = flatten(pieces);
    const prefix = /^[ \t]*(?:[@+-][ \t]*)*/.exec(text)?.[0] ?? '';
    const command = slicePieces(pieces, prefix.length, text.length);
    if (command.length > 0) this.rule?.recipes.push({ pieces: command, isIgnored: prefix.includes('-') });
  }

  /** The same rule at another place: in an arm, or behind it. */
  private continueRule(): void {
    const { rule } = this;
    if (rule === null) return;
    this.rule = { ...rule, recipes: [] };
    this.add(this.rule);
  }

  /** The lines up to `endef`, as a recipe has them: without the prefixes of its lines. */
  private readDefine(): Pieces {
    const parts: Pieces[] = [];
    let depth = 0;
    for (this.index++; this.index < this.lines.length; this.index++) {
      const line = this.lines[this.index];
      if (line === undefined) break;
      const text = this.text.slice(line.start, line.end);
      if (/^[ \t]*endef\b/.test(text) && depth === 0) break;
      if (/^ *define\b/.test(text)) depth += 1;
      if (/^ *endef\b/.test(text)) depth -= 1;
      const prefix = /^[ \t]*(?:[@+-][ \t]*)*/.exec(text)?.[0] ?? '';
      const end = Math.min(line.end + (this.text[line.end] === '\r' ? 2 : 1), this.text.length);
      parts.push(recipePieces(this.file, this.text, { start: line.start + prefix.length, end, isTab: false }));
    }
    const pieces = joinPieces(...parts);
    return slicePieces(pieces, 0, flatten(pieces).trimEnd().length);
  }

  private noteIgnored(names: readonly string[]): void {
    if (names.length === 0) this.ignored = null;
    for (const name of names) this.ignored?.add(name);
  }

  private noteShell({ name, value }: Extract<MakeStatement, { kind: 'assign' }>): void {
    const text = flatten(name);
    if (text === 'SHELL') this.shell = `${flatten(value)} ${this.shell}`;
    if (text === '.SHELLFLAGS') this.shell = `${this.shell} ${flatten(value)}`;
  }

  private noteName({ name, isExported }: { readonly name: Pieces; readonly isExported: boolean }): void {
    const text = flatten(name);
    if (text.includes('$')) return;
    this.names.add(text);
    if (isExported) this.exported.add(text);
  }
}

function wordsOf(text: string): readonly string[] {
  return text.split(/\s+/).filter((word) => word !== '');
}
