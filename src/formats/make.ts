import type { HostCondition, Program, Step, Template, TemplatePart } from '../model/program.ts';
import { NO_PLACE, startOfFile } from '../model/span.ts';
import { joinTemplates, partsTemplate, spanOfTemplate } from '../model/template.ts';
import { flatten, impliedText, spanOfPieces } from '../model/value.ts';
import { makeTemplate } from '../syntax/make-template.ts';
import { readShellWords } from '../syntax/shell-start.ts';
import type { Format } from './format.ts';
import { ruleStep } from './make-assignments.ts';
import { type MakeFile, type MakeNode, readMakeFile } from './make-nodes.ts';

/** Makefiles. https://www.gnu.org/software/make/manual/make.html */
export const make: Format = {
  id: 'make',
  title: 'Makefile, GNUmakefile, *.mk, *.mak',
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

/** In the order of the file; recipes run behind all that is set, which their rules see to. */
function parse(path: string, text: string): Program {
  const read = readMakeFile(path, text);
  const reader = new Steps(path, read);
  const steps = [...reader.of(read.nodes), ...(EVALUATES.test(text) ? reader.evaluated : []).map(perhapsBefore)];
  return { file: path, format: make.id, steps, problems: read.problems, runsInItsFolder: true };
}

const EVALUATES = /\$[({]eval[ \t]/;

/** What a recipe evaluates counts for all that run behind it, which may be any. */
function perhapsBefore(value: Template): Step {
  const at = spanOfTemplate(value, NO_PLACE);
  const step: Step = { kind: 'assign', scope: 'variable', name: '.EXPANDED', value, at };
  return { kind: 'choice', arms: [{ when: { kind: 'unknown', text: `recipe ${at.start}` }, steps: [step] }], at };
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

class Steps {
  private readonly file: string;
  private readonly read: MakeFile;
  /** Lines of recipes that may evaluate a text. */
  readonly evaluated: Template[] = [];
  private readonly start: { readonly errexit: boolean; readonly pipefail: boolean };

  constructor(file: string, read: MakeFile) {
    this.file = file;
    this.read = read;
    const words = read.shell.trim().split(/\s+/);
    const start = readShellWords(words[0]?.startsWith('-') === true ? ['sh', ...words] : words);
    this.start = { errexit: start?.errexit === true, pipefail: start?.pipefail === true };
  }

  of(nodes: readonly MakeNode[]): readonly Step[] {
    return nodes.flatMap((node): readonly Step[] => {
      if (node.kind === 'steps') return node.steps;
      if (node.kind === 'rule') return [this.ruleOf(node)];
      const at = { file: this.file, start: node.start, end: node.start };
      const arms = node.arms.map(({ when, nodes: inner }) => ({ when, steps: this.of(inner) }));
      const assigned = namesOf(arms.flatMap(({ steps }) => steps));
      return [
        { kind: 'choice', arms: arms.map(({ when, steps }) => ({ when: defaulted(when, assigned), steps })), at },
      ];
    });
  }

  private ruleOf(rule: Extract<MakeNode, { kind: 'rule' }>): Step {
    const step = { ...ruleStep(rule), steps: this.recipeOf(rule) };
    return rule.goesOn ? { ...step, goesOn: true } : step;
  }

  /** Each line is a shell of its own, unless the file asks for one. */
  private recipeOf({ targets, recipes }: Extract<MakeNode, { kind: 'rule' }>): readonly Step[] {
    const { isOneShell, ignored } = this.read;
    const lines = recipes.map(({ pieces, isIgnored }) => ({
      text: withoutPrefix(makeTemplate(pieces)),
      isIgnored,
      at: spanOfPieces(pieces, startOfFile(this.file)),
    }));
    for (const { pieces } of recipes)
      if (/\$[({](?:eval|call)[ \t]/.test(flatten(pieces))) this.evaluated.push(makeTemplate(pieces));
    const [first] = lines;
    if (first === undefined) return [];
    const text = () =>
      joinTemplates(
        lines.map((line) => line.text),
        [impliedText('\n', first.at)],
      );
    const mayFail =
      ignored === null ||
      flatten(targets)
        .split(/\s+/)
        .some((target) => ignored.has(target));
    return (isOneShell ? [{ ...first, text: text() }] : lines).map(({ text, at, isIgnored }): Step => {
      const step: Step = { kind: 'shell', text, at, ...this.start, isolated: !isOneShell };
      return isIgnored || mayFail ? { kind: 'attempt', steps: [step], isSwallowed: true, at } : step;
    });
  }
}

/** What a command that a variable names cannot have as its first word: `$(Q) if`, `$(Q) (`; `if=/dev/zero` can be one. */
const STARTS_ANEW = /^\s+(?:[({]|(?:if|for|while|until|case|!|\[\[?)\s)/;

/**
 * `$(Q)git clone`: by custom the first variable of a line holds make's own `@`, or nothing. One that nobody knows is such a one where it is
 * glued to the command, or where what follows can only begin one.
 */
function withoutPrefix(template: Template): Template {
  const [first, second] = template.language === 'parts' ? template.parts : [];
  if (template.language !== 'parts' || first?.kind !== 'variable' || second?.kind !== 'text') return template;
  const isGlued = /^[A-Za-z{([!]/.test(second.text) || STARTS_ANEW.test(second.text);
  if (!isGlued && !/^\s/.test(second.text)) return template;
  const { text, at } = first;
  const operands = [partsTemplate([first]), ...(isGlued ? [partsTemplate([])] : [])];
  const prefix: TemplatePart = { kind: 'operation', operation: 'recipe-prefix', operands, text, at };
  return partsTemplate([prefix, ...template.parts.slice(1)]);
}
