import type { TemplateTag } from './template-tags.ts';

/** A stretch of a text, half-open. */
export type Extent = { readonly start: number; readonly end: number };

/** What a template may become: which stretches of its text are left out, tags and the arms that are not chosen. In order, none overlapping. */
type Rendering = { readonly gone: readonly Extent[] };

/** An arm: text that is there where its choice says so. */
type Arm = Extent & { readonly choice: Choice; readonly index: number; readonly parent: Arm | null };

/** Constructs with one condition are one choice. `options` counts its arms, with the empty one where there is no `else`. */
type Choice = { readonly index: number; readonly options: number };

/** Most texts that one template is read as, and how long they may be together. */
const MOST_RENDERINGS = 32;
const MOST_CHARACTERS = 8_000_000;

/**
 * The texts that a template may become, such that every arm is in one of them and every two choices are seen in all combinations of their
 * first and last option. `isWhole` is false where that would be too many or too long.
 */
export function renderingsOf(
  text: string,
  tags: readonly TemplateTag[],
): {
  readonly renderings: readonly Rendering[];
  readonly isWhole: boolean;
} {
  const { arms, choices } = readArms(tags);
  const control = tags.filter(({ kind }) => kind !== 'value');
  const seen = new Map<string, ReadonlySet<Arm>>();
  const unseen = new Set(arms);
  const most = Math.min(MOST_RENDERINGS, Math.max(2, Math.floor(MOST_CHARACTERS / text.length)));
  let isWhole = true;
  const add = (optionOf: OptionOf): void => {
    const shown = arms.filter((arm) => isShown(arm, optionOf));
    const key = shown.map(({ start }) => start).join();
    if (seen.has(key)) return;
    if (seen.size >= most) {
      isWhole = false;
      return;
    }
    seen.set(key, new Set(shown));
    for (const arm of shown) unseen.delete(arm);
  };
  for (const optionOf of combinations(choices)) add(optionOf);
  for (const arm of unseen) {
    if (!isWhole) break;
    const path = new Map<Choice, number>();
    for (let one: Arm | null = arm; one !== null; one = one.parent) path.set(one.choice, one.index);
    add((choice) => path.get(choice) ?? choice.options - 1);
  }
  const renderings = [...seen.values()].map((shown): Rendering => {
    const hidden = arms.filter((arm) => !shown.has(arm));
    return { gone: union([...control, ...hidden]) };
  });
  return { renderings, isWhole };
}

type OptionOf = (choice: Choice) => number;

function isShown(arm: Arm, optionOf: OptionOf): boolean {
  for (let one: Arm | null = arm; one !== null; one = one.parent) if (optionOf(one.choice) !== one.index) return false;
  return true;
}

/** All first, all last, each one between, and by the bits of their numbers: two choices differ in at least one. */
function combinations(choices: readonly Choice[]): readonly OptionOf[] {
  const first: OptionOf = () => 0;
  const last: OptionOf = ({ options }) => options - 1;
  const result: OptionOf[] = [first, last];
  const most = choices.reduce((count, { options }) => Math.max(count, options), 0);
  for (let option = 1; option < Math.min(most - 1, MOST_RENDERINGS); option++) {
    for (const other of [first, last]) result.push((choice) => (option < choice.options ? option : other(choice)));
  }
  if (choices.length < 2) return result;
  for (let bit = 1; bit <= choices.length; bit *= 2) {
    const hasBit = ({ index }: Choice) => Math.floor((index + 1) / bit) % 2 === 1;
    result.push((choice) => (hasBit(choice) ? 0 : last(choice)));
    result.push((choice) => (hasBit(choice) ? last(choice) : 0));
  }
  return result;
}

type Construct = { readonly tag: TemplateTag; readonly arms: Extent[]; start: number; hasElse: boolean };

/** `else` without a condition of its own, in all languages. */
const PLAIN_ELSE = /^(?:[)}]\s*)?else\s*[({]?$|^\^$/;

/** Pairs the tags; what has no end has no arms. */
function readArms(tags: readonly TemplateTag[]): {
  readonly arms: readonly Arm[];
  readonly choices: readonly Choice[];
} {
  const stack: Construct[] = [];
  const closed: Construct[] = [];
  for (const tag of tags) {
    const top = stack.at(-1);
    if (tag.kind === 'open' || tag.kind === 'whole') stack.push({ tag, arms: [], start: tag.end, hasElse: false });
    if (top === undefined || (tag.kind !== 'middle' && tag.kind !== 'close')) continue;
    top.arms.push({ start: top.start, end: tag.start });
    top.start = tag.end;
    if (tag.kind === 'middle') top.hasElse ||= PLAIN_ELSE.test(tag.body);
    else {
      stack.pop();
      if (top.tag.kind === 'open') closed.push(top);
    }
  }
  const choices = new Map<string, Choice>();
  const arms = closed.flatMap(({ tag, arms: extents, hasElse }) => {
    const options = extents.length + (hasElse ? 0 : 1);
    const key = `${options} ${tag.body}`;
    const choice = choices.get(key) ?? { index: choices.size, options };
    choices.set(key, choice);
    return extents.map((extent, index): Arm => ({ ...extent, choice, index, parent: null }));
  });
  return { arms: withParents(arms), choices: [...choices.values()] };
}

function withParents(arms: readonly Arm[]): readonly Arm[] {
  const around: Arm[] = [];
  return [...arms]
    .sort((a, b) => a.start - b.start || b.end - a.end)
    .map((arm) => {
      while ((around.at(-1)?.end ?? arm.end) < arm.end) around.pop();
      const nested = { ...arm, parent: around.at(-1) ?? null };
      around.push(nested);
      return nested;
    });
}

function union(extents: readonly Extent[]): readonly Extent[] {
  const result: Extent[] = [];
  for (const { start, end } of [...extents].sort((a, b) => a.start - b.start)) {
    const last = result.at(-1);
    if (last !== undefined && start <= last.end)
      result[result.length - 1] = { start: last.start, end: Math.max(end, last.end) };
    else result.push({ start, end });
  }
  return result;
}
