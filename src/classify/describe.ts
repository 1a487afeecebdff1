import type { Fetch } from '../model/fetch.ts';
import { applyChecks } from './apply-checks.ts';
import { applyLockfile } from './apply-lockfile.ts';
import { classifyFile } from './classify-file.ts';
import { classifyImage } from './classify-image.ts';
import { classifyPackage } from './classify-package.ts';
import { classifyRepository } from './classify-repository.ts';
import type { ClassifyOptions, Meaning } from './meaning.ts';
import { applyIneffective, applyPlace, applyUnwatched, applyUse } from './pin-effect.ts';
import { readPlaceholders } from './placeholders.ts';

/** What one fetch means, placeholders read as unknown, checks and lost pins counted. Undefined when nothing comes from outside. */
export function describeFetch(written: Fetch, options: ClassifyOptions): Meaning | undefined {
  const fetch = readPlaceholders(written);
  const { act } = fetch;
  if (act.kind === 'fetch' && act.marks.has('upload')) return undefined;
  const meaning = readLocator(fetch, options);
  if (meaning === undefined) return undefined;
  return applyPlace(
    fetch,
    applyUse(
      fetch,
      applyUnwatched(fetch, applyIneffective(fetch, applyChecks(fetch, applyLockfile(fetch, meaning, options)))),
    ),
  );
}

function readLocator(fetch: Fetch, options: ClassifyOptions): Meaning | undefined {
  const { act } = fetch;
  const kind = act.kind === 'fetch' ? act.what : 'git';
  switch (kind) {
    case 'git':
    case 'hg':
    case 'svn':
      return classifyRepository(fetch, kind, options);
    case 'image':
      return classifyImage(fetch);
    case 'file':
      return classifyFile(fetch, options);
    case 'package':
      return classifyPackage(fetch);
    default:
      return kind satisfies never;
  }
}
