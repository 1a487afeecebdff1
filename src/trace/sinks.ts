import type { Stream } from '../model/invocation.ts';
import type { Value } from '../model/value.ts';
import { NOTHING } from './values.ts';

/** What a command prints into a pipe, a substitution or a file: known text, and the invocations whose output it is. */
export type Sink = { text: Value | null; readonly producers: number[] };

/** A sink that nothing was printed into yet: its text is known and empty. */
export function newSink(): Sink {
  return { text: NOTHING, producers: [] };
}

/** What was printed as standard input of the next command. */
export function toStream(sink: Sink): Stream {
  return sink.text === null ? { kind: 'output', producers: sink.producers } : { kind: 'text', value: sink.text };
}
