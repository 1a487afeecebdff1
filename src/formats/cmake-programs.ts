import type { Step, Template } from '../model/program.ts';
import type { CMakeArgument } from '../syntax/cmake.ts';
import { argumentTemplate } from '../syntax/cmake-template.ts';
import type { CMakeCall } from './cmake-reading.ts';

/** `COMMAND`, `DOWNLOAD_COMMAND`, ...: the words behind it are a program with its arguments. */
const COMMAND = /^(?:[A-Z]+_)*COMMAND$/;
/** Keywords that end the words of a program: those of execute_process, add_custom_command and ExternalProject_Add. */
const KEYWORD =
  /^(?:WORKING_DIRECTORY|TIMEOUT|(?:RESULTS?|OUTPUT|ERROR)_(?:VARIABLE|FILE|QUIET|STRIP_TRAILING_WHITESPACE)|INPUT_FILE|COMMAND_\w+|ENCODING|ECHO_\w+|OUTPUT|DEPENDS|COMMENT|VERBATIM|BYPRODUCTS|MAIN_DEPENDENCY|IMPLICIT_DEPENDS|DEPFILE|JOB_POOL|USES_TERMINAL(?:_\w+)?|APPEND|TARGET|PRE_BUILD|PRE_LINK|POST_BUILD|SOURCES|ALL|ALWAYS|[A-Z]+_(?:DIR|COMMAND|REPOSITORY|TAG|ARGS|BYPRODUCTS|IN_SOURCE|DISCONNECTED|HASH)|PREFIX|URL|LOG_\w+|STEP_TARGETS|EXCLUDE_FROM_ALL)$/;
/** What parts commands in a custom command, which a shell runs. */
const BETWEEN = new Set(['&&', '||', ';']);

/** The programs that a call runs, each with a folder of its own, and the variables that their output goes to. */
export function programSteps(call: CMakeCall): readonly Step[] {
  const programs = programsOf(call);
  if (programs.length === 0) return [];
  const folder = call.find('WORKING_DIRECTORY');
  const { at } = call;
  const moves: readonly Step[] = folder < 0 ? [] : [{ kind: 'folder', path: call.template(folder + 1), at }];
  const runs = programs.map((words): Step => {
    const [name, target] = words;
    const templates = words.map((word): Template => argumentTemplate(call.source, word));
    if (name !== undefined && target !== undefined && call.textOf(name) === 'cd')
      return { kind: 'folder', path: argumentTemplate(call.source, target), at };
    return { kind: 'exec', words: templates, at };
  });
  const outputs = ['OUTPUT_VARIABLE', 'RESULT_VARIABLE', 'ERROR_VARIABLE'].flatMap((keyword): readonly Step[] => {
    const index = call.find(keyword);
    return index < 0 ? [] : [call.assign(index + 1, call.unknown('output'))];
  });
  return [{ kind: 'scope', files: 'shared', steps: [...moves, ...runs], at }, ...outputs];
}

function programsOf(call: CMakeCall): readonly (readonly CMakeArgument[])[] {
  const programs: CMakeArgument[][] = [];
  let current: CMakeArgument[] | undefined;
  for (const word of call.arguments) {
    const text = word.kind === 'unquoted' ? call.textOf(word) : '';
    if (COMMAND.test(text)) {
      current = [];
      programs.push(current);
    } else if (KEYWORD.test(text)) {
      current = undefined;
    } else if (BETWEEN.has(text) && current !== undefined) {
      current = [];
      programs.push(current);
    } else {
      current?.push(word);
    }
  }
  return programs.filter((words) => words.length > 0 && words[0]?.from !== words[0]?.to);
}
