import { isDigest } from '../model/pin.ts';
import type { Resolution } from '../model/resolution.ts';
import type { Source } from '../model/source.ts';
import type { Fault } from '../ports/fault.ts';
import { judgeAge } from './age.ts';
import type { Cutoff } from './cutoff.ts';
import type { AuthorisePorts } from './image/authorise.ts';
import { findCreated } from './image/created.ts';
import { findDigest } from './image/digest.ts';
import { openRepository } from './image/repository.ts';
import type { Patience } from './patience.ts';
import { unresolved } from './refs.ts';

export type ImagePorts = AuthorisePorts & { readonly patience: Patience };

/** The grammar of references (https://github.com/distribution/reference); nothing else may stand in a registry's URL. */
const REGISTRY = /^(?:[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?|\[[0-9a-fA-F:]+\])(?::[0-9]{1,5})?$/;
const COMPONENT = /^[a-z0-9]+(?:(?:\.|__?|-+)[a-z0-9]+)*$/;
const TAG = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/;

const WORDS = { made: 'the image was made on', unknown: 'the image does not say when it was made' } as const;

type Pinned = Extract<Resolution, { kind: 'pinned' }>;

/** `cutoff`: images that were made later are refused, by what they say themselves. */
export type ImageOptions = { readonly cutoff: Cutoff | null; readonly signal: AbortSignal | undefined };

/**
 * Resolves the tags of ONE image repository, one after the other within one session; no tag is `latest`. `locator` is
 * `docker.io/library/debian`. Same order as given.
 */
export async function resolveImages(
  locator: string,
  sources: readonly Source[],
  ports: ImagePorts,
  { cutoff, signal }: ImageOptions,
): Promise<readonly Resolution[]> {
  const slash = locator.indexOf('/');
  const [registry, repository] = [locator.slice(0, Math.max(slash, 0)), locator.slice(slash + 1)];
  const isName = REGISTRY.test(registry) && repository.split('/').every((component) => COMPONENT.test(component));
  const session = openRepository(registry, repository, ports);
  const resolutions: Resolution[] = [];
  for (const source of sources) {
    const reference = source.ref ?? 'latest';
    if (isDigest(reference)) {
      resolutions.push({ kind: 'pinned', source, pin: { digest: reference }, notes: [] });
    } else if (!isName || !TAG.test(reference)) {
      resolutions.push(
        unresolved(
          source,
          'invalid',
          'this is no name of an image; expected one such as docker.io/library/debian:bookworm',
        ),
      );
    } else {
      const find = () => findDigest(session.askManifest, reference, ports.now, signal);
      const answer = await ports.patience(locator, find, signal);
      if (answer.kind === 'fault') resolutions.push(toUnresolved(source, answer));
      else {
        const pinned: Pinned = { kind: 'pinned', source, pin: { digest: answer.digest }, notes: [] };
        const age = () => findCreated(session, answer.digest, ports.now, signal);
        const created = cutoff === null ? null : await ports.patience(locator, age, signal);
        if (created?.kind === 'fault') resolutions.push(toUnresolved(source, created));
        else
          resolutions.push(
            cutoff === null || created === null ? pinned : judgeAge(pinned, created.seconds, cutoff, WORDS),
          );
      }
    }
  }
  return resolutions;
}

function toUnresolved(source: Source, { reason, message }: Fault): Resolution {
  return { kind: 'unresolved', source, reason, message };
}
