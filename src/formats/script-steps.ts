import type { Step } from '../model/program.ts';
import { flatten } from '../model/value.ts';
import type { ShellStart } from '../syntax/shell-start.ts';
import type { YamlScalar } from '../syntax/yaml.ts';
import { otherText } from './other-text.ts';
import type { YamlReading } from './yaml-reading.ts';

/** Text that a step runs, in a shell or in what it is started with instead. */
export function scriptSteps(reading: YamlReading, { pieces, at }: YamlScalar, start: ShellStart): readonly Step[] {
  const { program, isShell, errexit, pipefail } = start;
  if (!isShell) return otherText(reading, flatten(pieces), program, at);
  return [{ kind: 'shell', text: reading.toTemplate(pieces), errexit, pipefail, isolated: true, at }];
}

/** The folder that a step runs in, where it names one. */
export function folderSteps(reading: YamlReading, folder: YamlScalar | null | undefined): readonly Step[] {
  return folder ? [{ kind: 'folder', path: reading.toTemplate(folder.pieces), at: folder.at }] : [];
}
