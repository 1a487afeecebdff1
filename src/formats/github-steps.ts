import type { Step } from '../model/program.ts';
import type { Span } from '../model/span.ts';
import { impliedTemplate, literalTemplate } from '../model/template.ts';
import { flatten, impliedText, type Pieces, workingFolderHole } from '../model/value.ts';
import { isPowerShell } from '../syntax/powershell.ts';
import { readShellWords, type ShellStart } from '../syntax/shell-start.ts';
import type { YamlEntry, YamlNode, YamlScalar } from '../syntax/yaml.ts';
import { entriesOf, entryOf, itemsOf, mapOf, nodeAt, scalarOf, textOf } from '../syntax/yaml-access.ts';
import { attempt, runInOrder, underCondition } from './attempts.ts';
import { conditionOf } from './github-condition.ts';
import { givenSteps } from './parameters.ts';
import { folderSteps, scriptSteps } from './script-steps.ts';
import { environmentSteps, extentOf, keyFact, type YamlReading } from './yaml-reading.ts';

/** What a job or workflow says for all of its steps. `system`: `mixed` where the runner is one of several, or nobody knows it. */
export type Starts = {
  readonly shell: YamlScalar | null;
  readonly folder: YamlScalar | null;
  readonly system: 'windows' | 'mixed' | 'other';
};

export const NO_STARTS: Starts = { shell: null, folder: null, system: 'other' };

export function startsOf(node: YamlNode | null | undefined, outer: Starts): Starts {
  const run = nodeAt(node, 'defaults', 'run');
  return {
    shell: scalarOf(nodeAt(run, 'shell')) ?? outer.shell,
    folder: scalarOf(nodeAt(run, 'working-directory')) ?? outer.folder,
    system: systemOf(textOf(nodeAt(node, 'runs-on')), outer.system),
  };
}

function systemOf(runner: string | undefined, outer: Starts['system']): Starts['system'] {
  if (runner === undefined) return outer;
  if (runner.startsWith('windows')) return 'windows';
  return runner.includes('${{') ? 'mixed' : 'other';
}

/** Where the runner keeps what steps leave for later ones; paths that no build has. */
const ENVIRONMENT_FILE = '/github/env';
const OUTPUT_FILE = '/github/output';

/** What every step of a job finds set. `folder`: where the action lies, null outside of one. */
export function runnerSteps(folder: string | null, at: Span): readonly Step[] {
  const set = (scope: 'environment' | 'variable', name: string, pieces: Pieces): Step => ({
    kind: 'assign',
    scope,
    name,
    value: literalTemplate(pieces),
    at,
  });
  const workspace: Pieces = [workingFolderHole(at)];
  const common = [
    set('environment', 'GITHUB_ENV', [impliedText(ENVIRONMENT_FILE, at)]),
    set('environment', 'GITHUB_OUTPUT', [impliedText(OUTPUT_FILE, at)]),
    set('environment', 'GITHUB_WORKSPACE', workspace),
    set('variable', 'github.workspace', workspace),
  ];
  if (folder === null) return common;
  const own: Pieces = folder === '' ? workspace : [...workspace, impliedText(`/${folder}`, at)];
  return [...common, set('environment', 'GITHUB_ACTION_PATH', own), set('variable', 'github.action_path', own)];
}

/** The steps of a job or action. */
export function listSteps(reading: YamlReading, steps: YamlNode | undefined, starts: Starts): readonly Step[] {
  const list = itemsOf(steps);
  return runInOrder(
    list.map((step, index) => {
      const { at } = step;
      const read = underCondition(stepSteps(reading, step, starts), conditionOf(list, index), at);
      const isAttempt = !/^(?:false)?$/.test(textOf(nodeAt(step, 'continue-on-error')) ?? '');
      return { steps: isAttempt ? attempt(read, at) : read, runsAnyway: runsAnyway(step), at };
    }),
  );
}

/** Actions of others are not read, so it does not matter when they run. */
function runsAnyway(step: YamlNode): boolean {
  const isRead = entryOf(step, 'run') !== undefined || textOf(nodeAt(step, 'uses'))?.startsWith('./') === true;
  return isRead && /\b(?:always|failure|cancelled)\s*\(\s*\)/.test(textOf(nodeAt(step, 'if')) ?? '');
}

/** One step, and what it leaves to the later ones. */
function stepSteps(reading: YamlReading, step: YamlNode, starts: Starts): readonly Step[] {
  if (mapOf(step) === undefined) return [];
  const { at } = step;
  const uses = entryOf(step, 'uses');
  const run = entryOf(step, 'run');
  const id = textOf(nodeAt(step, 'id'));
  const output = impliedTemplate(`${OUTPUT_FILE}/${id ?? ''}`, at);
  const steps: readonly Step[] = [
    ...environmentSteps(reading, entriesOf(nodeAt(step, 'env'))),
    ...(id === undefined
      ? []
      : [{ kind: 'assign', scope: 'environment', name: 'GITHUB_OUTPUT', value: output, at } as const]),
    ...(uses === undefined ? [] : usesSteps(reading, uses, entriesOf(nodeAt(step, 'with')))),
    ...(run === undefined ? [] : runSteps(reading, step, run, starts)),
  ];
  const environment = impliedTemplate(ENVIRONMENT_FILE, at);
  return [
    { kind: 'scope', files: 'shared', steps, at },
    { kind: 'read-variables', path: environment, scope: 'environment', prefix: '', at },
    ...(id === undefined
      ? []
      : [{ kind: 'read-variables', path: output, scope: 'variable', prefix: `steps.${id}.outputs.`, at } as const]),
  ];
}

/** An action or workflow: one of the tree is run with what it is given. */
export function usesSteps(reading: YamlReading, uses: YamlEntry, given: readonly YamlEntry[]): readonly Step[] {
  const written = textOf(uses.value);
  const at = extentOf(uses);
  // `$/` is the repository of the file, at the commit that runs.
  const path = written?.startsWith('$/') === true ? `.${written.slice(1)}` : written;
  if (path === undefined || !path.startsWith('./')) return keyFact(reading, 'uses', uses, given);
  const files = /\.ya?ml$/.test(path) ? [path] : [`${path}/action.yml`, `${path}/action.yaml`];
  return [
    ...givenSteps(reading, 'input', given),
    ...files.map((file): Step => ({ kind: 'include', path: impliedTemplate(`/${file}`, at), at })),
  ];
}

function runSteps(reading: YamlReading, step: YamlNode, run: YamlEntry, starts: Starts): readonly Step[] {
  if (run.value?.kind !== 'scalar') return [];
  const { pieces } = run.value;
  const folder = scalarOf(nodeAt(step, 'working-directory')) ?? starts.folder;
  const shell = textOf(nodeAt(step, 'shell') ?? starts.shell);
  const isWindows =
    starts.system === 'windows' ||
    (starts.system === 'mixed' && (isForWindows(textOf(nodeAt(step, 'if'))) || isPowerShell(flatten(pieces))));
  return [...folderSteps(reading, folder), ...scriptSteps(reading, run.value, startOf(shell, isWindows))];
}

/** `if: runner.os == 'Windows'`, `if: startsWith(matrix.os, 'windows')`. */
function isForWindows(condition: string | undefined): boolean {
  return condition !== undefined && /windows/i.test(condition) && !/!/.test(condition);
}

/** Without a name bash runs with `-e`; named, with `pipefail` as well. */
function startOf(shell: string | undefined, isWindows: boolean): ShellStart {
  if (shell === undefined)
    return isWindows
      ? { program: 'pwsh', isShell: false, errexit: true, pipefail: false }
      : { program: 'bash', isShell: true, errexit: true, pipefail: false };
  const words = shell.trim().split(/\s+/);
  const start = readShellWords(words) ?? { program: shell, isShell: false, errexit: false, pipefail: false };
  return words.length > 1 ? start : { ...start, errexit: true, pipefail: start.program === 'bash' };
}
