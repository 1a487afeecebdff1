import { isCommit } from '../model/pin.ts';
import { judgeRef, type RefJudgement } from './ref-name.ts';

/** `v1.2.4-0.20210101120000-0123456789ab`: the end is the start of a commit's id. */
const PSEUDO_VERSION = /^v\d+\.\d+\.\d+-(?:[0-9A-Za-z.-]*\.)?\d{14}-([0-9a-f]{12})(?:\+incompatible)?$/;
const VERSION = /^v\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?(?:\+incompatible)?$/;
/** The start of a version, or a comparison with one. */
const LINE = /^(?:v\d+(?:\.\d+)?|[<>]=?v\d.*)$/;
const NEWEST = /^(?:latest|upgrade|patch)$/;
/** Folders below the top that may be modules; deeper ones are none in practice. */
const MOST_FOLDERS = 8;

/** How firmly a version query of Go (https://go.dev/ref/mod#version-queries) names a module's commit. */
export function judgeGoQuery(query: string): RefJudgement {
  if (isCommit(query)) return judgeRef(query, 'commit');
  const start = PSEUDO_VERSION.exec(query)?.[1];
  if (start !== undefined) {
    const why = `${query} names the commit that begins with ${start}, as Go writes it down where no tag stands`;
    return { ref: start, refKind: 'commit', verdict: 'tag', why };
  }
  if (VERSION.test(query)) {
    const ref = query.replace('+incompatible', '');
    return {
      ref,
      refKind: 'tag',
      verdict: 'tag',
      why: `${query} is a version's tag, which is fixed by convention only`,
    };
  }
  if (NEWEST.test(query))
    return { ref: query, refKind: 'rolling', verdict: 'moving', why: `Go takes the newest release for ${query}` };
  if (LINE.test(query))
    return { ref: query, refKind: 'rolling', verdict: 'moving', why: `Go takes the newest version that fits ${query}` };
  return judgeRef(query, null);
}

/**
 * The refs that may be meant where a package lies in this folder of its repository ('' is its top): with the folder of each module that may
 * hold it before a version (https://go.dev/ref/mod#vcs-version). Branches and commits are of the whole repository. `v2` at the end of a
 * module's path stands in no tag; before a query it says which versions fit.
 */
export function moduleRefs(folder: string, ref: string): readonly string[] {
  const isQuery = NEWEST.test(ref) || LINE.test(ref);
  if (!isQuery && !VERSION.test(ref)) return [ref];
  const parts = folder.split('/').filter((part) => part !== '' && part !== '...');
  const refs = [ref];
  for (let count = 1; count <= Math.min(parts.length, MOST_FOLDERS); count++) {
    const path = parts.slice(0, count);
    const isMajor = /^v\d+$/.test(path.at(-1) ?? '');
    const before = isMajor && !isQuery ? path.slice(0, -1) : path;
    refs.push([...before, ref].join('/'));
  }
  return [...new Set(refs)];
}
