import type { Step } from '../model/program.ts';
import { impliedTemplate } from '../model/template.ts';
import { flatten } from '../model/value.ts';
import { isPowerShell } from '../syntax/powershell.ts';
import { readShellWords, type ShellStart } from '../syntax/shell-start.ts';
import type { YamlNode } from '../syntax/yaml.ts';
import { entriesOf, nodeAt, scalarOf, textOf } from '../syntax/yaml-access.ts';
import { folderSteps, scriptSteps } from './script-steps.ts';
import { environmentSteps, type YamlReading } from './yaml-reading.ts';

/** Where what steps write to `$BASH_ENV` lies for the later ones; a path that no build has. */
export const ENVIRONMENT_FILE = '/circleci/bash_env';

/** The `run` of a step, and what it leaves to the later ones. `outer`: the shell of its job. */
export function runSteps(reading: YamlReading, value: YamlNode | null, outer: string | null): readonly Step[] {
  const command = scalarOf(value) ?? scalarOf(nodeAt(value, 'command'));
  if (command === undefined) return [];
  const { pieces, at } = command;
  const start = startOf(textOf(nodeAt(value, 'shell')) ?? outer, flatten(pieces));
  const steps: readonly Step[] = [
    ...environmentSteps(reading, entriesOf(nodeAt(value, 'environment'))),
    ...folderSteps(reading, scalarOf(nodeAt(value, 'working_directory'))),
    ...scriptSteps(reading, command, start),
  ];
  const file = impliedTemplate(ENVIRONMENT_FILE, at);
  return [
    { kind: 'scope', files: 'shared', steps, at },
    { kind: 'read-variables', path: file, scope: 'environment', prefix: '', at },
  ];
}

/** Without a name it is `/bin/bash -eo pipefail`. */
function startOf(shell: string | null, text: string): ShellStart {
  if (shell !== null) {
    const start = readShellWords(shell.trim().split(/\s+/));
    if (start !== undefined) return start;
  }
  return isPowerShell(text)
    ? { program: 'powershell', isShell: false, errexit: false, pipefail: false }
    : { program: 'bash', isShell: true, errexit: true, pipefail: true };
}
