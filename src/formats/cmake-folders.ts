import type { Step } from '../model/program.ts';
import { partsOf, partsTemplate } from '../model/template.ts';
import { impliedText } from '../model/value.ts';
import type { CMakeCall } from './cmake-reading.ts';

/** Where the rules `fetch-content` and `external-project` put what a project of some name brings in. */

/** `NAME_SOURCE_DIR`, the name in lower case, where FetchContent has brought in what argument `index` names. */
export function sourceSteps(call: CMakeCall, index: number): readonly Step[] {
  const { at } = call;
  const name = call.template(index);
  const lower = { kind: 'operation', operation: 'lower', operands: [name], text: call.text(index), at } as const;
  return [
    {
      kind: 'assign',
      scope: 'variable',
      name: `${call.text(index).toLowerCase()}_SOURCE_DIR`,
      computedName: partsTemplate([lower, impliedText('_SOURCE_DIR', at)]),
      value: partsTemplate([impliedText('/_deps/', at), ...partsOf(name), impliedText('-src', at)]),
      at,
    },
  ];
}

/** `ExternalProject_Get_Property(NAME SOURCE_DIR ...)` sets variables of the names of these properties. */
export function projectSteps(call: CMakeCall): readonly Step[] {
  const { at } = call;
  const name = partsOf(call.template(0));
  const endings = new Map([
    ['SOURCE_DIR', ''],
    ['BINARY_DIR', '-build'],
  ]);
  return call.arguments.slice(1).map((argument, index): Step => {
    const ending = endings.get(call.textOf(argument));
    if (ending === undefined) return call.assign(index + 1, call.unknown('operation'));
    const folder = [impliedText('/', at), ...name, impliedText('-prefix/src/', at), ...name, impliedText(ending, at)];
    return call.assign(index + 1, partsTemplate(folder));
  });
}
