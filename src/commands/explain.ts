import { statSync } from 'node:fs';
import { dirname } from 'node:path';
import { UserError } from '../errors.ts';
import type { Call, Subcommand, World } from './command.ts';
import { toAbsolute } from './run-options.ts';

/** Tells what a rule finds, why that matters and what to do; or what is fetched on a line of a file. */
export const explain: Subcommand = {
  name: 'explain',
  summary: 'tell what a rule finds, or what is fetched on a line and where its parts were written (offline)',
  operands: {
    syntax: '[what]',
    description: 'a rule that a report names, or FILE:LINE; without it, all rules are listed',
  },
  options: [],
  examples: [
    { line: 'pinlock explain', does: 'the rules' },
    { line: 'pinlock explain git-clone', does: 'one rule' },
    { line: 'pinlock explain Dockerfile:12', does: 'one line, and what apply would write there' },
  ],
  exits: [
    { code: 0, means: 'explained' },
    { code: 2, means: 'there is no such rule; or as scan' },
    { code: 3, means: 'the file cannot be opened' },
  ],
  run: async (call, world) => {
    const [what] = call.operands;
    const [, file, line] = /^(.+):(\d{1,9})$/s.exec(what ?? '') ?? [];
    if (file !== undefined) world.stdout.write(await placeText(file, Number(line), call, world));
    else world.stdout.write(await ruleText(what, call, world));
    return 0;
  },
};

async function placeText(label: string, line: number, call: Call, world: World): Promise<string> {
  const [{ explainPlace }, { renderPlace }, { ruleById }, { toPorts }, { toLook, toRunOptions }] = await Promise.all([
    import('../run/explain-place.ts'),
    import('../reports/render-place.ts'),
    import('../match/index.ts'),
    import('./ports.ts'),
    import('./run-options.ts'),
  ]);
  const path = toAbsolute(call, world, label) ?? label;
  if (statSync(path, { throwIfNoEntry: false })?.isFile() !== true)
    throw new UserError(`${label}: no such file`, { exitCode: 3 });
  const place = { path, folder: dirname(path), label, line };
  const story = await explainPlace(place, toRunOptions(call, world), toPorts(call, world));
  return renderPlace(story, ruleById, toLook(call, world));
}

async function ruleText(id: string | undefined, call: Call, world: World): Promise<string> {
  const [{ rules }, { storyOf }, { nearestOf }, { renderRule, renderRules }, { toLook }] = await Promise.all([
    import('../match/index.ts'),
    import('../match/rule-examples.ts'),
    import('../config/nearest.ts'),
    import('../reports/render-rule.ts'),
    import('./run-options.ts'),
  ]);
  const look = toLook(call, world);
  if (id === undefined) return renderRules(rules, look);
  const rule = storyOf(id);
  if (rule !== undefined) return renderRule(rule, look);
  const path = toAbsolute(call, world, id);
  if (path !== null && statSync(path, { throwIfNoEntry: false })?.isFile() === true)
    throw new UserError(`${id} is a file`, { hint: `name a line of it: pinlock explain ${id}:1` });
  const nearest = nearestOf(
    id,
    rules.map((known) => known.id),
  );
  const hint = nearest === undefined ? 'pinlock explain lists the rules' : `did you mean ${nearest}?`;
  throw new UserError(`there is no rule '${id}'`, { hint });
}
