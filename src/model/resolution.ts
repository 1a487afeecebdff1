import type { Pin } from './pin.ts';
import type { Source } from './source.ts';

/** Why a source has no pin. Each reason has its own advice. */
export type UnresolvedReason =
  | 'not-found'
  | 'authentication'
  | 'rate-limit'
  | 'unreachable'
  | 'tls'
  | 'too-large'
  | 'timed-out'
  | 'moved'
  | 'refused'
  | 'invalid'
  | 'not-supported';

/** `format`: `tar.gz`; null where the address does not say. `message` names the archive. */
export type ArchiveFault = {
  readonly format: string | null;
  readonly reason: UnresolvedReason;
  readonly message: string;
};

/** What resolving one source gave: a pin, or a reason with a sentence that names place and advice. */
export type Resolution =
  | {
      readonly kind: 'pinned';
      readonly source: Source;
      readonly pin: Pin;
      readonly notes: readonly string[];
      /** For what follows a branch: the tag of the repository's newest release, without `refs/tags/`; absent where there is none. */
      readonly newestRelease?: string;
      /**
       * For a tag that follows releases by custom (`v4` beside `v4.1.0`): the release that it stands at now, without `refs/tags/`; absent
       * where no longer name of the tag has its commit.
       */
      readonly standsAt?: string;
      /** The mirror that answered instead of the host; absent where none did. It may be behind what is pinned. */
      readonly mirror?: string;
      /** Archives of it whose content could not be hashed, or is another than that of the pin; absent where there are none. */
      readonly archiveFaults?: readonly ArchiveFault[];
    }
  | {
      readonly kind: 'unresolved';
      readonly source: Source;
      readonly reason: UnresolvedReason;
      readonly message: string;
    };
