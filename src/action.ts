import packageJson from '../package.json' with { type: 'json' };
import { runAction } from './action/run-action.ts';

// The entry of action.yml. GitHub's runner fails a step whose process does not end with 0.
process.exitCode = await runAction({
  env: process.env,
  write: (text) => void process.stdout.write(text),
  now: () => new Date(),
  version: packageJson.version,
  node: `node ${process.version}, ${process.platform}`,
  interruption: () => {
    const controller = new AbortController();
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => controller.abort());
    return controller.signal;
  },
});
