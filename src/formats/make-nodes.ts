import type { HostCondition, Step, SyntaxProblem } from '../model/program.ts';
import type { Span } from '../model/span.ts';
import { flatten, joinPieces, type Pieces, slicePieces } from '../model/value.ts';
import { makeCondition } from '../syntax/make-condition.ts';
import { linePieces, type MakeLine, readMakeLines, recipePieces, spanOfLine } from '../syntax/make-lines.ts';
import { type MakeStatement, readMakeStatement } from '../syntax/make-statement.ts';
import { assignmentSteps, includeSteps, ruleStep } from './make-assignments.ts';

/** A line of a recipe, without its prefixes. */
export type MakeRecipe = { readonly pieces: Pieces; readonly isIgnored: boolean };

/** A makefile as what it sets (`steps`), its rules, and the arms around both. */
export type MakeNode =
  | { readonly kind: 'steps'; readonly steps: readonly Step[] }
  | {
      readonly kind: 'rule';
      readonly targets: Pieces;
      readonly prerequisites: Pieces;
      readonly recipes: MakeRecipe[];
      /** Its recipe is a part of the recipe before it. */
      readonly goesOn: boolean;
      readonly at: Span;
    }
  | { readonly kind: 'choice'; readonly arms: MakeArm[]; readonly start: number };

export type MakeArm = { readonly when: HostCondition | null; readonly nodes: MakeNode[] };

export type MakeFile = {
  readonly nodes: readonly MakeNode[];
  readonly isOneShell: boolean;
  /** Targets whose recipes may fail (`.IGNORE: a b`); null for all of them. */
  readonly ignored: ReadonlySet<string> | null;
  /** Text of `.SHELLFLAGS` and `SHELL`. */
  readonly shell: string;
  readonly problems: readonly SyntaxProblem[];
};

/** `-i` among the flags of make, or of those that it is one with: `-ki`, `ki`; behind `-I` and its kin stands no flag. */
const IGNORES_ERRORS = /(?:^|\s)(?:--ig[a-z-]*|-[bBdehkLmnpqrRsStvwj\d]*i)|^\s*[bBdehkLmnpqrRsStvw]*i[A-Za-z]*(?:\s|$)/;

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
  private readonly problems: SyntaxProblem[] = [];
  private rule: Extract<MakeNode, { kind: 'rule' }> | null = null;
  private shell = '';
  private isOneShell = false;
  private ignored: Set<string> | null = new Set();
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
    const { root: nodes, isOneShell, ignored, shell, problems } = this;
    return { nodes, isOneShell, ignored, shell, problems };
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
        this.add({ kind: 'steps', steps: assignmentSteps(statement, at) });
        break;
      case 'define': {
        const value = this.readDefine();
        this.add({ kind: 'steps', steps: assignmentSteps({ ...statement, value }, at) });
        break;
      }
      case 'export': {
        const names = wordsOf(flatten(statement.names));
        this.add({ kind: 'steps', steps: [{ kind: 'export', names: names.length === 0 ? null : names, at }] });
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

  private readRule(statement: Extract<MakeStatement, { kind: 'rule' }>, line: MakeLine): void {
    const { targets, prerequisites, local, recipe } = statement;
    const at = spanOfLine(this.file, line);
    if (local !== null) {
      const settings = assignmentSteps(local, at);
      const step: Step = { ...ruleStep({ targets, prerequisites, at }), settings };
      this.add({ kind: 'steps', steps: [local.isPrivate ? { ...step, isPrivate: true } : step] });
      return;
    }
    const name = flatten(targets);
    if (name === '.ONESHELL') this.isOneShell = true;
    if (name === '.IGNORE') this.noteIgnored(wordsOf(flatten(prerequisites)));
    if (name === '.EXPORT_ALL_VARIABLES') this.add({ kind: 'steps', steps: [{ kind: 'export', names: null, at }] });
    this.rule = { kind: 'rule', targets, prerequisites, recipes: [], goesOn: false, at };
    this.add(this.rule);
    if (recipe !== null) this.addRecipe(recipe);
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
    this.rule = { ...rule, recipes: [], goesOn: true };
    this.add(this.rule);
  }

  /** The lines up to `endef`, as a recipe has them: without the prefixes of its lines and the end of the last, so an empty line behind them counts. */
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
    return slicePieces(pieces, 0, flatten(pieces).replace(/\r?\n$/, '').length);
  }

  private noteIgnored(names: readonly string[]): void {
    if (names.length === 0) this.ignored = null;
    for (const name of names) this.ignored?.add(name);
  }

  private noteShell({ name, value }: Extract<MakeStatement, { kind: 'assign' }>): void {
    const text = flatten(name);
    if (text === 'SHELL') this.shell = `${flatten(value)} ${this.shell}`;
    if (text === 'MAKEFLAGS' && IGNORES_ERRORS.test(flatten(value))) this.ignored = null;
    if (text === '.SHELLFLAGS') this.shell = `${this.shell} ${flatten(value)}`;
  }
}

function wordsOf(text: string): readonly string[] {
  return text.split(/\s+/).filter((word) => word !== '');
}
