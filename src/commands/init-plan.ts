import { UserError } from '../errors.ts';
import type { Hold } from '../model/settings.ts';
import type { Plan, Survey } from '../run/init-roots.ts';
import type { Call, World } from './command.ts';

/** What the options say must be written whatever is answered. */
export type Wishes = { readonly workflow: string | null; readonly hook: string; readonly wantsHook: boolean };

/** What is proposed where nobody is asked. */
export function propose(survey: Survey, call: Call, { workflow, hook, wantsHook }: Wishes): Plan {
  return {
    exclude: survey.existing.has('pinlock.yml') ? [] : survey.vendored.map(({ folder }) => `${folder}/**`),
    hold: toHold(call.text('hold')),
    baseline: call.flag('baseline'),
    workflow,
    hook: wantsHook ? hook : null,
  };
}

/** Asks what has to be decided. Without a terminal there is nobody to ask, and nothing is decided in silence: a UserError. */
export async function askFor(survey: Survey, call: Call, world: World, wishes: Wishes): Promise<Plan> {
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
  if (survey.existing.has('pinlock.yml')) return propose(survey, call, wishes);
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
  const wantsHook =
    wishes.wantsHook ||
    (isHookFree(survey) && (await says('judge each commit, by a hook of git in this clone?', false)));
  return {
    exclude,
    hold,
    baseline,
    workflow: wishes.workflow ?? (await askWorkflow(survey, ask)),
    hook: wantsHook ? wishes.hook : null,
  };
}

/** True where a hook can be written: nobody has one, and no other program keeps the hooks. */
export function isHookFree({ hook, existing }: Survey): boolean {
  return hook.kind === 'free' && !MANAGERS.some((name) => existing.has(name));
}

const MANAGERS = ['.pre-commit-config.yaml', '.husky', 'lefthook.yml'] as const;

async function askWorkflow({ existing, top, gitTop }: Survey, ask: NonNullable<World['ask']>): Promise<string | null> {
  if (!existing.has('.github') || (gitTop !== null && gitTop !== top) || existing.has('.github/workflows/pinlock.yml'))
    return null;
  for (;;) {
    const answer = (
      await ask("a workflow of GitHub that checks each change? pinlock's action as OWNER/NAME@REF: [none] ")
    ).trim();
    if (answer === '') return null;
    if (ACTION.test(answer)) return answer;
  }
}

const ACTION = /^[\w.-]+\/[\w./-]+@[\w./-]+$/;

/** The value of --workflow. Throws a UserError for what names no action. */
export function toWorkflow(text: string | undefined): string | null {
  if (text === undefined) return null;
  if (ACTION.test(text)) return text;
  throw new UserError(`--workflow ${text}: expected OWNER/NAME@REF`);
}

function toHold(text: string | undefined): Hold | null {
  const word = (text ?? '').trim().toLowerCase();
  return word === 'file' || word === 'pinlock' ? word : null;
}
