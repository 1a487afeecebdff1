import { isDigest } from '../model/pin.ts';
import type { Resolution } from '../model/resolution.ts';
import type { Source } from '../model/source.ts';
import type { AuthorisePorts } from './image/authorise.ts';
import { findDigest } from './image/digest.ts';
import { openRepository } from './image/repository.ts';
import type { Patience } from './patience.ts';
import { unresolved } from './refs.ts';

export type ImagePorts = AuthorisePorts & { readonly patience: Patience };

/** The grammar of references (https://github.com/distribution/reference); nothing else may stand in a registry's URL. */
const REGISTRY = /^(?:[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?|\[[0-9a-fA-F:]+\])(?::[0-9]{1,5})?$/;
const COMPONENT = /^[a-z0-9]+(?:(?:\.|__?|-+)[a-z0-9]+)*$/;
const TAG = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/;

/**
 * Resolves the tags of ONE image repository, one after the other within one session; no tag is `latest`. `locator` is
 * `docker.io/library/debian`. Same order as given.
 */
export async function resolveImages(
  locator: string,
  sources: readonly Source[],
  ports: ImagePorts,
  signal: AbortSignal | undefined,
): Promise<readonly Resolution[]> {
  const slash = locator.indexOf('/');
  const [registry, repository] = [locator.slice(0, Math.max(slash, 0)), locator.slice(slash + 1)];
  const isName = REGISTRY.test(registry) && repository.split('/').every((component) => COMPONENT.test(component));
  const ask = openRepository(registry, repository, ports);
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
      const answer = await ports.patience(locator, () => findDigest(ask, reference, ports.now, signal), signal);
      resolutions.push(
        answer.kind === 'fault'
          ? { kind: 'unresolved', source, reason: answer.reason, message: answer.message }
          : { kind: 'pinned', source, pin: { digest: answer.digest }, notes: [] },
      );
    }
  }
  return resolutions;
}
