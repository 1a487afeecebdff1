import type { Program, Step, SyntaxProblem } from '../model/program.ts';
import { startOfFile } from '../model/span.ts';
import { impliedTemplate } from '../model/template.ts';
import { type CMakeArgument, readCMake } from '../syntax/cmake.ts';
import { readCondition } from '../syntax/cmake-condition.ts';
import type { CMakeText } from '../syntax/cmake-template.ts';
import { commandSteps, listFolder, matchSteps, rootedFolder } from './cmake-commands.ts';
import { CMakeCall } from './cmake-reading.ts';
import type { Format } from './format.ts';

/** CMake lists and modules. https://cmake.org/cmake/help/latest/manual/cmake-language.7.html */
export const cmake: Format = {
  id: 'cmake',
  title: 'CMakeLists.txt, *.cmake',
  reads: 'FetchContent, ExternalProject, CPM, `file(DOWNLOAD)`, programs that are run, functions that wrap them',
  writes: 'commits as `GIT_TAG`, `URL_HASH`, `EXPECTED_HASH`',
  matches,
  parse,
};

const NAME = /(?:^|\/)CMakeLists\.txt(?:\.in)?$|\.cmake(?:\.in)?$/i;

function matches(path: string): boolean {
  return NAME.test(path);
}

function parse(path: string, text: string): Program {
  const source: CMakeText = { file: path, text, isConfigured: /\.in(?:\.cmake)?$/.test(path) };
  const { commands, problems } = readCMake(path, text);
  const blocks = new Blocks(
    commands.map((command) => new CMakeCall(source, command)),
    [...problems],
  );
  const steps = [...folderSteps(path, blocks.calls), ...blocks.read(NO_END, 0)];
  return { file: path, format: cmake.id, steps, problems: blocks.problems };
}

/** Where the file lies. Which folder the build starts in is not known: that of a project, else the root of the tree. */
function folderSteps(path: string, calls: readonly CMakeCall[]): readonly Step[] {
  const at = startOfFile(path);
  const own = rootedFolder(path);
  const isList = /CMakeLists\.txt$/i.test(path);
  const top = isList && calls.some(({ name }) => name === 'project') ? own : '';
  const set = (name: string, folder: string, mode: 'keep' | undefined): Step => {
    const value = impliedTemplate(folder, at);
    const step = { kind: 'assign', scope: 'variable', name, value, at } as const;
    return mode === undefined ? step : { ...step, mode };
  };
  return [
    listFolder(at),
    set('CMAKE_CURRENT_SOURCE_DIR', own, isList ? undefined : 'keep'),
    set('CMAKE_SOURCE_DIR', top, 'keep'),
    set('PROJECT_SOURCE_DIR', top, 'keep'),
  ];
}

const NO_END: ReadonlySet<string> = new Set();
const IF_ENDS: ReadonlySet<string> = new Set(['elseif', 'else', 'endif']);
/** Blocks inside of blocks. */
const DEEPEST = 100;

/** Commands as nested blocks. */
class Blocks {
  readonly calls: readonly CMakeCall[];
  readonly problems: SyntaxProblem[];
  private index = 0;
  private functions = 0;

  constructor(calls: readonly CMakeCall[], problems: SyntaxProblem[]) {
    this.calls = calls;
    this.problems = problems;
  }

  /** Steps up to a command of `ends`, which is left where it stands. */
  read(ends: ReadonlySet<string>, depth: number): readonly Step[] {
    const steps: Step[] = [];
    for (;;) {
      const call = this.calls[this.index];
      if (call === undefined || ends.has(call.name)) return steps;
      this.index++;
      if (depth > DEEPEST) {
        if (depth === DEEPEST + 1 && steps.length === 0)
          this.problems.push({ at: call.at, message: `blocks are nested more than ${DEEPEST} deep` });
        continue;
      }
      steps.push(...this.readCall(call, depth));
    }
  }

  private readCall(call: CMakeCall, depth: number): readonly Step[] {
    switch (call.name) {
      case 'if':
        return [this.readIf(call, depth)];
      case 'foreach':
        return [this.readForeach(call, depth)];
      case 'while': {
        const steps = this.block('endwhile', depth);
        return [{ kind: 'choice', arms: [{ when: { kind: 'unknown', text: 'while' }, steps }], at: call.at }];
      }
      case 'function':
      case 'macro':
        return [this.readFunction(call, depth)];
      case 'cmake_language':
        return this.readLanguage(call, depth);
      default:
        return commandSteps(call);
    }
  }

  private readIf(first: CMakeCall, depth: number): Step {
    const found: { readonly call: CMakeCall; readonly steps: readonly Step[] }[] = [];
    let call: CMakeCall | undefined = first;
    const start = this.index;
    while (call !== undefined && call.name !== 'endif') {
      const steps = this.read(IF_ENDS, depth + 1);
      found.push({ call, steps });
      call = this.calls[this.index];
      this.index++;
    }
    const taken = takenVariables(this.calls.slice(start, this.index));
    return { kind: 'choice', arms: found.map((arm) => this.toArm(arm.call, arm.steps, taken)), at: first.at };
  }

  /** What an arm sets because it has no value yet can be set from outside. */
  private toArm(call: CMakeCall, steps: readonly Step[], taken: ReadonlySet<string>) {
    if (call.name === 'else') return { when: null, steps };
    const asked = new Set(call.arguments.map((argument) => call.textOf(argument)));
    const assigned = new Set(
      steps.flatMap((step) => (step.kind === 'assign' && asked.has(step.name) ? [step.name] : [])),
    );
    const view = { isInFunction: this.functions > 0, assigned, taken };
    const when = readCondition(call.source, call.arguments, view);
    const groups =
      when.kind === 'matches' && !when.negated ? matchSteps(call, when.pattern, when.text, call.text(2)) : [];
    const own = steps.map((step) =>
      step.kind === 'assign' && assigned.has(step.name) ? { ...step, overridable: true as const } : step,
    );
    return { when, steps: [...groups, ...own] };
  }

  /** `cmake_language(CALL name words...)`, `(DEFER ... CALL name words...)`, `(EVAL CODE text...)`. */
  private readLanguage(call: CMakeCall, depth: number): readonly Step[] {
    if (call.text(0) === 'EVAL') return call.arguments.slice(2).flatMap((code) => this.readCode(call, code, depth));
    const index = call.find('CALL') + 1;
    const inner = index > 0 ? call.inner(index) : undefined;
    if (inner === undefined) return [];
    return /[$@]/.test(inner.text) ? [inner.call.fact(call.words(index, index + 1))] : this.readCall(inner.call, depth);
  }

  /** Code in a text, where it stands as it is run. */
  private readCode(call: CMakeCall, code: CMakeArgument, depth: number): readonly Step[] {
    const { source } = call;
    const text = call.textOf(code);
    if (depth > DEEPEST || (code.kind !== 'bracket' && text.includes('\\'))) {
      const message = 'code that is put together and then run by cmake_language(EVAL) is not read';
      this.problems.push({ at: call.spanOf(code), message, kind: 'unreadable' });
      return [];
    }
    const { commands, problems } = readCMake(source.file, source.text.slice(0, code.to), code.from);
    const blocks = new Blocks(
      commands.map((command) => new CMakeCall(source, command)),
      this.problems,
    );
    this.problems.push(...problems);
    return blocks.read(NO_END, depth + 1);
  }

  private readForeach(call: CMakeCall, depth: number): Step {
    const name = call.text(0);
    const steps = this.block('endforeach', depth);
    const lists = call.find('LISTS');
    const items = call.find('ITEMS');
    const isNamed = call.text(1) === 'IN';
    const named = lists < 0 ? [] : call.listVariables(lists + 1, items < 0 ? call.arguments.length : items);
    const written = isNamed ? (items < 0 ? [] : call.words(items + 1)) : call.words(1);
    return { kind: 'each', name, items: [...named, ...written], steps, at: call.at };
  }

  private readFunction(call: CMakeCall, depth: number): Step {
    this.functions++;
    const steps = this.block(`end${call.name}`, depth);
    this.functions--;
    const parameters = call.arguments.slice(1).map((argument) => call.textOf(argument));
    return { kind: 'define', name: call.text(0), parameters, steps, isMacro: call.name === 'macro', at: call.at };
  }

  private block(end: string, depth: number): readonly Step[] {
    const steps = this.read(new Set([end]), depth + 1);
    this.index++;
    return steps;
  }
}

/** Names of variables of the environment whose values are set as others'. */
function takenVariables(calls: readonly CMakeCall[]): ReadonlySet<string> {
  const texts = calls.flatMap((call) =>
    call.name === 'set' ? call.arguments.slice(1).map((argument) => call.textOf(argument)) : [],
  );
  return new Set(texts.flatMap((text) => [...text.matchAll(ENVIRONMENT)].map(([, name = '']) => name)));
}

const ENVIRONMENT = /\$ENV\{(\w+)\}/g;
