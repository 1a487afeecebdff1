import type { HostCondition, Program, Step, Template, TemplatePart } from '../model/program.ts';
import type { Span } from '../model/span.ts';
import { partsTemplate } from '../model/template.ts';
import { flatten, impliedText, spanOfPieces } from '../model/value.ts';
import { makeTemplate } from '../syntax/make-template.ts';
import { readShellWords } from '../syntax/shell-start.ts';
import type { Format } from './format.ts';
import { exportSteps } from './make-assignments.ts';
import { type MakeFile, type MakeNode, readMakeFile } from './make-nodes.ts';

/** Makefiles. https://www.gnu.org/software/make/manual/make.html */
export const make: Format = {
  id: 'make',
  title: 'Makefile, *.mk',
  reads: 'shell of recipes and `$(shell)`, variables, functions, includes',
  writes: 'as in shell scripts',
  matches,
  parse,
};

/** What another language or tool is named by behind the dot (`Makefile.PL`, `makefile.go`) is none. */
const NAME =
  /(?:^|\/)(?:GNUmakefile|[Mm]akefile)(?:[.-](?!(?:[\w-]+\.)*(?:md|txt|py|rst|go|c|h|cc|cpp|java|js|ts|rs|rb|pl|PL|php|sh|json|ya?ml|toml|xml|html|patch|diff|orig)$)[\w.-]+)?$|\.(?:mk|mak|make|makefile)$/;
const SHEBANG = /^#!\s*\S*\bmake(?:\s|$)/;

function matches(path: string, firstLine: string): boolean {
  return NAME.test(path) || SHEBANG.test(firstLine);
}

/** All that is set comes first: make reads the whole file before it runs a recipe. */
function parse(path: string, text: string): Program {
  const read = readMakeFile(path, text);
  const at = { file: path, start: 0, end: 0 };
  const recipes = new Recipes(path, read);
  const steps = [...settings(path, read.nodes), ...exportSteps(read.exported, at), ...recipes.steps(read.nodes)];
  return { file: path, format: make.id, steps, problems: read.problems };
}

/** What is set, in the order of the file; which arm was taken is kept for its recipes. */
function settings(file: string, nodes: readonly MakeNode[]): readonly Step[] {
  return nodes.flatMap((node): readonly Step[] => {
    if (node.kind === 'steps') return node.steps;
    if (node.kind === 'rule') return [];
    const at = { file, start: node.start, end: node.start };
    const arms = node.arms.map(({ when, nodes: inner }) => ({ when, steps: settings(file, inner) }));
    const assigned = namesOf(arms.flatMap(({ steps }) => steps));
    const asked = arms.map(({ when, steps }) => ({ when: defaulted(when, assigned), steps }));
    return [{ kind: 'choice', arms: asked, at, answers: { name: nameOf(at), use: 'keep' } }];
  });
}

function namesOf(steps: readonly Step[]): ReadonlySet<string> {
  return new Set(
    steps.flatMap((step): readonly string[] => {
      if (step.kind === 'choice') return [...namesOf(step.arms.flatMap(({ steps: inner }) => inner))];
      return step.kind === 'assign' ? [step.name] : [];
    }),
  );
}

/** To ask for a variable that the arms set is to ask whether it has a value yet; whether any other is given from outside nobody knows. */
function defaulted(when: HostCondition | null, assigned: ReadonlySet<string>): HostCondition | null {
  return when?.kind === 'true' && assigned.has(when.name) ? { ...when, isUnsetFalse: true } : when;
}

function nameOf({ file, start }: Span): string {
  return `${file}:${start}`;
}

class Recipes {
  private readonly file: string;
  private readonly read: MakeFile;
  private readonly start: { readonly errexit: boolean; readonly pipefail: boolean };

  constructor(file: string, read: MakeFile) {
    this.file = file;
    this.read = read;
    const words = read.shell.trim().split(/\s+/);
    const start = readShellWords(words[0]?.startsWith('-') === true ? ['sh', ...words] : words);
    this.start = { errexit: start?.errexit === true, pipefail: start?.pipefail === true };
  }

  steps(nodes: readonly MakeNode[]): readonly Step[] {
    return nodes.flatMap((node): readonly Step[] => {
      if (node.kind === 'steps') return [];
      if (node.kind === 'rule') return this.ruleSteps(node);
      const at = { file: this.file, start: node.start, end: node.start };
      const arms = node.arms.map(({ when, nodes: inner }) => ({ when, steps: this.steps(inner) }));
      if (arms.every(({ steps }) => steps.length === 0)) return [];
      return [{ kind: 'choice', arms, at, answers: { name: nameOf(at), use: 'follow' } }];
    });
  }

  /** Each line is a shell of its own, unless the file asks for one. */
  private ruleSteps({ targets, recipes }: Extract<MakeNode, { kind: 'rule' }>): readonly Step[] {
    if (recipes.length === 0) return [];
    const written = flatten(targets);
    const context = { target: /[\s%]/.test(written) ? null : makeTemplate(targets) };
    const lines = recipes.map(({ pieces, isIgnored }) => ({
      text: withoutPrefix(makeTemplate(pieces, context)),
      isIgnored,
      at: spanOfPieces(pieces, { file: this.file, start: 0, end: 0 }),
    }));
    const [first] = lines;
    const whole =
      this.read.isOneShell && first !== undefined
        ? [
            {
              ...first,
              text: joined(
                lines.map(({ text }) => text),
                first.at,
              ),
            },
          ]
        : lines;
    const { ignored } = this.read;
    const mayFail = ignored === null || written.split(/\s+/).some((target) => ignored.has(target));
    const steps = whole.flatMap(({ text, at, isIgnored }): readonly Step[] => {
      const step: Step = { kind: 'shell', text, at, ...this.start, isolated: true };
      return isIgnored || mayFail ? [{ kind: 'attempt', steps: [step], isSwallowed: true, at }] : [step];
    });
    const locals = this.read.locals.get(written);
    if (locals === undefined || first === undefined) return steps;
    return [{ kind: 'scope', files: 'shared', steps: [...locals, ...steps], at: first.at }];
  }
}

/**
 * `$(Q)git clone`: by custom the first variable of a line holds make's own `@`, or nothing. One that is glued to the command and that
 * nobody knows is such a one.
 */
function withoutPrefix(template: Template): Template {
  const [first, second] = template.language === 'parts' ? template.parts : [];
  if (template.language !== 'parts' || first?.kind !== 'variable' || second?.kind !== 'text') return template;
  const isGlued = /^[A-Za-z{([!]/.test(second.text);
  if (!isGlued && !/^\s/.test(second.text)) return template;
  const { text, at } = first;
  const operands = [partsTemplate([first]), ...(isGlued ? [partsTemplate([])] : [])];
  const prefix: TemplatePart = { kind: 'operation', operation: 'recipe-prefix', operands, text, at };
  return partsTemplate([prefix, ...template.parts.slice(1)]);
}

function joined(templates: readonly Template[], at: Span): Template {
  return partsTemplate(
    templates.flatMap((template, index) => [
      ...(index === 0 ? [] : [impliedText('\n', at)]),
      ...(template.language === 'parts' ? template.parts : template.pieces),
    ]),
  );
}
