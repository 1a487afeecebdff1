import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { HOOK_COMMAND } from '../reports/render-hook.ts';
import type { Plan, Survey } from '../run/init-roots.ts';
import type { World } from './command.ts';

/** What a person does next, each with the reason; every line can be typed as it stands. */
export function nextSteps(survey: Survey, plan: Plan, world: Pick<World, 'env' | 'self'>): string {
  const { existing, report } = survey;
  const steps: (readonly [string, string])[] = [];
  if (report.counts.moving + report.counts.tag + report.counts.versioned > 0)
    steps.push(['pinlock resolve', 'pin what can change (asks the hosts)']);
  if (plan.hold !== 'pinlock') steps.push(['pinlock apply --dry-run', 'see what it would write into the files']);
  steps.push(['pinlock check', 'for CI: fails on what can move and is not locked']);
  if (plan.hook === null) steps.push(...hookSteps(survey));
  if (plan.workflow !== null && !/@[0-9a-f]{40}$/.test(plan.workflow))
    steps.push([
      'pinlock resolve && pinlock apply .github/workflows/pinlock.yml',
      `the workflow names ${plan.workflow}, which can move: this writes its commit`,
    ]);
  if (existing.has('.github') && plan.workflow === null)
    steps.push(['pinlock init --workflow OWNER/NAME@REF', 'a workflow for GitHub']);
  const lines = steps.map(([line, does]) => `  ${line}\n      ${does}`);
  const { node, script } = world.self;
  const notFound = isOnPath(world.env)
    ? []
    : [
        '',
        `pinlock is not on the PATH: write ${/[\s']/.test(node + script) ? `"${node}" "${script}"` : `${node} ${script}`} in its place, or see "Try it" in its README`,
      ];
  return ['next', ...lines, ...notFound].join('\n');
}

function hookSteps({ existing, hook }: Survey): readonly (readonly [string, string])[] {
  if (existing.has('.pre-commit-config.yaml'))
    return [['pinlock check --changed --quiet', 'as a hook in .pre-commit-config.yaml, with always_run: true']];
  if (existing.has('.husky')) return [[HOOK_COMMAND, 'as a line of .husky/pre-commit']];
  if (existing.has('lefthook.yml')) return [[HOOK_COMMAND, 'as a job of pre-commit in lefthook.yml']];
  if (hook.kind === 'none' || (hook.kind === 'taken' && hook.text.includes('pinlock'))) return [];
  if (hook.kind === 'free') return [['pinlock init --hook', 'a hook of git that judges each commit']];
  return [[HOOK_COMMAND, `as a line of the hook that is there, ${hook.path}`]];
}

function isOnPath(env: World['env']): boolean {
  return (env.PATH ?? '')
    .split(delimiter)
    .filter((folder) => folder !== '')
    .some((folder) => {
      try {
        accessSync(join(folder, 'pinlock'), constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}
