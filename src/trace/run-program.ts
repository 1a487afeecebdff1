import { ALWAYS, both } from '../model/guard.ts';
import type { Variant } from '../model/invocation.ts';
import { asWords, impliedText, knownText, type Word } from '../model/value.ts';
import type { Elsewhere, Wrapped } from '../model/wrapper.ts';
import { runText, runTreeScript, type TreeScript, type WrappedFile } from './calls.ts';
import { runElsewhere } from './elsewhere.ts';
import type { Ending } from './ending.ts';
import { enterFolders } from './enter-folders.ts';
import { changesEnvironment, withEnvironment } from './environment.ts';
import { lostFailure } from './failures.ts';
import { runGoals } from './host/run-goals.ts';
import { type ImageCall, runImages } from './host/run-image.ts';
import { fillInput } from './input-words.ts';
import { type Context, type Machine, perhaps } from './machine.ts';
import { dispatch, emitInvocation, printed, type Running } from './run-command.ts';
import { findTreeScript, runKnownText, scriptOf } from './script-files.ts';
import { nameUnreadScripts } from './unread-scripts.ts';
import { sourceUnread } from './unread-source.ts';
import { unite } from './values.ts';

/** A program: a wrapper, a script of the tree or one that was written earlier, or a command that the rules may know. */
export function runProgram(machine: Machine, running: Running): Ending {
  const ordinary: Variant[] = [];
  const unwrapped: Variant[] = [];
  const images: ImageCall[] = [];
  const scripts = new Map<string, TreeScript>();
  let isLast = running.variants.length > 0;
  for (const variant of running.variants) {
    const wrapped = unwrap(machine, running, variant);
    isLast &&= wrapped?.kind === 'words' && wrapped.isLast === true;
    if (wrapped?.kind === 'goals') {
      machine.under(both(machine.guard, variant.guard), () => runGoals(machine, running, wrapped));
      ordinary.push(variant);
      continue;
    }
    if (wrapped?.kind === 'image') {
      images.push({ variant, image: wrapped });
      continue;
    }
    if (wrapped !== undefined && wrapped.kind !== 'file' && wrapped.elsewhere !== undefined) {
      runWrappedElsewhere(machine, running, variant, wrapped, wrapped.elsewhere);
      continue;
    }
    if (wrapped?.kind === 'words') {
      if (wrapped.perhaps === true || wrapped.losesStatus === true) runFound(machine, running, variant, wrapped);
      else if (wrapped.folders !== undefined || runsShell(machine, running, variant, wrapped))
        runInEnvironment(machine, running, variant, wrapped);
      else if (!runWithInput(machine, running, variant, wrapped)) unwrapped.push({ ...variant, words: wrapped.words });
      continue;
    }
    const script = wrapped === undefined ? scriptOf(machine, variant) : wrapped.kind === 'file' ? wrapped : undefined;
    if (script !== undefined && addScript(machine, running, scripts, variant, script, wrapped === undefined)) continue;
    const ran =
      wrapped === undefined
        ? runPath(machine, running, variant, script) || runInput(machine, running, variant)
        : runWrapped(machine, running, variant, wrapped);
    if (!ran) ordinary.push(variant);
  }
  ordinary.push(...runImages(machine, running, images));
  for (const script of scripts.values()) runForAll(machine, running, script);
  let ending: Ending | undefined = unwrapped.length + ordinary.length === 0 ? 'none' : undefined;
  const nonEmpty = unwrapped.filter((variant) => variant.words.length > 0);
  if (nonEmpty.length > 0)
    ending = dispatch(machine, { ...running, variants: nonEmpty, word: nonEmpty[0]?.words[0]?.at ?? running.word });
  if (ordinary.length > 0) {
    nameUnreadScripts(machine, { ...running, variants: ordinary });
    emitInvocation(machine, { ...running, variants: ordinary });
    ending = 'none';
  }
  return isLast ? 'exit' : (ending ?? 'none');
}

/** `echo a b | xargs -n1 command`: the command runs for the words of an input that the text says; false where nobody knows it. */
function runWithInput(
  machine: Machine,
  running: Running,
  variant: Variant,
  wrapped: Extract<Wrapped, { kind: 'words' }>,
): boolean {
  const commands = fillInput(machine, running.redirections.stdin, wrapped);
  if (commands === undefined) return false;
  for (const words of commands) {
    const inner = { ...running, variants: [{ ...variant, words }], word: words[0]?.at ?? running.word };
    machine.under(both(machine.guard, variant.guard), () => dispatch(machine, inner));
  }
  return true;
}

/** Whether other variables matter to what a wrapper runs: text, scripts and a shell's input expand them, the words are expanded already. */
function runsShell(
  machine: Machine,
  { redirections }: Running,
  variant: Variant,
  wrapped: Extract<Wrapped, { kind: 'words' }>,
): boolean {
  if (wrapped.words.length === 0 || !changesEnvironment(wrapped)) return false;
  return (
    redirections.stdin !== null ||
    machine.ports.wrapper(wrapped.words) !== undefined ||
    (machine.ports.variablesOf?.(wrapped.words) ?? []).length > 0 ||
    scriptOf(machine, { ...variant, words: wrapped.words }) !== undefined
  );
}

function runInEnvironment(
  machine: Machine,
  running: Running,
  variant: Variant,
  wrapped: Extract<Wrapped, { kind: 'words' }>,
): void {
  const { words } = wrapped;
  const inner = { ...running, variants: [{ ...variant, words }], word: words[0]?.at ?? running.word };
  machine.under(both(machine.guard, variant.guard), () =>
    inFolders(machine, wrapped, () => withEnvironment(machine, wrapped, () => dispatch(machine, inner))),
  );
}

/** Runs where a wrapper leads to (`env -C dir`, `find -execdir`). */
function inFolders(machine: Machine, { folders = [] }: Extract<Wrapped, { kind: 'words' }>, run: () => void): void {
  const { cwd } = machine;
  enterFolders(machine, folders);
  run();
  machine.cwd = cwd;
}

/** What the words run, with the quotes that its text stands in. */
function unwrap(machine: Machine, { escaping }: Running, { words }: Variant): Wrapped | undefined {
  const wrapped = machine.ports.wrapper(words);
  return wrapped?.kind === 'text' ? { ...wrapped, text: asWords(wrapped.text, escaping) } : wrapped;
}

/** Notes a script of the tree with what this combination of words calls it with; false when it is none. */
function addScript(
  machine: Machine,
  running: Running,
  scripts: Map<string, TreeScript>,
  { guard }: Variant,
  script: WrappedFile,
  isProgram: boolean,
): boolean {
  const found = machine.under(both(machine.guard, guard), () => findTreeScript(machine, running, script, isProgram));
  if (found === undefined) return false;
  const key = JSON.stringify([found.treePath, script.here, [...(script.marks ?? [])].sort()]);
  const calls = [...(scripts.get(key)?.calls ?? []), { guard, args: script.args }];
  scripts.set(key, { ...found, calls });
  return true;
}

/** Runs a script once for all combinations of words that call it: each parameter knows in which it is what. */
function runForAll(machine: Machine, running: Running, script: TreeScript): void {
  const [only, ...others] = script.calls;
  const shared = unite(script.calls.map(({ guard }) => guard));
  const guard = shared === undefined ? machine.guard : both(machine.guard, shared);
  const calls = only === undefined || others.length > 0 ? script.calls : [{ ...only, guard: ALWAYS }];
  machine.under(guard, () => printed(machine, running, (inner) => runTreeScript(machine, inner, { ...script, calls })));
}

/** `find -exec`: the command runs if something is found; how it went may be nobody's business. */
function runFound(
  machine: Machine,
  running: Running,
  variant: Variant,
  wrapped: Extract<Wrapped, { kind: 'words' }>,
): void {
  const { words, perhaps: isPerhaps, losesStatus } = wrapped;
  if (words.length === 0) return;
  const lost = lostFailure(machine, running.context, 'wrapper');
  const context: Context =
    losesStatus === true
      ? { ...running.context, errexit: false, tail: lost, onExit: lost, onReturn: lost }
      : running.context;
  const inner = { ...running, context, variants: [{ ...variant, words }], word: words[0]?.at ?? running.word };
  const guard = isPerhaps === true ? perhaps(machine, 'found') : machine.guard;
  machine.under(guard, () => inFolders(machine, wrapped, () => dispatch(machine, inner)));
}

/** What runs in another place; the command that sends it there is seen as itself as well (`docker run` brings an image). */
function runWrappedElsewhere(
  machine: Machine,
  running: Running,
  variant: Variant,
  wrapped: Extract<Wrapped, { kind: 'words' | 'text' }>,
  where: Elsewhere,
): void {
  const own = { ...running, variants: [variant] };
  if (where.root === null) emitInvocation(machine, own, null);
  machine.under(both(machine.guard, variant.guard), () =>
    runElsewhere(machine, own, where, (inner) => {
      if (wrapped.kind === 'text') runText(machine, inner, wrapped);
      else if (wrapped.words.length > 0)
        dispatch(machine, {
          ...inner,
          variants: [{ ...variant, words: wrapped.words }],
          word: wrapped.words[0]?.at ?? running.word,
        });
    }),
  );
}

function runWrapped(
  machine: Machine,
  running: Running,
  variant: Variant,
  wrapped: Extract<Wrapped, { kind: 'text' | 'file' }>,
): boolean {
  const run = (inner: Running) =>
    wrapped.kind === 'text' ? runText(machine, inner, wrapped) : runKnownText(machine, inner, wrapped);
  let ran = false;
  const attempt = () => {
    ran = runVariant(machine, running, variant, run);
  };
  if (changesEnvironment(wrapped)) withEnvironment(machine, wrapped, attempt);
  else attempt();
  if (!ran && wrapped.here) {
    const producers = producersOf(machine, wrapped);
    machine.distrust(producers, running.span);
    if (wrapped.kind === 'file' && producers.length === 0) sourceUnread(machine, wrapped.path.pieces, running.span);
  }
  return ran;
}

/** The invocations whose output a shell reads as text, or in a file that a process substitution stands for. */
function producersOf(machine: Machine, wrapped: Extract<Wrapped, { kind: 'text' | 'file' }>): readonly number[] {
  const pieces = wrapped.kind === 'text' ? wrapped.text : wrapped.path.pieces;
  const origins = pieces.flatMap((piece) => (piece.kind === 'hole' ? (piece.origin ?? []) : []));
  const key = knownText(pieces);
  const written = key === undefined ? undefined : machine.lastWrites.get(key);
  return written === undefined ? origins : [...origins, ...written.producers];
}

/** `./build.sh a b` whose text was written earlier; one of the search path is known only when it came from the tree. */
function runPath(machine: Machine, running: Running, variant: Variant, script: WrappedFile | undefined): boolean {
  if (script === undefined || knownText(script.path.pieces)?.includes('/') === false) return false;
  return runVariant(machine, running, variant, (inner) => runKnownText(machine, inner, script));
}

/**
 * `bash <<EOF`, `echo "..." | sh`: a program that would run a file named behind it, and gets none, reads its input. Only known text is run
 * here; what was downloaded stays the program's own standard input.
 */
function runInput(machine: Machine, running: Running, variant: Variant): boolean {
  const { stdin } = running.redirections;
  const [only, more] = stdin?.kind === 'text' ? stdin.value : [];
  if (only === undefined || more !== undefined) return false;
  const input: Word = { pieces: [impliedText('/dev/stdin', running.word)], at: null };
  const wrapped = machine.ports.wrapper([...variant.words, input]);
  const text = { kind: 'text', text: only.pieces, args: [input], here: false } as const;
  if (wrapped?.kind === 'text' && wrapped.elsewhere !== undefined && knownText(wrapped.text) === '/dev/stdin') {
    const silent = { ...running, redirections: { ...running.redirections, stdin: null } };
    runWrappedElsewhere(machine, silent, variant, text, wrapped.elsewhere);
    return true;
  }
  if (wrapped?.kind !== 'file' || wrapped.path !== input) return false;
  return runVariant(machine, running, variant, (inner) =>
    runText(machine, { ...inner, redirections: { ...inner.redirections, stdin: null } }, text),
  );
}

function runVariant(
  machine: Machine,
  running: Running,
  variant: Variant,
  run: (inner: Running) => Ending | undefined,
): boolean {
  const guard = both(machine.guard, variant.guard);
  let hasRun = false;
  machine.under(guard, () => {
    printed(machine, { ...running, variants: [variant] }, (inner) => {
      const ending = run(inner);
      hasRun = ending !== undefined;
      return ending ?? 'none';
    });
  });
  return hasRun;
}
