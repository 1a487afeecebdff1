import { UserError } from '../errors.ts';
import type { Hold } from '../model/settings.ts';
import type { Plan, Survey } from '../run/init-roots.ts';
import type { Call, Subcommand, World } from './command.ts';

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
    const [{ initRoot, surveyRoots }, { renderSurvey }, { toPorts }, { toLook, toRunOptions }] = await Promise.all([
      import('../run/init-roots.ts'),
      import('../reports/render-survey.ts'),
      import('./ports.ts'),
      import('./run-options.ts'),
    ]);
    const workflow = toWorkflow(call.text('workflow'));
    const options = toRunOptions(call, world);
    const ports = toPorts(call, world);
    const surveys = await surveyRoots(options, ports);
    const faults: string[] = [];
    for (const survey of surveys) {
      world.stdout.write(renderSurvey(survey, toLook(call, world).color));
      const plan = call.flag('yes') ? propose(survey, call, workflow) : await askFor(survey, call, world, workflow);
      try {
        const written = await initRoot(survey, plan, options, ports);
        world.stdout.write(`\nwritten, to be committed: ${written.join(', ')}\n${nextSteps(survey, plan)}\n`);
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

function propose(survey: Survey, call: Call, workflow: string | null): Plan {
  return {
    exclude: survey.vendored.map(({ folder }) => `${folder}/**`),
    hold: toHold(call.text('hold')),
    baseline: call.flag('baseline'),
    workflow,
  };
}

/** Without a terminal there is nobody to ask, and nothing is decided in silence. */
async function askFor(survey: Survey, call: Call, world: World, workflow: string | null): Promise<Plan> {
  const { findingsBeside } = await import('../run/init-roots.ts');
  const { ask } = world;
  if (ask === null) {
    throw new UserError('init asks some questions, and there is no terminal to ask on', {
      hint: 'pinlock init --yes takes what is proposed; nothing was written',
    });
  }
  const says = async (question: string, isDefault: boolean): Promise<boolean> => {
    const answer = (await ask(`${question} [${isDefault ? 'Y/n' : 'y/N'}] `)).trim().toLowerCase();
    return answer === '' ? isDefault : answer.startsWith('y');
  };
  if (survey.existing.has('pinlock.yml')) return propose({ ...survey, vendored: [] }, call, workflow);
  world.stdout.write('\n');
  const exclude: string[] = [];
  for (const { folder, fetches } of survey.vendored)
    if (await says(`leave out ${folder}/ (${fetches === 1 ? '1 fetch' : `${fetches} fetches`})?`, true))
      exclude.push(`${folder}/**`);
  const hold =
    toHold(call.text('hold')) ??
    toHold(await ask('will pins stand in the files (file), or will builds go through pinlock run (pinlock)? [later] '));
  const findings = findingsBeside(survey, exclude);
  const baseline =
    call.flag('baseline') ||
    (findings > 0 &&
      (await says(`keep the ${findings} findings of today in a baseline, so that only new ones fail?`, false)));
  return { exclude, hold, baseline, workflow };
}

function toHold(text: string | undefined): Hold | null {
  const word = (text ?? '').trim().toLowerCase();
  return word === 'file' || word === 'pinlock' ? word : null;
}

const ACTION = /^[\w.-]+\/[\w./-]+@[\w./-]+$/;

function toWorkflow(text: string | undefined): string | null {
  if (text === undefined) return null;
  if (ACTION.test(text)) return text;
  throw new UserError(`--workflow ${text}: expected OWNER/NAME@REF`);
}

function nextSteps({ existing, report }: Survey, plan: Plan): string {
  const steps: (readonly [string, string])[] = [];
  if (report.counts.moving + report.counts.tag + report.counts.versioned > 0)
    steps.push(['pinlock resolve', 'pin what can change (asks the hosts)']);
  if (plan.hold !== 'pinlock') steps.push(['pinlock apply --dry-run', 'see what it would write into the files']);
  steps.push(['pinlock check', 'for CI: fails on what can move and is not locked']);
  if (existing.has('.pre-commit-config.yaml'))
    steps.push(['pinlock check --quiet', 'as a local hook in .pre-commit-config.yaml']);
  else
    steps.push([
      "printf '#!/bin/sh\\nexec pinlock check\\n' > .git/hooks/pre-commit && chmod +x .git/hooks/pre-commit",
      'as a hook',
    ]);
  if (existing.has('.github') && plan.workflow === null)
    steps.push(['pinlock init --workflow OWNER/NAME@REF', 'a workflow for GitHub']);
  return ['next', ...steps.map(([line, does]) => `  ${line}\n      ${does}`)].join('\n');
}
