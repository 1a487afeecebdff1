/**
 * The small regular expressions of CMake: `^ $ . [] [^] * + ? | ()` and a backslash before a sign that stands for itself. All ways to match are
 * followed at once, the first in order wins, so the time is text times pattern whatever the pattern says.
 * https://cmake.org/cmake/help/latest/command/string.html#regex-specification
 */
export type Regex = { readonly code: readonly Instruction[]; readonly groups: number };

/** Where the whole (0) and each group of brackets matched, half-open; undefined for a group that took no part. */
export type RegexMatch = readonly (readonly [number, number] | undefined)[];

type Instruction =
  | { readonly kind: 'one'; readonly test: (character: string) => boolean }
  | { readonly kind: 'split'; first: number; second: number }
  | { readonly kind: 'jump'; to: number }
  | { readonly kind: 'save'; readonly slot: number }
  | { readonly kind: 'start' | 'end' | 'match' };

/** Groups inside of groups. */
const DEEPEST = 50;
/** Instructions of one pattern. */
const LONGEST = 2000;
/** Steps of one search. */
const MOST_STEPS = 2_000_000;

/** Undefined for what is no such expression. */
export function compileRegex(pattern: string): Regex | undefined {
  const compiler = new Compiler(pattern);
  return compiler.compile();
}

/** The first match from `from` on; null where there is none, undefined where it takes too long to tell. */
export function searchRegex({ code, groups }: Regex, text: string, from: number): RegexMatch | null | undefined {
  let threads: Thread[] = [];
  let found: Slots | null = null;
  let steps = 0;
  for (let at = from; ; at++) {
    const next: Thread[] = [];
    const seen = new Set<number>();
    if (found === null) threads.push({ pc: 0, slots: [] });
    for (const thread of threads) {
      const open: Thread[] = [thread];
      for (let one = open.pop(); one !== undefined; one = open.pop()) {
        steps += 1;
        const instruction = seen.has(one.pc) ? undefined : code[one.pc];
        seen.add(one.pc);
        if (instruction === undefined) continue;
        const { pc, slots } = one;
        if (instruction.kind === 'one') {
          if (at < text.length && instruction.test(text.charAt(at))) next.push({ pc: pc + 1, slots });
        } else if (instruction.kind === 'split') {
          open.push({ pc: instruction.second, slots }, { pc: instruction.first, slots });
        } else if (instruction.kind === 'jump') {
          open.push({ pc: instruction.to, slots });
        } else if (instruction.kind === 'save') {
          const saved = [...slots];
          saved[instruction.slot] = at;
          open.push({ pc: pc + 1, slots: saved });
        } else if (instruction.kind === 'match') {
          found = slots;
          break;
        } else if (instruction.kind === 'start' ? at === 0 : at === text.length) {
          open.push({ pc: pc + 1, slots });
        }
      }
      // What stands behind the thread that matched is less wanted.
      if (seen.has(code.length - 1)) break;
    }
    if (steps > MOST_STEPS) return undefined;
    threads = next;
    if (at >= text.length || (threads.length === 0 && found !== null)) break;
  }
  if (found === null) return null;
  const slots: Slots = found;
  return Array.from({ length: groups + 1 }, (_, group) => {
    const [start, end] = [slots[group * 2], slots[group * 2 + 1]];
    return start === undefined || end === undefined ? undefined : [start, end];
  });
}

type Slots = readonly (number | undefined)[];
type Thread = { readonly pc: number; readonly slots: Slots };

class Compiler {
  private readonly pattern: string;
  private code: Instruction[] = [];
  private index = 0;
  private groups = 0;

  constructor(pattern: string) {
    this.pattern = pattern;
  }

  compile(): Regex | undefined {
    this.code.push({ kind: 'save', slot: 0 });
    if (!this.alternatives(0) || this.index < this.pattern.length || this.code.length > LONGEST) return undefined;
    this.code.push({ kind: 'save', slot: 1 }, { kind: 'match' });
    return { code: this.code, groups: this.groups };
  }

  private alternatives(depth: number): boolean {
    if (depth > DEEPEST) return false;
    const ends: Extract<Instruction, { kind: 'jump' }>[] = [];
    for (;;) {
      const start = this.code.length;
      if (!this.sequence(depth)) return false;
      if (this.pattern[this.index] !== '|') break;
      this.index += 1;
      const end: Extract<Instruction, { kind: 'jump' }> = { kind: 'jump', to: 0 };
      ends.push(end);
      this.insert(start, { kind: 'split', first: start + 1, second: this.code.length + 2 });
      this.code.push(end);
    }
    for (const end of ends) end.to = this.code.length;
    return true;
  }

  private sequence(depth: number): boolean {
    for (let next = this.pattern[this.index]; next !== undefined; next = this.pattern[this.index]) {
      if (next === '|' || next === ')') return true;
      const start = this.code.length;
      if (this.code.length > LONGEST || !this.atom(depth)) return false;
      const repeat = this.pattern[this.index];
      if (repeat !== '*' && repeat !== '+' && repeat !== '?') continue;
      this.index += 1;
      if (repeat === '+') {
        this.code.push({ kind: 'split', first: start, second: this.code.length + 1 });
        continue;
      }
      this.insert(start, { kind: 'split', first: start + 1, second: this.code.length + (repeat === '*' ? 2 : 1) });
      if (repeat === '*') this.code.push({ kind: 'jump', to: start });
    }
    return true;
  }

  /** Puts an instruction before those from `start` on, which then lead one further. */
  private insert(start: number, instruction: Instruction): void {
    for (const one of this.code.slice(start)) {
      if (one.kind === 'jump' && one.to >= start) one.to += 1;
      if (one.kind === 'split') {
        if (one.first >= start) one.first += 1;
        if (one.second >= start) one.second += 1;
      }
    }
    this.code.splice(start, 0, instruction);
  }

  private atom(depth: number): boolean {
    const character = this.pattern.charAt(this.index);
    this.index += 1;
    switch (character) {
      case '(': {
        this.groups += 1;
        const group = this.groups;
        this.code.push({ kind: 'save', slot: group * 2 });
        if (!this.alternatives(depth + 1) || this.pattern[this.index] !== ')') return false;
        this.index += 1;
        this.code.push({ kind: 'save', slot: group * 2 + 1 });
        return true;
      }
      case '[':
        return this.bracket();
      case '.':
        this.code.push({ kind: 'one', test: () => true });
        return true;
      case '^':
        this.code.push({ kind: 'start' });
        return true;
      case '$':
        this.code.push({ kind: 'end' });
        return true;
      case '*':
      case '+':
      case '?':
        return false;
      case '\\': {
        const literal = this.pattern[this.index];
        this.index += 1;
        if (literal === undefined) return false;
        this.code.push({ kind: 'one', test: (other) => other === literal });
        return true;
      }
      default:
        this.code.push({ kind: 'one', test: (other) => other === character });
        return true;
    }
  }

  /** `[a-z_]`, `[^]a]`: a bracket that stands first is one of the characters. */
  private bracket(): boolean {
    const isNegated = this.pattern[this.index] === '^';
    if (isNegated) this.index += 1;
    const ranges: (readonly [string, string])[] = [];
    for (let isFirst = true; ; isFirst = false) {
      const low = this.pattern[this.index];
      if (low === undefined) return false;
      this.index += 1;
      if (low === ']' && !isFirst) break;
      const high = this.pattern[this.index + 1];
      const isRange = this.pattern[this.index] === '-' && high !== undefined && high !== ']';
      if (isRange) this.index += 2;
      ranges.push([low, isRange ? high : low]);
    }
    this.code.push({
      kind: 'one',
      test: (character) => ranges.some(([low, high]) => character >= low && character <= high) !== isNegated,
    });
    return true;
  }
}
