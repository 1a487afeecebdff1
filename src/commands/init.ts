import { UserError } from '../errors.ts';
import type { Subcommand } from './command.ts';

/** Looks at the project, asks what has to be decided, and writes pinlock.yml. */
export const init: Subcommand = {
  name: 'init',
  summary: 'look at a project, and write its pinlock.yml (offline)',
  operands: { syntax: '[paths...]', description: 'folders of projects (default: the one that it is started in)' },
  options: [
    { flags: '--yes', description: 'ask nothing and take what is proposed: for scripts and many projects' },
    {
      flags: '--baseline',
      description: 'keep the findings of today in pinlock.baseline: they do not fail, new ones do',
    },
    {
      flags: '--hold <what>',
      description: 'file: pins will stand in the files; pinlock: builds will go through pinlock run',
      choices: ['file', 'pinlock'],
    },
    {
      flags: '--workflow <action>',
      description: "also write a GitHub workflow; this is pinlock's action as OWNER/NAME@REF",
    },
    {
      flags: '--hook',
      description: 'also write a hook of git that judges each commit; one that is there stays as it is',
    },
  ],
  examples: [
    { line: 'pinlock init', does: 'look, ask, write' },
    { line: 'pinlock init --yes --baseline ~/src/*', does: 'many projects at once' },
  ],
  exits: [
    { code: 0, means: 'written' },
    { code: 2, means: 'wrong use or configuration, pinlock.yml is there already, or nobody to ask' },
    { code: 3, means: 'a path that was given cannot be opened or written' },
  ],
  run: async (call, world) => {
    const [
      { initHook, initRoot, surveyRoots },
      { renderSurvey },
      { renderHook },
      { askFor, propose, toWorkflow },
      { nextSteps },
      { toPorts },
      { toLook, toRunOptions },
    ] = await Promise.all([
      import('../run/init-roots.ts'),
      import('../reports/render-survey.ts'),
      import('../reports/render-hook.ts'),
      import('./init-plan.ts'),
      import('./init-next.ts'),
      import('./ports.ts'),
      import('./run-options.ts'),
    ]);
    const wishes = {
      workflow: toWorkflow(call.text('workflow')),
      hook: renderHook(world.self),
      wantsHook: call.flag('hook'),
    };
    const options = toRunOptions(call, world);
    const ports = toPorts(call, world);
    const surveys = await surveyRoots(options, ports);
    const faults: string[] = [];
    for (const survey of surveys) {
      world.stdout.write(renderSurvey(survey, toLook(call, world).color));
      const plan = call.flag('yes') ? propose(survey, call, wishes) : await askFor(survey, call, world, wishes);
      try {
        const written = await initRoot(survey, plan, options, ports);
        const hook = plan.hook === null ? null : await initHook(survey, plan.hook, ports);
        const done = [
          ...(written.length === 0 ? [] : [`written, to be committed: ${written.join(', ')}`]),
          ...(hook === null ? [] : [`written, for this clone alone: ${hook}`]),
        ];
        world.stdout.write(`\n${[...done, nextSteps(survey, plan, world)].join('\n')}\n`);
      } catch (error) {
        // Of many projects the others are set up nevertheless.
        if (!(error instanceof UserError) || surveys.length === 1) throw error;
        faults.push(`${survey.top}: ${error.message}`);
      }
    }
    if (faults.length > 0) throw new UserError(faults.join('\n'));
    return 0;
  },
};
