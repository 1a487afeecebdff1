import type { Step, Template, TextOperation } from '../model/program.ts';
import type { Span } from '../model/span.ts';
import { impliedTemplate, joinTemplates, literalTemplate, partsTemplate } from '../model/template.ts';
import { folderOf } from '../model/tree-path.ts';
import { impliedText } from '../model/value.ts';
import { cmakeVariable } from '../syntax/cmake-template.ts';
import { projectSteps, sourceSteps } from './cmake-folders.ts';
import { fileOutputSteps, outputSteps, printedSteps } from './cmake-outputs.ts';
import { CACHE_POLICY, policySteps } from './cmake-policies.ts';
import type { CMakeCall } from './cmake-reading.ts';
import { oneOfTemplate } from './one-of.ts';

/** What a command of CMake means to a reader of fetches; a command that is not listed may be a function of the project. */
export function commandSteps(call: CMakeCall): readonly Step[] {
  const known = COMMANDS.get(call.name);
  if (known !== undefined) return known(call);
  const outputs = outputSteps(call);
  if (outputs !== undefined) return outputs;
  return IDLE.has(call.name) ? [] : [call.fact(), ...printedSteps(call)];
}

/** A variable that the user may have set, else everything sees this value. */
const OPTION = { mode: 'keep', overridable: true, outer: 'everywhere' } as const;
const CACHED = { ...OPTION, cache: { policy: CACHE_POLICY } } as const;
const FORCED = { outer: 'everywhere', cache: { policy: CACHE_POLICY } } as const;

type Read = (call: CMakeCall) => readonly Step[];

const COMMANDS: ReadonlyMap<string, Read> = new Map<string, Read>([
  ['set', readSet],
  ['unset', (call) => [call.assign(0, null)]],
  ['option', (call) => [call.assign(0, call.template(2), OPTION)]],
  ['set_property', readProperty],
  ['string', readString],
  ['list', readList],
  ['file', readFile],
  ['get_filename_component', readFileName],
  ['find_program', readProgram],
  ['project', readProject],
  ['include', readInclude],
  ['add_subdirectory', readSubdirectory],
  ['cmake_parse_arguments', readKeywords],
  ['cmake_minimum_required', policySteps],
  ['cmake_policy', policySteps],
  ['fetchcontent_makeavailable', (call) => call.arguments.flatMap((_, index) => sourceSteps(call, index))],
  ['fetchcontent_getproperties', (call) => sourceSteps(call, 0)],
  ['fetchcontent_populate', (call) => [call.fact(), ...sourceSteps(call, 0)]],
  ['externalproject_get_property', projectSteps],
]);

/** Commands of CMake itself that bring nothing in and set nothing that a fetch could hold. */
const IDLE: ReadonlySet<string> = new Set(
  `add_compile_definitions add_compile_options add_definitions add_dependencies add_executable add_library add_link_options add_test
    block break
    configure_file continue create_test_sourcelist define_property else elseif enable_language enable_testing endblock endforeach endfunction endif
    endmacro endwhile export find_package fltk_wrap_ui
    include_directories
    include_external_msproject include_guard include_regular_expression install link_directories link_libraries mark_as_advanced message
    remove_definitions return set_directory_properties set_source_files_properties set_target_properties
    set_tests_properties source_group target_compile_definitions target_compile_features target_compile_options
    target_include_directories target_link_directories target_link_libraries target_link_options target_precompile_headers target_sources
    try_compile variable_watch`.split(/\s+/),
);

/** `set(NAME values... [PARENT_SCOPE])`, `set(NAME value CACHE type doc [FORCE])`, `set(ENV{NAME} value)`. */
function readSet(call: CMakeCall): readonly Step[] {
  const cache = call.find('CACHE');
  if (cache > 0) {
    const isForced = call.find('FORCE') > cache || call.find('INTERNAL') > cache;
    const value = call.joined(1, cache, ';');
    return [call.assign(0, value, isForced ? FORCED : CACHED)];
  }
  const parent = call.find('PARENT_SCOPE');
  const end = parent > 0 ? parent : call.arguments.length;
  const value = end <= 1 ? null : call.joined(1, end, ';');
  const environment = /^ENV\{(\w+)\}$/.exec(call.text(0))?.[1];
  const seen: readonly Step[] =
    environment === undefined ? [] : [{ kind: 'assign', scope: 'environment', name: environment, value, at: call.at }];
  return [call.assign(0, value, parent > 0 ? { outer: 'caller' } : {}), ...seen];
}

/** `set_property(CACHE NAME PROPERTY VALUE value)` sets a cached variable, whatever it held. */
function readProperty(call: CMakeCall): readonly Step[] {
  const isValue = call.text(0) === 'CACHE' && call.find('PROPERTY') === 2 && call.text(3) === 'VALUE';
  return isValue ? [call.assign(1, call.joined(4, call.arguments.length, ';'))] : [];
}

const ONE_TEXT: ReadonlyMap<string, TextOperation> = new Map([
  ['TOLOWER', 'lower'],
  ['TOUPPER', 'upper'],
  ['STRIP', 'strip'],
]);

/** Where among the arguments of other `string` commands the variable stands that they set. */
const STRING_OUTPUT: ReadonlyMap<string, number> = new Map([
  ['SUBSTRING', 4],
  ['JSON', 1],
  ['TIMESTAMP', 1],
  ['CONFIGURE', 2],
  ['JOIN', 2],
  ['GENEX_STRIP', 2],
  ['MAKE_C_IDENTIFIER', 2],
  ['RANDOM', 1],
]);

function readString(call: CMakeCall): readonly Step[] {
  const kind = call.text(0);
  const operation = ONE_TEXT.get(kind);
  const end = call.arguments.length;
  if (operation !== undefined) return [call.assign(2, operated(call, operation, [call.template(1)]))];
  if (kind === 'REPLACE')
    return [call.assign(3, operated(call, 'replace', [call.template(1), call.template(2), call.joined(4, end, '')]))];
  if (kind === 'CONCAT') return [call.assign(1, call.joined(2, end, ''))];
  if (kind === 'APPEND') return [call.assign(1, joinTemplates([current(call), call.joined(2, end, '')]))];
  if (kind === 'PREPEND') return [call.assign(1, joinTemplates([call.joined(2, end, ''), current(call)]))];
  if (kind === 'REGEX') return readRegex(call);
  const output = STRING_OUTPUT.get(kind);
  return output === undefined ? [] : [call.assign(output, call.unknown('operation'))];
}

const REGEX: ReadonlyMap<string, TextOperation> = new Map([
  ['MATCH', 'regex-match'],
  ['MATCHALL', 'regex-all'],
  ['REPLACE', 'regex-replace'],
]);

/** `string(REGEX MATCH pattern NAME text...)`, `string(REGEX REPLACE pattern by NAME text...)`. */
function readRegex(call: CMakeCall): readonly Step[] {
  const kind = call.text(1);
  const operation = REGEX.get(kind);
  if (operation === undefined) return [];
  const output = kind === 'REPLACE' ? 4 : 3;
  const text = call.joined(output + 1, call.arguments.length, '');
  const operands = kind === 'REPLACE' ? [call.template(2), call.template(3), text] : [call.template(2), text];
  const groups = kind === 'MATCH' ? matchSteps(call, call.template(2), text, call.text(2)) : [];
  return [call.assign(output, operated(call, operation, operands)), ...groups];
}

/** What `CMAKE_MATCH_1`, ... hold behind a match. `written` is the pattern as it stands in the file. */
export function matchSteps(call: CMakeCall, pattern: Template, text: Template, written: string): readonly Step[] {
  const groups = Math.min(written.split('(').length - 1, 9);
  const { at } = call;
  return Array.from({ length: groups + (groups === 0 ? 0 : 1) }, (_, group): Step => {
    const operands = [impliedTemplate(String(group), at), pattern, text];
    const value = operated(call, 'regex-group', operands, `CMAKE_MATCH_${group}`);
    return { kind: 'assign', scope: 'variable', name: `CMAKE_MATCH_${group}`, value, at };
  });
}

/** The value so far of the variable that the first word behind the kind names; nothing where it has none. */
function current(call: CMakeCall): Template {
  return partsTemplate([cmakeVariable(call.text(1), call.at, literalTemplate([]))]);
}

function operated(
  call: CMakeCall,
  operation: TextOperation,
  operands: readonly Template[],
  text = call.source.text.slice(call.at.start, call.at.end),
): Template {
  return partsTemplate([{ kind: 'operation', operation, operands, text, at: call.at }]);
}

function readList(call: CMakeCall): readonly Step[] {
  const kind = call.text(0);
  const end = call.arguments.length;
  const added = call.joined(2, end, ';');
  const semicolon = [impliedText(';', call.at)];
  if (kind === 'APPEND') return [call.assign(1, joinTemplates([current(call), added], semicolon))];
  if (kind === 'PREPEND' || kind === 'INSERT')
    return [call.assign(1, joinTemplates([added, current(call)], semicolon))];
  if (kind === 'GET' && end === 4) {
    const list = partsTemplate([cmakeVariable(call.text(1), call.at)]);
    return [call.assign(3, operated(call, 'list-item', [call.template(2), list]))];
  }
  if (kind === 'GET' || kind === 'SUBLIST' || kind === 'JOIN' || kind === 'FIND' || kind === 'LENGTH')
    return [call.assign(end - 1, call.unknown('operation'))];
  return [];
}

function readFile(call: CMakeCall): readonly Step[] {
  const kind = call.text(0);
  if (kind === 'DOWNLOAD') return [call.fact()];
  if (kind !== 'READ' && kind !== 'STRINGS') return fileOutputSteps(call);
  const text = operated(call, 'file-text', [call.template(1)]);
  const known = kind === 'READ' ? wholeText(call, text) : linesOf(call, text);
  return [call.assign(2, known ?? call.unknown('operation'))];
}

/** `file(READ path NAME)`; undefined for a part of it (OFFSET, LIMIT, HEX). */
function wholeText({ arguments: { length } }: CMakeCall, text: Template): Template | undefined {
  return length === 3 ? text : undefined;
}

/** `file(STRINGS path NAME [REGEX pattern] [ENCODING name])`; undefined where only some of the lines are asked for. */
function linesOf(call: CMakeCall, text: Template): Template | undefined {
  const regex = call.find('REGEX');
  const encoding = call.find('ENCODING');
  const expected = 3 + (regex < 0 ? 0 : 2) + (encoding < 0 ? 0 : 2);
  if (call.arguments.length !== expected) return undefined;
  return operated(call, 'matching-lines', [regex < 0 ? literalTemplate([]) : call.template(regex + 1), text]);
}

/** `get_filename_component(NAME path DIRECTORY)`. */
function readFileName(call: CMakeCall): readonly Step[] {
  const mode = call.text(2);
  const path = call.template(1);
  if (mode === 'NAME') return [call.assign(0, operated(call, 'base-name', [path]))];
  if (mode === 'DIRECTORY' || mode === 'PATH') return [call.assign(0, operated(call, 'folder-name', [path]))];
  if (mode === 'ABSOLUTE' || mode === 'REALPATH') return [call.assign(0, path)];
  return [call.assign(0, call.unknown('operation'))];
}

/** The first name is the program that is looked for; where it is not found, many a list brings it in. */
function readProgram(call: CMakeCall): readonly Step[] {
  const { at } = call;
  const options = [
    { answer: 'found', value: call.template(call.text(1) === 'NAMES' ? 2 : 1) },
    { answer: 'missing', value: impliedTemplate('NOTFOUND', at) },
  ];
  const program = oneOfTemplate({ question: `program:${call.text(0)}`, options, at });
  return [call.assign(0, program, { mode: 'keep' })];
}

/** `project(NAME VERSION 1.2)` sets its version and its folder. */
function readProject(call: CMakeCall): readonly Step[] {
  const name = call.text(0);
  const version = call.find('VERSION');
  const { at } = call;
  const set = (variable: string, value: Template): Step => ({
    kind: 'assign',
    scope: 'variable',
    name: variable,
    value,
    at,
  });
  const folder = impliedTemplate(rootedFolder(at.file), at);
  const versions = version < 0 ? [] : [`${name}_VERSION`, 'PROJECT_VERSION', 'CMAKE_PROJECT_VERSION'];
  return [
    set('PROJECT_NAME', call.template(0)),
    set('PROJECT_SOURCE_DIR', folder),
    set(`${name}_SOURCE_DIR`, folder),
    ...versions.map((variable) => set(variable, call.template(version + 1))),
  ];
}

/** `include(file)`, or a module of the folders in CMAKE_MODULE_PATH. */
function readInclude(call: CMakeCall): readonly Step[] {
  const { at } = call;
  const written = call.text(0);
  const path = call.template(0);
  const back = listFolder(at);
  if (/[/$]|\.cmake$/.test(written)) return [{ kind: 'include', path, at }, back];
  const item = partsTemplate([cmakeVariable('MODULE_FOLDER', at)]);
  const module = joinTemplates([item, joinTemplates([path, impliedTemplate('.cmake', at)])], [impliedText('/', at)]);
  const folders = partsTemplate([cmakeVariable('CMAKE_MODULE_PATH', at)]);
  const steps: readonly Step[] = [{ kind: 'include', path: module, at }];
  return [{ kind: 'each', name: 'MODULE_FOLDER', items: [{ template: folders, at, isList: true }], steps, at }, back];
}

/** Variables that are set there are gone afterwards. */
function readSubdirectory(call: CMakeCall): readonly Step[] {
  const { at } = call;
  const path = joinTemplates([call.template(0), impliedTemplate('/CMakeLists.txt', at)]);
  return [{ kind: 'scope', files: 'shared', steps: [{ kind: 'include', path, at }], at }];
}

/** The folder that a file lies in, from the root of the tree. */
export function listFolder(at: Span): Step {
  const value = impliedTemplate(rootedFolder(at.file), at);
  return { kind: 'assign', scope: 'variable', name: 'CMAKE_CURRENT_LIST_DIR', value, at };
}

/** `/cmake` for `cmake/x.cmake`, empty for a file of the root: `/x` behind it leads to where it lies either way. */
export function rootedFolder(file: string): string {
  const folder = folderOf(file);
  return folder === '' ? '' : `/${folder}`;
}

/** `cmake_parse_arguments(PREFIX flags single many words...)`, or `(PARSE_ARGV n PREFIX flags single many)`. */
function readKeywords(call: CMakeCall): readonly Step[] {
  const isCounted = call.text(0) === 'PARSE_ARGV';
  const first = isCounted ? 2 : 0;
  const rest = partsTemplate([cmakeVariable('ARGN', call.at)]);
  return [
    {
      kind: 'keywords',
      prefix: call.template(first),
      flags: call.template(first + 1),
      single: call.template(first + 2),
      many: call.template(first + 3),
      words: isCounted ? [rest] : call.words(first + 4).map(({ template }) => template),
      at: call.at,
    },
  ];
}
