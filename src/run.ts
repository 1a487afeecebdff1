import type { Report } from './model/report.ts';
import type { ApplySummary } from './reports/render-apply.ts';
import type { HoldSummary } from './reports/render-hold.ts';
import type { ResolveSummary } from './reports/render-resolve.ts';
import type { UpdateSummary } from './reports/update-summary.ts';
import type { ApplyOptions } from './run/apply-roots.ts';
import type { DocumentForm } from './run/hold/export-document.ts';
import type { ExportOptions } from './run/hold/export-root.ts';
import type { RestoreSummary } from './run/hold/restore-roots.ts';
import type { BuildOptions } from './run/hold/run-root.ts';
import type { VendorOptions, VendorSummary } from './run/hold/vendor-root.ts';
import type { ResolveOptions } from './run/pins/resolve-roots.ts';
import type { UpdateOptions } from './run/pins/update-roots.ts';
import { type CheckOptions, NO_CHECK, type RunOptions, type RunPorts } from './run/ports.ts';
import { reportRoots } from './run/report-roots.ts';

export type { ApplyOptions } from './run/apply-roots.ts';
export type { CheckOptions, RunOptions, RunPorts } from './run/ports.ts';

/** What the build fetches, with verdicts and what the policy would say. Opens no connection. */
export function scan(options: RunOptions, ports: RunPorts): Promise<Report> {
  return reportRoots('scan', { ...options, ...NO_CHECK }, ports);
}

/** As `scan`; `counts.failing` says whether the policy is satisfied. Opens no connection. */
export function check(options: CheckOptions, ports: RunPorts): Promise<Report> {
  return reportRoots('check', options, ports);
}

/** Asks the hosts for what has no pin yet, and writes the lockfiles; one summary for each of them. */
export async function resolve(options: ResolveOptions, ports: RunPorts): Promise<readonly ResolveSummary[]> {
  const { resolveRoots } = await import('./run/pins/resolve-roots.ts');
  return resolveRoots(options, ports);
}

/** Moves pins to where their sources are now, in lockfiles and files; one summary for each lockfile. */
export async function update(options: UpdateOptions, ports: RunPorts): Promise<readonly UpdateSummary[]> {
  const { updateRoots } = await import('./run/pins/update-roots.ts');
  return updateRoots(options, ports);
}

/** Writes the lockfiles' pins into the files, each file proven first. Opens no connection. */
export async function apply(options: ApplyOptions, ports: RunPorts): Promise<ApplySummary> {
  const { applyRoots } = await import('./run/apply-roots.ts');
  return applyRoots(options, ports);
}

/** Puts the refs back into the files, each file proven first. Opens no connection. */
export async function unapply(options: ApplyOptions, ports: RunPorts): Promise<ApplySummary> {
  const { unapplyRoots } = await import('./run/unapply-roots.ts');
  return unapplyRoots(options, ports);
}

/** Makes a pinned copy of the project, which itself is only read. Opens no connection. */
export async function exportTree(options: ExportOptions, ports: RunPorts): Promise<HoldSummary> {
  const { exportRoot } = await import('./run/hold/export-root.ts');
  return exportRoot(options, ports);
}

/** The diff that makes the project a pinned one. Opens no connection. */
export async function exportPatch(
  options: RunOptions,
  ports: RunPorts,
): Promise<{ readonly patch: Uint8Array; readonly summary: HoldSummary }> {
  const patching = await import('./run/hold/export-root.ts');
  return patching.exportPatch(options, ports);
}

/** What the pins hold, as a document for another program. Opens no connection. */
export async function exportDocument(
  form: DocumentForm,
  options: RunOptions,
  ports: RunPorts,
): Promise<{ readonly text: string; readonly summary: HoldSummary }> {
  const writing = await import('./run/hold/export-document.ts');
  return writing.exportDocument(form, options, ports);
}

/** Runs a command where the project's files hold their pins; its own exit code comes back. Opens no connection. */
export async function build(options: BuildOptions, ports: RunPorts): Promise<number> {
  const { runRoot } = await import('./run/hold/run-root.ts');
  return runRoot(options, ports);
}

/** Puts back what a killed build left in the project of `cwd`. */
export async function restore(cwd: string, ports: RunPorts): Promise<RestoreSummary> {
  const { restoreRoot } = await import('./run/hold/restore-roots.ts');
  return restoreRoot(cwd, ports);
}

/** Keeps a copy of everything that the pinned build asks for. Asks the hosts. */
export async function vendor(options: VendorOptions, ports: RunPorts): Promise<VendorSummary> {
  const { vendorRoot } = await import('./run/hold/vendor-root.ts');
  return vendorRoot(options, ports);
}
