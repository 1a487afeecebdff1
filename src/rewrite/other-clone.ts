import type { FetchAct } from '../model/act.ts';
import { flatten } from '../model/value.ts';
import { savedAs } from './check.ts';
import { isSafe } from './lay.ts';
import { type Proposal, propose, type Refusal, refuse, type Texts } from './proposal.ts';
import { placeBehind, readShellCommand } from './shell-command.ts';

/** A clone that another command makes (`gh repo clone`, `git submodule add`): the commit is checked out behind it. */
export function pinOtherClone(act: FetchAct, commit: string, texts: Texts): Proposal | Refusal {
  const { invocation, marks } = act;
  const where = texts.place(invocation.word);
  if (marks.has('bare') || marks.has('mirror')) return refuse(`the clone at ${where} is bare`);
  const isCut = invocation.variants.some(({ words }) =>
    words.some(({ pieces }) => /^--(?:depth|shallow|single-branch|filter)/.test(flatten(pieces))),
  );
  if (isCut || marks.has('shallow')) return refuse(`the clone at ${where} may lack the commit: it brings a part only`);
  const command = readShellCommand(invocation, texts);
  if (command.kind === 'refusal') return command;
  const folder = savedAs(act, texts)?.text;
  if (folder === undefined || !isSafe(folder) || folder.startsWith('-'))
    return refuse(`the folder of the clone at ${where} cannot be named a second time`);
  return propose({
    commands: placeBehind(command, [`git -C ${folder} checkout -q ${commit}`]),
    exclusive: [invocation.word],
  });
}
