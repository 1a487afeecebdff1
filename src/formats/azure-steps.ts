import type { Step, Template } from '../model/program.ts';
import type { Span } from '../model/span.ts';
import { impliedTemplate, joinTemplates, literalTemplate } from '../model/template.ts';
import { flatten, impliedText, type Pieces, slicePieces } from '../model/value.ts';
import { markedTemplate, type VariableMark } from '../syntax/marked-variables.ts';
import { isPowerShell } from '../syntax/powershell.ts';
import type { ShellStart } from '../syntax/shell-start.ts';
import type { YamlEntry, YamlNode, YamlScalar } from '../syntax/yaml.ts';
import { entriesOf, entryOf, itemsOf, nodeAt, scalarOf, textOf } from '../syntax/yaml-access.ts';
import { attempt, runInOrder, underCondition } from './attempts.ts';
import { conditionOf, SCRIPTS, setNames } from './azure-condition.ts';
import { givenSteps, parameterSteps } from './parameters.ts';
import { folderSteps, scriptSteps } from './script-steps.ts';
import {
  environmentSteps,
  extentOf,
  keyFact,
  mayBeTrue,
  nameWord,
  scalarWord,
  type YamlReading,
} from './yaml-reading.ts';

const EXPRESSION = '\\$\\{\\{[^{}\\r\\n]*\\}\\}|\\$\\[[^\\[\\]\\r\\n]*\\]|\\$\\([A-Za-z_][\\w.-]*\\)';
const NAMED =
  /\$\{\{\s*((?:parameters|variables)(?:\.[\w.-]+|\['[\w.-]+'\]))\s*\}\}|\$\[\s*(variables(?:\.[\w.-]+|\['[\w.-]+'\]))\s*\]|\$\(([A-Za-z_][\w.-]*)\)/g;

/** `$(name)`, `${{ parameters.name }}`, `${{ variables.name }}`, `$[ variables.name ]`; names are of any case. */
const VALUE: VariableMark = {
  hint: '$',
  pattern: NAMED,
  unknown: new RegExp(EXPRESSION, 'g'),
  why: 'placeholder',
  nameOf: (written) => {
    const name = written.replace(/\['([\w.-]+)'\]/, '.$1').toLowerCase();
    return /^(?:parameters|variables)\./.test(name) ? name : `variables.${name}`;
  },
};

/** In a script `$(name)` stays as it is where no variable has the name: it is the shell's then. Names with a dot are the agent's. */
const SCRIPT: VariableMark = { ...VALUE, staysWhereUnset: /^\$\([\w-]+\)$/ };

export function azureTemplate(pieces: Pieces): Template {
  return markedTemplate(pieces, VALUE);
}

function scriptTemplate(pieces: Pieces): Template {
  return markedTemplate(pieces, SCRIPT);
}

/** What a pool says of the machine: `script:` is for its own shell. */
export type Machine = 'windows' | 'mixed' | 'other';

export function machineOf(node: YamlNode | null | undefined, outer: Machine): Machine {
  const pool = nodeAt(node, 'pool');
  const image = textOf(nodeAt(pool, 'vmImage')) ?? textOf(pool) ?? textOf(nodeAt(pool, 'name'));
  if (image === undefined) return outer;
  if (/^(?:windows|vs20)|\bwindows\b/i.test(image)) return 'windows';
  return image.includes('$') ? 'mixed' : 'other';
}

const DEEPEST = 20;

/** The items of a list, with those that an expression as key (`${{ if }}`, `${{ each }}`) puts there. */
export function conditionalItems(node: YamlNode | null | undefined, depth = 0): readonly YamlNode[] {
  if (depth > DEEPEST) return [];
  return itemsOf(node).flatMap((item) => {
    const [first] = entriesOf(item);
    if (first === undefined || !first.key.startsWith('${{')) return [item];
    return entriesOf(item).flatMap(({ value }) => conditionalItems(value, depth + 1));
  });
}

/** The entries of a map, with those that an expression as key puts there. */
export function conditionalEntries(node: YamlNode | null | undefined, depth = 0): readonly YamlEntry[] {
  if (depth > DEEPEST) return [];
  return entriesOf(node).flatMap((entry) =>
    entry.key.startsWith('${{') ? conditionalEntries(entry.value, depth + 1) : [entry],
  );
}

export function listSteps(reading: YamlReading, steps: readonly YamlNode[], machine: Machine): readonly Step[] {
  return runInOrder(
    steps.map((step, index) => {
      const { at } = step;
      const read = underCondition(stepSteps(reading, step, machine), conditionOf(steps, index), at);
      const runsAnyway = /\b(?:always|failed|succeededOrFailed|canceled)\s*\(/i.test(
        textOf(nodeAt(step, 'condition')) ?? '',
      );
      return { steps: mayBeTrue(nodeAt(step, 'continueOnError')) ? attempt(read, at) : read, runsAnyway, at };
    }),
  );
}

/** What is printed only the build knows. */
function printedSteps(step: YamlNode): readonly Step[] {
  const { at } = step;
  return setNames(step).flatMap((name) => {
    const shown = `$(${name})`;
    return variableSteps(
      name,
      literalTemplate([{ kind: 'hole', id: `printed:${at.start}:${name}`, name: shown, why: 'environment', at }]),
      at,
    );
  });
}

function stepSteps(reading: YamlReading, step: YamlNode, machine: Machine): readonly Step[] {
  const template = entryOf(step, 'template');
  if (template !== undefined) return templateSteps(reading, template, nodeAt(step, 'parameters'), machine);
  const task = textOf(nodeAt(step, 'task'));
  const scripts = task === undefined ? ownScripts(step, machine) : taskScripts(task, step, machine);
  const folder = scalarOf(nodeAt(step, 'workingDirectory') ?? nodeAt(step, 'inputs', 'workingDirectory'));
  const read = scripts.map(({ value, program }): Step => {
    const steps: readonly Step[] = [
      ...environmentSteps(reading, conditionalEntries(nodeAt(step, 'env'))),
      ...folderSteps(reading, folder),
      ...scriptSteps({ ...reading, toTemplate: scriptTemplate }, value, startOf(program)),
    ];
    return { kind: 'scope', files: 'shared', steps, at: step.at };
  });
  return [...read, ...imageSteps(reading, task, step), ...printedSteps(step)];
}

/** `Docker@2` with `command: build` runs docker with the arguments of its input; of `buildAndPush` it takes none. */
function imageSteps(reading: YamlReading, task: string | undefined, step: YamlNode): readonly Step[] {
  const input = (key: string) => scalarOf(nodeAt(step, 'inputs', key));
  const { at } = step;
  const said = (text: string) => impliedTemplate(text, at);
  const given = input('arguments');
  if (!/^Docker@2$/i.test(task ?? '') || textOf(input('command')) !== 'build' || given === undefined) return [];
  const file = input('Dockerfile');
  const isNamed = file !== undefined && !flatten(file.pieces).includes('*');
  const recipe = isNamed ? reading.toTemplate(file.pieces) : said('Dockerfile');
  const words = [said('docker build '), reading.toTemplate(inOneLine(given.pieces)), said(' -f '), recipe, said(' .')];
  return [{ kind: 'shell', text: joinTemplates(words), errexit: true, pipefail: false, isolated: true, at }];
}

/** Its lines with a blank between two. */
function inOneLine(pieces: Pieces): Pieces {
  return pieces.flatMap((piece): Pieces => {
    if (piece.kind === 'hole') return [piece];
    return piece.text.split('\n').flatMap((line, index, lines): Pieces => {
      const start = lines.slice(0, index).join('\n').length + (index === 0 ? 0 : 1);
      const text = slicePieces([piece], start, start + line.length);
      return index === 0 ? text : [impliedText(' ', piece.at), ...text];
    });
  });
}

type Script = { readonly value: YamlScalar; readonly program: string };

function ownScripts(step: YamlNode, machine: Machine): readonly Script[] {
  return SCRIPTS.flatMap((key): readonly Script[] => {
    const value = scalarOf(nodeAt(step, key));
    if (value === undefined) return [];
    if (key !== 'script') return [{ value, program: key }];
    const isCommandLine = machine === 'windows' || (machine === 'mixed' && isForWindows(flatten(value.pieces)));
    return [{ value, program: isCommandLine ? 'cmd' : 'bash' }];
  });
}

/** Tasks that hold a script, and by what of it its inputs say what runs it; what other tasks do their inputs do not say. */
function taskScripts(task: string, step: YamlNode, machine: Machine): readonly Script[] {
  const [name = ''] = task.split('@');
  const input = (key: string) => nodeAt(step, 'inputs', key);
  const isInline = INLINE.some((key) => /^inline(?:script)?$/i.test(textOf(input(key)) ?? ''));
  const value = scalarOf(input('script') ?? input('inlineScript') ?? input('Inline'));
  if (value === undefined) return [];
  const commandLine = machine === 'windows' ? 'cmd' : 'bash';
  if (/^CmdLine$/i.test(name)) return [{ value, program: commandLine }];
  if (!isInline) return [];
  if (/^Bash$/i.test(name)) return [{ value, program: 'bash' }];
  if (/^(?:Azure)?PowerShell$/i.test(name)) return [{ value, program: 'powershell' }];
  if (/^PythonScript$/i.test(name)) return [{ value, program: 'python' }];
  if (!/^AzureCLI$/i.test(name)) return [];
  const kind = textOf(input('scriptType')) ?? '';
  return [{ value, program: /^ps/i.test(kind) ? 'powershell' : /^batch$/i.test(kind) ? 'cmd' : 'bash' }];
}

/** Inputs by which a task says that its script stands in the step. */
const INLINE = ['targetType', 'scriptSource', 'scriptLocation', 'ScriptType'] as const;

/** Words that only PowerShell or the command line of Windows has. */
function isForWindows(text: string): boolean {
  return isPowerShell(text) || /^[ \t]*(?:@?echo off|call |set \w+=)|%\w+%/im.test(text);
}

/** Bash is started without `-e`: what counts is how the last command ends. */
function startOf(program: string): ShellStart {
  return { program, isShell: program === 'bash', errexit: false, pipefail: false };
}

/** A template of the tree with what it is given; of another repository nothing is known. */
export function templateSteps(
  reading: YamlReading,
  template: YamlEntry,
  parameters: YamlNode | undefined,
  machine: Machine,
): readonly Step[] {
  const at = extentOf(template);
  const path = scalarOf(template.value);
  if (path === undefined || flatten(path.pieces).includes('@')) return [];
  const given = conditionalEntries(parameters).flatMap((entry): readonly Step[] =>
    // Steps that are handed over run somewhere in the template.
    entry.value?.kind === 'list'
      ? listSteps(reading, entry.value.items, machine)
      : givenSteps(reading, 'parameter', [entry]),
  );
  const include: Step = { kind: 'include', path: reading.toTemplate(path.pieces), format: 'azure-pipelines', at };
  return [{ kind: 'scope', files: 'shared', steps: [...given, include], at }];
}

/** Parameters as a list of names with defaults, or as a map: what is given, else the default. */
export function declaredSteps(reading: YamlReading, parameters: YamlNode | undefined): readonly Step[] {
  const listed = itemsOf(parameters?.kind === 'list' ? parameters : undefined).flatMap((item) => {
    const name = textOf(nodeAt(item, 'name'));
    return name === undefined ? [] : [{ name, value: nodeAt(item, 'default'), at: item.at }];
  });
  const mapped = entriesOf(parameters).map(({ key, at, value }) => ({ name: key, value, at }));
  return [...listed, ...mapped].flatMap(({ name, value, at }): readonly Step[] => {
    const standard = scalarOf(value);
    const fallback = standard === undefined ? null : reading.toTemplate(standard.pieces);
    const text = `\${{ parameters.${name} }}`;
    return parameterSteps({
      word: 'parameter',
      key: name,
      name: `parameters.${name.toLowerCase()}`,
      text,
      fallback,
      at,
    });
  });
}

/** A variable, which every shell sees in upper case. */
export function variableSteps(name: string, value: Template, at: Span): readonly Step[] {
  const own = name.toUpperCase().replace(/[^A-Z0-9_]/g, '_');
  return [
    { kind: 'assign', scope: 'variable', name: `variables.${name.toLowerCase()}`, value, at },
    { kind: 'assign', scope: 'environment', name: own, value, at },
  ];
}

/** A repository that templates or checkouts name; where it lies on the server of the pipeline only that says. */
export function repositoryFact(reading: YamlReading, item: YamlNode): readonly Step[] {
  const name = entryOf(item, 'name');
  if (name?.value?.kind !== 'scalar') return [];
  const server = literalTemplate([
    { kind: 'hole', id: 'env:SYSTEM_COLLECTIONURI', name: '$(System.CollectionUri)', why: 'environment', at: name.at },
  ]);
  const more = ['type', 'ref'].flatMap((key) => {
    const entry = entryOf(item, key);
    return entry?.value?.kind === 'scalar' ? [nameWord(key, entry.at), scalarWord(reading, entry.value)] : [];
  });
  const words = [
    nameWord('repository', name.at),
    scalarWord(reading, name.value),
    nameWord('server', name.at),
    { template: server, at: name.at },
    ...more,
  ];
  return [{ kind: 'fact', form: 'key', words, word: name.at, at: extentOf(name) }];
}

export function imageFact(reading: YamlReading, entry: YamlEntry): readonly Step[] {
  return keyFact(reading, 'image', { ...entry, key: 'image' });
}
