import type { FactWord, Step, Template } from '../model/program.ts';
import type { Span } from '../model/span.ts';
import { joinTemplates, literalTemplate, partsTemplate } from '../model/template.ts';
import { impliedText, writtenText } from '../model/value.ts';
import type { CMakeArgument, CMakeCommand } from '../syntax/cmake.ts';
import { argumentTemplate, type CMakeText, cmakeVariable } from '../syntax/cmake-template.ts';

/** A command of a CMake file with ways to look at its arguments. */
export class CMakeCall {
  readonly source: CMakeText;
  readonly at: Span;
  readonly word: Span;
  /** Lower case: names of commands are read in any case. */
  readonly name: string;
  readonly arguments: readonly CMakeArgument[];

  constructor(source: CMakeText, { name, start, nameEnd, end, arguments: found }: CMakeCommand) {
    const { file } = source;
    this.source = source;
    this.at = { file, start, end };
    this.word = { file, start, end: nameEnd };
    this.name = name.toLowerCase();
    this.arguments = found;
  }

  /** The argument's own characters, without quotes; empty where there is none. */
  text(index: number): string {
    const argument = this.arguments[index];
    return argument === undefined ? '' : this.textOf(argument);
  }

  textOf({ from, to }: CMakeArgument): string {
    return this.source.text.slice(from, to);
  }

  /** Where a keyword stands among the arguments; -1 where it does not. */
  find(keyword: string): number {
    return this.arguments.findIndex((argument) => argument.kind === 'unquoted' && this.textOf(argument) === keyword);
  }

  template(index: number): Template {
    const argument = this.arguments[index];
    return argument === undefined ? literalTemplate([]) : argumentTemplate(this.source, argument);
  }

  /** Arguments as words; what stands without quotes is a list. */
  words(from: number, to = this.arguments.length): readonly FactWord[] {
    return this.arguments.slice(from, to).map((argument): FactWord => {
      const word = { template: argumentTemplate(this.source, argument), at: this.spanOf(argument) };
      return argument.kind === 'unquoted' ? { ...word, isList: true } : word;
    });
  }

  /** Arguments that name variables, as the lists that these hold. */
  listVariables(from: number, to: number): readonly FactWord[] {
    return this.arguments.slice(from, to).map((argument): FactWord => {
      const at = this.spanOf(argument);
      return { template: partsTemplate([cmakeVariable(this.textOf(argument), at)]), at, isList: true };
    });
  }

  spanOf({ start, end }: CMakeArgument): Span {
    return { file: this.source.file, start, end };
  }

  /** Arguments as one value: a list, or glued together. */
  joined(from: number, to: number, between: ';' | ''): Template {
    const templates = this.arguments.slice(from, to).map((argument) => argumentTemplate(this.source, argument));
    return joinTemplates(templates, between === '' ? [] : [impliedText(between, this.at)]);
  }

  /** The whole call as a fact; `name` where the call's name is put together. */
  fact(name: readonly FactWord[] = [this.nameWord()]): Step {
    const { word, at } = this;
    return { kind: 'fact', form: 'call', words: [...name, ...this.words(0)], word, at };
  }

  /** The call that the arguments from `index` on are; undefined where none stands there. */
  inner(index: number): { readonly call: CMakeCall; readonly text: string } | undefined {
    const name = this.arguments[index];
    if (name === undefined) return undefined;
    const { start, end: nameEnd } = name;
    const text = this.textOf(name);
    const rest = this.arguments.slice(index + 1);
    return {
      text,
      call: new CMakeCall(this.source, { name: text, start, nameEnd, end: this.at.end, arguments: rest }),
    };
  }

  private nameWord(): FactWord {
    const { source, word } = this;
    return { template: literalTemplate([writtenText(source.file, source.text, word.start, word.end)]), at: word };
  }

  /** Sets the variable that an argument names. */
  assign(index: number, value: Template | null, more: Partial<Extract<Step, { kind: 'assign' }>> = {}): Step {
    const name = this.text(index);
    const computed = /[$@\\]/.test(name) ? { computedName: this.template(index) } : {};
    return { kind: 'assign', scope: 'variable', name, value, at: this.at, ...computed, ...more };
  }

  /** A value that is not computed. */
  unknown(why: 'output' | 'operation'): Template {
    const { at } = this;
    const name = this.source.text.slice(at.start, at.end).replace(/\s+/g, ' ').slice(0, 60);
    return partsTemplate([{ kind: 'hole', id: `cmake:${at.file}:${at.start}`, name, why, at }]);
  }
}
