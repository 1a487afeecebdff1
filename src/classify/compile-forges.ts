import { lastName } from '../model/tree-path.ts';
import { type Filler, parseFiller } from '../syntax/filler.ts';
import { captureNames, parseTemplate } from '../syntax/parse-template.ts';
import type { UrlTemplate } from '../syntax/template.ts';
import type { Forge, ForgeFormRule } from './forge.ts';
import { type ForgeFile, type ForgeFormFile, forgeSchema } from './forge-schema.ts';
import { FILTERS } from './forge-values.ts';
import { type RuleFile, readYaml } from './read-yaml.ts';

/**
 * `rules/forges/*.yml` as the text of a TypeScript module that exports `FORGES`. Throws an Error that names file and line, or file, form
 * and the part at fault. Runs at build time.
 */
export function compileForges(files: readonly RuleFile[]): string {
  // Plain git fits every URL, so it is asked last.
  const forges = files
    .map(readForge)
    .sort((a, b) => Number(a.hosts.includes('*')) - Number(b.hosts.includes('*')) || (a.id < b.id ? -1 : 1));
  return [
    '// Made from rules/forges by scripts/generate.mjs: edit those files instead.',
    "import type { Forge } from './forge.ts';",
    '',
    'export const FORGES: readonly Forge[] = [',
    ...forges.flatMap(printForge),
    '];',
    '',
  ].join('\n');
}

/** One line for each form: a change of one shape is a change of one line. */
function printForge({ forms, ...forge }: Forge): readonly string[] {
  const head = JSON.stringify(forge).slice(0, -1);
  return [`  ${head},"forms":[`, ...forms.map((form) => `    ${JSON.stringify(form)},`), '  ]},'];
}

/** One file as a compiled forge; its examples stay behind. */
export function readForge(file: RuleFile): Forge {
  const written = readYaml(file, forgeSchema);
  const name = lastName(file.path);
  if (name !== `${written.id}.yml`) throw new Error(`${file.path}:1: id: expected '${name.replace(/\.yml$/, '')}'`);
  return {
    id: written.id,
    title: written.title,
    hosts: written.hosts,
    aliases: Object.entries(written.aliases),
    compare: compileCompare(file.path, written.compare),
    forms: written.forms.map((form) => compileForm(file.path, written, form)),
  };
}

function compileCompare(path: string, text: string | undefined): Filler | null {
  if (text === undefined) return null;
  const filler = attempt(`${path}: compare`, () => parseFiller(text));
  checkGaps(`${path}: compare`, filler, ['repository', 'from', 'to']);
  return filler;
}

function compileForm(path: string, forge: ForgeFile, form: ForgeFormFile): ForgeFormRule {
  const place = `${path}: form '${form.id}'`;
  const match = form.match.map((text) => attempt(place, () => parseTemplate(text)));
  const isGit = form.kind === 'repository' || form.kind === 'archive' || form.kind === 'raw';
  if (isGit && form.repository === undefined) throw new Error(`${place}: repository: missing`);
  if (forge.forms.filter((other) => other.id === form.id).length > 1) throw new Error(`${place}: id: used twice`);
  const compile = (part: string, text: string | undefined, extra: readonly string[]): Filler | null => {
    if (text === undefined) return null;
    const filler = attempt(`${place}: ${part}`, () => parseFiller(text));
    for (const template of match) checkGaps(`${place}: ${part}`, filler, [...captureNames(template), ...extra]);
    return filler;
  };
  return {
    id: form.id,
    kind: form.kind,
    why: form.why ?? null,
    anyHost: form['any-host'],
    match,
    refPrefix: form['ref-prefix'] ?? '',
    orWithV: form['or-with-v'],
    where: Object.entries(form.where).map(([capture, equals]) => ({
      capture,
      equals: compile('where', equals, []) ?? [],
    })),
    repository: compile('repository', form.repository, ['remote']),
    pinned: compile('pinned', form.pinned, ['commit']),
    folder: compile('folder', form.folder, []),
    leadsTo: (form['leads-to'] ?? []).map((text) => attempt(`${place}: leads-to`, () => parseRelease(text))),
  };
}

function parseRelease(text: string): UrlTemplate {
  const template = parseTemplate(text);
  if (!captureNames(template).has('release')) throw new Error("no capture is called 'release'");
  return template;
}

function checkGaps(place: string, filler: Filler, known: readonly string[]): void {
  for (const part of filler) {
    if (part.kind === 'text') continue;
    if (!known.includes(part.name))
      throw new Error(`${place}: '{${part.name}}' is no capture; there are ${known.join(', ')}`);
    for (const filter of part.filters)
      if (!FILTERS.has(filter))
        throw new Error(`${place}: '${filter}' is no filter; there are ${[...FILTERS.keys()].join(', ')}`);
  }
}

function attempt<Value>(place: string, make: () => Value): Value {
  try {
    return make();
  } catch (error) {
    throw new Error(`${place}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}
