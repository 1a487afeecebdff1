import { changeTexts } from '../model/change-texts.ts';
import type { Program, Step, Template } from '../model/program.ts';
import { impliedTemplate } from '../model/template.ts';
import { readTemplateName } from '../model/template-name.ts';
import { knownText } from '../model/value.ts';
import { renderingsOf } from '../syntax/template-arms.ts';
import { maskTemplate, unmaskPieces } from '../syntax/template-mask.ts';
import { readTags } from '../syntax/template-tags.ts';
import type { Format } from './format.ts';

/** `#!@SHELL@`, `#! {{ bash }}`: a placeholder that is called so is a shell. */
const SHELL_LINE = /^#![ \t]*(?:@\w*sh\w*@|\{\{[^{}]*sh[^{}]*\}\}|<%=[^<>]*sh[^<>]*%>)/i;

/**
 * Templates of files of the given formats. A template is read as each of the texts that it may become: arms that exclude each other are
 * never read together, and what stands below a condition is also read without.
 */
export function templateOf(formats: readonly Format[]): Format {
  const formatOf = (path: string, firstLine: string) => {
    const template = readTemplateName(path);
    const start = firstLine.replace(SHELL_LINE, '#!/bin/sh');
    const format = template && formats.find(({ matches }) => matches(template.name, start));
    return format && { format, ending: template.ending };
  };
  return {
    id: 'template',
    title: 'templates of the files below: *.j2, *.tmpl, *.tpl, *.erb, *.template, *.mustache, *.in',
    reads: 'what the file would become, below each of its conditions; placeholders are unknown',
    writes: 'as in those files, outside of placeholders',
    matches: (path, firstLine) => formatOf(path, firstLine) !== undefined,
    sign: /:\/\/|git@/,
    parse: (path, text) => {
      const { format, ending } = formatOf(path, text.slice(0, 512).split(/[\r\n]/, 1)[0] ?? '') ?? {};
      if (format === undefined || ending === undefined)
        return { file: path, format: 'template', steps: [], problems: [] };
      return parseTemplate(format, path, text, ending);
    },
  };
}

/** The format, which reads a file whose text shows that it is a template as one, whatever its name ends in. */
export function orTemplate(format: Format): Format {
  return {
    ...format,
    parse: (path, text) => {
      const ending = endingOf(text);
      return ending === undefined ? format.parse(path, text) : parseTemplate(format, path, text, ending);
    },
  };
}

/** The ending that says of which language the marks of a text are; words in quotes may be meant for a program (`-f '{{ .Id }}'`). */
function endingOf(text: string): string | undefined {
  if (!/\{[{%]|<%/.test(text)) return undefined;
  if (/^[ \t]*<%|<%=[^\n%]*%>/m.test(text)) return 'erb';
  if (/^[ \t]*\{%/m.test(text)) return 'j2';
  if (/^[ \t]*\{\{-?[ \t]*(?:if|range|with|end|else|define|template|block)\b/m.test(text)) return 'tmpl';
  if (/^[ \t]*FROM[ \t][^\n]*(?<!\$)\{\{/im.test(text)) return /\{\{-?[ \t]*[.$]/.test(text) ? 'tmpl' : 'j2';
  return /^[^'"#\n]*[ \t=/:]\{\{-?[ \t]+[A-Za-z_][\w.]*[ \t]+(?:\|[^}\n]*)?-?\}\}/m.test(text) ? 'j2' : undefined;
}

function parseTemplate(format: Format, path: string, text: string, ending: string): Program {
  const tags = readTags(text, ending, format.ownTag);
  const { renderings, isWhole } = renderingsOf(text, tags);
  const variants = renderings.map(({ gone }) => {
    const masked = maskTemplate(path, text, tags, gone);
    return changeTexts(format.parse(path, masked.text), (pieces, isShell) => unmaskPieces(masked, pieces, isShell));
  });
  const [first = { file: path, format: format.id, steps: [], problems: [] }, ...others] = withStages(variants);
  const words = tags.map(({ start, end }) => ({ file: path, start, end }));
  return { ...first, template: { others, isWhole, words } };
}

/** A name that is a stage in one of the texts is no image in another that leaves the stage out: no build is made of that one. */
function withStages(variants: readonly Program[]): readonly Program[] {
  const stagesOf = ({ steps }: Program) =>
    new Set(steps.flatMap((step) => (step.kind === 'stage' && step.name !== null ? [step.name.toLowerCase()] : [])));
  const known = new Set(variants.flatMap((variant) => [...stagesOf(variant)]));
  if (known.size === 0) return variants;
  return variants.map((variant) => {
    const own = stagesOf(variant);
    const isLeftOut = (template: Template, before = ''): boolean => {
      const name = template.language === 'parts' ? undefined : knownText(template.pieces)?.toLowerCase();
      return name?.startsWith(before) === true && isOnlyIn(known, own, name.slice(before.length));
    };
    const steps = variant.steps.flatMap((step): readonly Step[] => {
      if (step.kind === 'fact' && step.words.some(({ template }) => isLeftOut(template, '--from='))) return [];
      if (step.kind !== 'stage' || !isLeftOut(step.base)) return [step];
      return [{ ...step, base: impliedTemplate('scratch', step.at) }];
    });
    return { ...variant, steps };
  });
}

function isOnlyIn(known: ReadonlySet<string>, own: ReadonlySet<string>, name: string): boolean {
  return known.has(name) && !own.has(name);
}
