import type { Subcommand } from './command.ts';

const SHELLS = ['bash', 'zsh', 'fish'] as const;

/** Prints a script that completes pinlock's commands and options in a shell. */
export const completion: Subcommand = {
  name: 'completion',
  summary: 'print a script that completes commands, options and rules in your shell',
  operands: { syntax: '<shell>', description: SHELLS.join(', ') },
  options: [],
  examples: [
    { line: 'source <(pinlock completion bash)', does: 'in ~/.bashrc' },
    { line: 'source <(pinlock completion zsh)', does: 'in ~/.zshrc, behind compinit' },
    { line: 'pinlock completion fish | source', does: 'in ~/.config/fish/config.fish' },
  ],
  exits: [
    { code: 0, means: 'printed' },
    { code: 2, means: 'there is no script for such a shell' },
  ],
  run: async (call, world) => {
    const [{ commands }, { COMMON_OPTIONS }, { renderCompletion }, { ruleIds }, { UserError }] = await Promise.all([
      import('./index.ts'),
      import('./options.ts'),
      import('./render-completion.ts'),
      import('../match/index.ts'),
      import('../errors.ts'),
    ]);
    const shell = SHELLS.find((known) => known === call.operands[0]);
    if (shell === undefined)
      throw new UserError(`no completion for '${call.operands[0]}'`, { hint: `the shells are ${SHELLS.join(', ')}` });
    world.stdout.write(renderCompletion(shell, { commands, common: COMMON_OPTIONS, rules: ruleIds }));
    return 0;
  },
};
