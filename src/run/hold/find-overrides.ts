import { lineTable } from '../../reports/positions.ts';
import type { HoldSummary } from '../../reports/render-hold.ts';
import type { RunPorts } from '../ports.ts';
import { rescanOf } from '../rescan.ts';
import type { HoldPlan } from './plan-hold.ts';

/** `make V=x`, `env V=x`, `-DV=x`, `--set target.args.V=x`, and the same inside of a text for a shell. */
const ASSIGNED = /(?:^|[\s'".]|-D)([A-Za-z_]\w*)(?::\w+)?=/g;
/** `--build-arg V` takes the value that the environment has. */
const BUILD_ARGUMENT = /--build-arg[= ]['"]?([A-Za-z_]\w*)/g;

/**
 * Fetches that stand at their pins only where a variable keeps the value that the text gives it, and whose variable the build's command or
 * its environment sets: `LIB_REF=dev` before `git clone -b ${LIB_REF:-main}`. An ARG of a Dockerfile is set by the command alone.
 */
export function findOverridden(
  plan: HoldPlan,
  command: readonly string[],
  env: RunPorts['env'],
): HoldSummary['unheld'] {
  const { root, folders, rewrite } = plan;
  const text = command.join(' ');
  const given = new Set([...text.matchAll(ASSIGNED), ...text.matchAll(BUILD_ARGUMENT)].map(([, name = '']) => name));
  const isSet = (path: string, name: string): boolean =>
    given.has(name) || (root.reading.formatOf(path) !== 'dockerfile' && env[name] !== undefined);
  const setNames = ({ place, overridable }: HoldPlan['held'][number]['fetch']) =>
    overridable.filter((name) => isSet(place.file, name));
  // Most builds set none of the names, and need no second reading.
  if (!plan.held.some(({ fetch }) => setNames(fetch).length > 0)) return [];
  const texts = new Map(rewrite.files.map(({ path, after }) => [path, after]));
  return rescanOf(
    root,
    folders,
  )(texts).flatMap((fetch): HoldSummary['unheld'] => {
    const names = setNames(fetch);
    if (fetch.verdict !== 'exact' || fetch.purpose !== undefined || names.length === 0) return [];
    const path = fetch.place.file;
    const { line } = lineTable(texts.get(path) ?? root.tree.read(path) ?? '').positionOf(fetch.place.start);
    const reason = `the build sets ${names.join(', ')}, which takes the place of what the file says`;
    return [{ kind: 'overridden', path, line, source: fetch.source?.key ?? fetch.url, reason }];
  });
}
