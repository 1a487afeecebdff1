import type { FetchKind, MakeAct, PlaceAct, SelectAct, UpdateAct } from '../model/act.ts';

/** What an act's own key says, as the model spells it. The compiler let nothing else pass: anything else is a bug. */
export function fetchKindOf(variety: string): FetchKind {
  switch (variety) {
    case 'git':
    case 'image':
    case 'file':
    case 'hg':
    case 'svn':
    case 'package':
      return variety;
    default:
      throw new Error(`a compiled rule fetches '${variety}'`);
  }
}

/** As `fetchKindOf`, for what moves a work tree. */
export function selectionOf(variety: string): SelectAct['how'] {
  switch (variety) {
    case 'checkout':
    case 'reset':
    case 'switch':
    case 'merge':
    case 'beside':
      return variety;
    default:
      throw new Error(`a compiled rule selects by '${variety}'`);
  }
}

/** As `fetchKindOf`, for what moves a repository or its submodules. */
export function updateOf(variety: string): UpdateAct['how'] {
  switch (variety) {
    case 'pull':
    case 'submodule-remote':
    case 'submodule-recorded':
      return variety;
    default:
      throw new Error(`a compiled rule updates by '${variety}'`);
  }
}

/** As `fetchKindOf`, for how files get elsewhere. */
export function placementOf(variety: string): PlaceAct['how'] {
  switch (variety) {
    case 'move':
    case 'copy':
    case 'link':
      return variety;
    default:
      throw new Error(`a compiled rule places by '${variety}'`);
  }
}

/** As `fetchKindOf`, for where images appear. */
export function makingOf(variety: string): MakeAct['where'] {
  switch (variety) {
    case 'image':
      return 'here';
    case 'published-image':
      return 'registry';
    default:
      throw new Error(`a compiled rule makes '${variety}'`);
  }
}
