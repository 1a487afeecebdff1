import type { Step, Template } from './program.ts';
import type { Span } from './span.ts';

/**
 * A rule of make. Its recipe runs behind all that the program and what it includes set, with `settings` (of every rule for the target, and
 * of targets that need it) in place.
 */
export type RuleStep = {
  readonly kind: 'rule';
  readonly targets: Template;
  readonly prerequisites: Template;
  /** Assignments for the targets; where `isPrivate`, what they need does not see them. */
  readonly settings: readonly Step[];
  readonly isPrivate?: true;
  /** The recipe. */
  readonly steps: readonly Step[];
  /** Another part of the recipe of the rule before it, in or behind an arm. */
  readonly goesOn?: true;
  readonly at: Span;
};

/** Variables of the host's language, all of them (null) or by name, that every shell behind the settings sees. */
export type ExportStep = { readonly kind: 'export'; readonly names: readonly string[] | null; readonly at: Span };
