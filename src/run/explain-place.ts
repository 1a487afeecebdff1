import { UserError } from '../errors.ts';
import type { ReportedFetch } from '../model/report.ts';
import type { ClassifiedFetch } from '../model/source.ts';
import type { Span } from '../model/span.ts';
import type { Pieces } from '../model/value.ts';
import { buildReport } from '../reports/build-report.ts';
import { lineTable } from '../reports/positions.ts';
import type { PieceStory, PlaceStory, WhatApplyWrites } from '../reports/render-place.ts';
import { rewrite } from '../rewrite/index.ts';
import { type JudgedStanding, judgeFetches, standingsOf } from './judge-fetches.ts';
import { type OpenRoot, openRoots } from './open-roots.ts';
import { NO_CHECK, type RunOptions, type RunPorts } from './ports.ts';
import { pastOf } from './report-roots.ts';
import { rescanOf, scannedOf } from './rescan.ts';
import { type Baseline, loadBaseline } from './since/baselines.ts';
import { createRevisions } from './since/revisions.ts';
import { openUsable } from './write-files.ts';

/** A line of a file: `path` is absolute, `label` as it was typed, `line` 1-based. `folder` is that of the file. */
export type Place = { readonly path: string; readonly folder: string; readonly label: string; readonly line: number };

/**
 * What is fetched on a line, or by what the line feeds; the whole root is read, since other files may call it. Throws a UserError for a file
 * that cannot be read. Opens no connection and writes nothing.
 */
export async function explainPlace(place: Place, options: RunOptions, ports: RunPorts): Promise<PlaceStory> {
  const root = await openAround(place, options, ports);
  const path = ports.pathFrom(root.scan.tree.root, place.path);
  const folders = openUsable(root, options);
  const today = ports.now().toISOString().slice(0, 10);
  const standings = standingsOf(root, folders, ports.hash);
  const past = pastOf(standings, { since: null, policyBase: null, baseline: await baselineOf(root, options, ports) });
  const { fetches } = judgeFetches(root, standings, { strict: options.strict, today }, past);
  const lines = newLines(root);
  const isOn = (at: Span): boolean => at.file === path && lines.first(at) <= place.line && place.line <= lines.last(at);
  const own = fetches.filter(({ fetch }) => isOn(extentOf(fetch)));
  const fed = fetches.filter(({ fetch }) => [...piecesOf(fetch), ...fetch.related].some(({ at }) => isOn(at)));
  const chosen = own.length > 0 ? own : fed;
  const reported = new Map(toReported(chosen, root).map((fetch) => [fetch.id, fetch]));
  return {
    path,
    line: place.line,
    others: [
      ...new Set(fetches.filter(({ fetch }) => fetch.place.file === path).map(({ fetch }) => lines.first(fetch.place))),
    ],
    wasRead: root.scan.files.some((file) => file.path === path) || root.tree.pathsRead().includes(path),
    fetches: chosen.flatMap((judged) => {
      const fetch = reported.get(judged.id);
      if (fetch === undefined) return [];
      const applied = whatApplyWrites(judged, root, folders);
      return [
        { fetch, url: toStory(judged.fetch.fetch.url.pieces, lines), ref: refStory(judged.fetch, lines), applied },
      ];
    }),
  };
}

/** What was found when the project began with pinlock: check does not fail for it. */
function baselineOf(root: OpenRoot, options: RunOptions, ports: RunPorts): Promise<Baseline | null> {
  const checking = { ...options, ...NO_CHECK };
  const counted = { config: root.config, own: root.config };
  return loadBaseline(root, counted, { options: checking, revisions: createRevisions(checking, ports), ports });
}

/** The root of the file, read as a whole, with the file itself even if its name says nothing. */
async function openAround(place: Place, options: RunOptions, ports: RunPorts): Promise<OpenRoot> {
  const [whole] = await openRoots({ ...options, paths: [], cwd: place.folder }, ports);
  if (whole === undefined) throw new Error('a folder without a root');
  const top = whole.scan.tree.root;
  if (whole.scan.files.some(({ path }) => path === ports.pathFrom(top, place.path))) return whole;
  const [both] = await openRoots({ ...options, paths: [top, place.path], cwd: place.folder }, ports);
  if (both === undefined || both.scan.tree.root !== top) throw new UserError(`${place.label}: lies outside of ${top}`);
  return both;
}

type Folders = ReturnType<typeof openUsable>;

function whatApplyWrites(judged: JudgedStanding, root: OpenRoot, folders: Folders): WhatApplyWrites {
  if (judged.fetch.verdict === 'exact') return { kind: 'nothing', why: 'the file holds it already' };
  const { pin } = judged;
  if (pin === undefined && judged.fetch.source === null && judged.fetch.candidates.length === 0)
    return { kind: 'nothing', why: 'what the text does not say cannot be pinned' };
  if (pin === undefined) return { kind: 'nothing', why: 'there is no pin yet; pinlock resolve makes one' };
  const scanned = scannedOf(
    root,
    folders.flatMap((folder) => folder.fetches),
  );
  const planned = rewrite(scanned, (fetch) => (fetch === judged.fetch ? pin.pin : undefined), rescanOf(root, folders));
  const [refused] = planned.refused;
  if (refused !== undefined) return { kind: 'nothing', why: refused.reason };
  return { kind: 'diff', text: planned.files.map(({ diff }) => diff).join('') };
}

function toReported(judged: readonly JudgedStanding[], root: OpenRoot): readonly ReportedFetch[] {
  const nothing = { problems: [], notices: [], files: 0, excluded: 0, skipped: 0 };
  const findings = { ...nothing, root: { root: root.name, base: '' }, fetches: judged };
  return buildReport(findings, root.tree.read).fetches;
}

/** From the place to the end of the command that stands there. */
function extentOf({ place, fetch }: ClassifiedFetch): Span {
  const { span } = fetch.act.invocation;
  return span.file === place.file && span.start <= place.start && span.end > place.end
    ? { ...place, end: span.end }
    : place;
}

function piecesOf({ fetch, refPieces }: ClassifiedFetch): Pieces {
  return [...fetch.url.pieces, ...refPieces];
}

/** Null where the ref stands in the URL anyway. */
function refStory({ fetch, refPieces }: ClassifiedFetch, lines: Lines): readonly PieceStory[] | null {
  const isApart = refPieces.some(({ at }) => !fetch.url.pieces.some((piece) => isWithin(at, piece.at)));
  return refPieces.length === 0 || !isApart ? null : toStory(refPieces, lines);
}

function isWithin(inner: Span, outer: Span): boolean {
  return inner.file === outer.file && outer.start <= inner.start && inner.end <= outer.end;
}

function toStory(pieces: Pieces, lines: Lines): readonly PieceStory[] {
  return pieces.map((piece) => {
    const text = piece.kind === 'text' ? piece.text : piece.name;
    return {
      text,
      path: piece.at.file,
      line: lines.first(piece.at),
      unknown: piece.kind === 'hole' ? piece.why : null,
    };
  });
}

type Lines = { readonly first: (at: Span) => number; readonly last: (at: Span) => number };

function newLines({ tree }: OpenRoot): Lines {
  const tables = new Map<string, ReturnType<typeof lineTable>>();
  const lineOf = (file: string, offset: number): number => {
    const table = tables.get(file) ?? lineTable(tree.read(file) ?? '');
    tables.set(file, table);
    return table.positionOf(offset).line;
  };
  return {
    first: ({ file, start }) => lineOf(file, start),
    last: ({ file, start, end }) => lineOf(file, Math.max(start, end - 1)),
  };
}
