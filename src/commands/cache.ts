import { UserError } from '../errors.ts';
import type { Subcommand } from './command.ts';

/** Shows or empties the folder in which histories of repositories are kept. */
export const cache: Subcommand = {
  name: 'cache',
  summary: 'show where histories of repositories are kept and how large they are, or clear them (offline)',
  operands: { syntax: '[action]', description: 'clear: delete all of it; it is fetched again when it is needed' },
  options: [],
  examples: [
    { line: 'pinlock cache', does: 'place and size' },
    { line: 'pinlock cache clear', does: 'delete everything that pinlock keeps there' },
  ],
  exits: [
    { code: 0, means: 'shown or cleared' },
    { code: 2, means: 'wrong use, or a folder that cannot be used' },
  ],
  run: async (call, world) => {
    const [action, ...others] = call.operands;
    if ((action !== undefined && action !== 'clear') || others.length > 0) {
      throw new UserError(`there is no 'pinlock cache ${call.operands.join(' ')}'`, {
        hint: 'expected pinlock cache, or pinlock cache clear',
      });
    }
    const [{ clearCache, readCacheContent }, { renderCache }] = await Promise.all([
      import('../ports/cache.ts'),
      import('../reports/render-cache.ts'),
    ]);
    const content = action === 'clear' ? clearCache(world.env) : readCacheContent(world.env);
    world.stdout.write(renderCache(content, action === 'clear'));
    return 0;
  },
};
