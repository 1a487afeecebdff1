import type { Resolution } from '../model/resolution.ts';

/** A question that is asked as one: the place for progress, and how it is answered. */
export type Task = { readonly locator: string; readonly run: () => Promise<readonly Resolution[]> };
