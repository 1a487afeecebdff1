import type { Subcommand } from './command.ts';

/** Tells what a rule finds, why that matters and what to do. */
export const explain: Subcommand = {
  name: 'explain',
  summary: 'tell what a rule finds, why that matters and what to do',
  operands: { syntax: '[rule]', description: 'the rule that a report names; without one, all rules are listed' },
  options: [],
  examples: [
    { line: 'pinlock explain', does: 'the rules' },
    { line: 'pinlock explain git-clone', does: 'one rule' },
  ],
  exits: [
    { code: 0, means: 'explained' },
    { code: 2, means: 'there is no such rule' },
  ],
  run: async (call, world) => {
    const [{ rules }, { storyOf }, { nearestOf }, { renderRule, renderRules }, { toLook }, { UserError }] =
      await Promise.all([
        import('../match/index.ts'),
        import('../match/rule-examples.ts'),
        import('../config/nearest.ts'),
        import('../reports/render-rule.ts'),
        import('./run-options.ts'),
        import('../errors.ts'),
      ]);
    const [id] = call.operands;
    const look = toLook(call, world);
    if (id === undefined) {
      world.stdout.write(renderRules(rules, look));
      return 0;
    }
    const rule = storyOf(id);
    if (rule === undefined) {
      const nearest = nearestOf(
        id,
        rules.map((known) => known.id),
      );
      const hint = nearest === undefined ? 'pinlock explain lists the rules' : `did you mean ${nearest}?`;
      throw new UserError(`there is no rule '${id}'`, { hint });
    }
    world.stdout.write(renderRule(rule, look));
    return 0;
  },
};
