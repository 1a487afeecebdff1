import type { Span } from './span.ts';

/**
 * One splice; `span` may be empty (an insertion). Edits of one file never overlap; several insertions
 * at one place have an `order`.
 */
export type Edit = {
  readonly span: Span;
  readonly text: string;
  readonly why: 'ref' | 'dependent' | 'option' | 'check' | 'companion';
  /** Among insertions at one place, the lowest first. */
  readonly order?: number;
};
