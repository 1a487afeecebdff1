import type { Step } from '../model/program.ts';
import { literalTemplate } from '../model/template.ts';
import type { YamlEntry, YamlNode } from '../syntax/yaml.ts';
import { entriesOf, listOf, nodeAt, textOf } from '../syntax/yaml-access.ts';
import { type Option, oneOfSteps } from './one-of.ts';
import type { YamlReading } from './yaml-reading.ts';

/** One text that a value of the matrix may be, where `question` has this `answer`. */
type AskedOption = Option & { readonly question: string };

/**
 * The values of a job's matrix. Every column is a question of its own; what `include` adds to one value of a column goes with that value;
 * where all is said by `include`, its entries are the answers to one.
 * https://docs.github.com/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idstrategymatrixinclude
 */
export function matrixSteps(reading: YamlReading, matrix: YamlNode | undefined): readonly Step[] {
  if (matrix === undefined) return [];
  const columns = entriesOf(matrix).filter(({ key }) => key !== 'include' && key !== 'exclude');
  const options = new Map<string, AskedOption[]>();
  const add = (name: string, at: Omit<AskedOption, 'value'>, node: YamlNode | null): void => {
    if (node?.kind === 'map') for (const entry of node.entries) add(`${name}.${entry.key}`, at, entry.value);
    if (node?.kind !== 'scalar') return;
    const option = { ...at, value: reading.toTemplate(node.pieces) };
    const known = options.get(name);
    if (known === undefined) options.set(name, [option]);
    else known.push(option);
  };
  for (const column of columns)
    for (const [index, item] of itemsOf(column).entries())
      add(`matrix.${column.key}`, { question: `matrix.${column.key}`, answer: String(index) }, item);
  for (const [index, item] of (listOf(nodeAt(matrix, 'include'))?.items ?? []).entries()) {
    const met = metColumn(columns, item);
    for (const { key, value } of entriesOf(item)) {
      if (key === met?.key) continue;
      const question = met === undefined ? (columns.length === 0 ? 'matrix' : `matrix.${key}`) : `matrix.${met.key}`;
      add(`matrix.${key}`, { question, answer: met?.answer ?? `include ${index}` }, value);
    }
  }
  const sizes = new Map(columns.map((column) => [`matrix.${column.key}`, itemsOf(column).length]));
  return oneOfSteps(
    [...options].map(([name, given]) => ({ name, ...asOneQuestion(given, sizes), at: matrix.at })),
    'variable',
  );
}

function itemsOf({ value }: YamlEntry): readonly YamlNode[] {
  return listOf(value)?.items ?? [];
}

/** The only column of which an entry of `include` names a value that stands there: what else it says is added to that value. */
function metColumn(columns: readonly YamlEntry[], item: YamlNode): { key: string; answer: string } | undefined {
  const named = columns.filter(({ key }) => nodeAt(item, key) !== undefined);
  const [column, second] = named;
  if (column === undefined || second !== undefined) return undefined;
  const text = textOf(nodeAt(item, column.key));
  const index = itemsOf(column).findIndex((value) => text !== undefined && textOf(value) === text);
  return index < 0 ? undefined : { key: column.key, answer: String(index) };
}

/** A value that is added to some answers of a column is empty for the others; one that hangs on several columns is a question by itself. */
function asOneQuestion(given: readonly AskedOption[], sizes: ReadonlyMap<string, number>) {
  const [first] = given;
  const question = first?.question ?? '';
  if (given.some((option) => option.question !== question)) {
    const options = given.map(({ value }, index) => ({ answer: `include ${index}`, value }));
    return { question: `${question} and others`, options };
  }
  const answered = new Map(given.map((option) => [option.answer, option]));
  const missing = Array.from({ length: sizes.get(question) ?? 0 }, (_, index) => String(index)).filter(
    (answer) => !answered.has(answer),
  );
  const empty = missing.map((answer) => ({ answer, value: literalTemplate([]) }));
  return { question, options: [...answered.values(), ...empty] };
}
