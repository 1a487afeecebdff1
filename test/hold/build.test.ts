import { mkdtempSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { usePinlock } from '../commands/pinlock.ts';
import { requireProgram } from '../support/installed.ts';
import { type BuildWorld, createBuildWorld, PRODUCT } from './build-world.ts';

/** The real builder, against everything on loopback: what was tested is what is shipped, whatever upstream does meanwhile. */
const isComplete = ['buildah', 'docker-registry', 'busybox'].map(requireProgram).every((isThere) => isThere);

/** Each build fills a storage of its own, which takes a second or two on an idle machine. */
const SLOW = 300_000;

describe.skipIf(!isComplete)(
  'an image that buildah builds (buildah, docker-registry, busybox)',
  { timeout: SLOW },
  () => {
    const pinlock = usePinlock();
    const run = (cwd: string, ...args: readonly string[]) => pinlock.run(args, { cwd, env: world.env });
    /** Through pinlock, from a fresh clone; the digest. */
    const rebuild = (...options: readonly string[]) => {
      const command = [
        process.execPath,
        pinlock.program(),
        'run',
        ...options,
        '--keep',
        'image.id',
        '--',
        'sh',
        'build.sh',
      ];
      return world.build(world.clone(), command);
    };
    let world: BuildWorld;
    /** Version 1, built by name before anything moved; and what the first build by pins made of the same. */
    let [byName, byPins] = ['', ''];
    /** The files of version 1. */
    let files = '';

    beforeAll(async () => {
      world = await createBuildWorld();
      world.lib.commit({ version: 'one' });
      await world.pushBase('one');
      world.setTool('echo one\n');
      world.product.commit(PRODUCT);
      const folder = world.clone();
      expect(await run(folder, 'resolve')).toMatchObject({ exitCode: 0 });
      world.product.commit({ 'pinlock.lock': readFileSync(join(folder, 'pinlock.lock'), 'utf8') });
      const built = await world.build(world.clone());
      expect(built).toMatchObject({ exitCode: 0, digest: expect.stringMatching(/^sha256:/) });
      byName = built.digest;
      files = built.layers;
      expect(files).toMatch(/^\[sha256:\w+ sha256:\w+\]$/);
      byPins = (await rebuild()).digest;
      expect(byPins).toMatch(/^sha256:/);

      world.lib.commit({ version: 'two' });
      await world.pushBase('two');
    }, SLOW);
    afterAll(() => world.close());

    it('is another one when it is built by name, once branch, base image and file have moved', async () => {
      world.setTool('echo two\n');
      const { exitCode, digest, layers } = await world.build(world.clone());
      world.setTool('echo one\n');
      expect(exitCode).toBe(0);
      expect(digest).not.toBe(byName);
      expect(layers).not.toBe(files);
    });

    // The commands of a build are part of its image, and those that hold a pin are others: one digest with version 1 as it was built by
    // name there cannot be, the same files there must be.
    it('is version 1 with pinlock run, three times, from fresh clones', async () => {
      for (let time = 0; time < 3; time += 1)
        expect(await rebuild()).toMatchObject({ exitCode: 0, digest: byPins, layers: files });
    });

    it('is the same with pinlock run --in-place', async () => {
      const command = [process.execPath, pinlock.program(), 'run', '--in-place', '--', 'sh', 'build.sh'];
      expect(await world.build(world.clone(), command)).toMatchObject({ exitCode: 0, digest: byPins });
    });

    it('is the same from an export, and after apply, where there is no pinlock', async () => {
      const exported = mkdtempSync(join(world.folder, 'export-'));
      expect(await run(world.clone(), 'export', exported)).toMatchObject({ exitCode: 0 });
      const applied = world.clone();
      expect(await run(applied, 'apply')).toMatchObject({ exitCode: 0 });
      for (const folder of [exported, applied])
        expect(await world.build(folder)).toMatchObject({ exitCode: 0, digest: byPins });
    });

    it('does not come to be when a file that upstream keeps but once has other bytes now', async () => {
      world.setTool('echo two\n');
      const built = await rebuild();
      world.setTool('echo one\n');
      expect(built.digest).toBe('');
      expect(built.exitCode).not.toBe(0);
      // What the check itself prints may be lost when the builder ends; that it is the step with the check is not.
      expect(built.output).toMatch(/building at STEP "RUN wget .* sha256sum -c .*": exit status 1/);
    });

    it('is the same from the vendor folder when upstream was pushed over, has lost its branch, and is gone', async () => {
      const vendor = join(world.folder, 'vendor');
      const kept = await run(world.clone(), 'vendor', vendor);
      expect(kept).toMatchObject({ exitCode: 0, stderr: expect.stringContaining('5 sources kept') });
      const clone = world.clone();
      world.setTool('echo two\n');
      world.lib.commit({ version: 'another history' }, { branch: 'fresh' });
      world.lib.git('update-ref', '-d', 'refs/heads/main');
      await world.disappear();
      const offline = ['run', '--offline', '--vendor', vendor];
      const command = [process.execPath, pinlock.program(), ...offline, '--keep', 'image.id', '--', 'sh', 'build.sh'];
      expect(await world.build(clone, command)).toMatchObject({ exitCode: 0, digest: byPins, layers: files });
    });
  },
);
