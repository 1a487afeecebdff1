import { FORGES } from './forges.generated.ts';

/** Code hosts that a configuration may name for a host of its own; plain git is what every host is. */
export const forgeIds: readonly string[] = FORGES.filter(({ hosts }) => !hosts.includes('*')).map(({ id }) => id);
