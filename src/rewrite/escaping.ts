import type { Escaping, EscapingLayer } from '../model/escaping.ts';

/** Shell text as it is written at a place; undefined where it cannot be said there. */
export function writeAt(text: string, escaping: Escaping | undefined): string | undefined {
  let written: string | undefined = text;
  for (const layer of escaping ?? []) written = written === undefined ? undefined : write(written, layer);
  return written;
}

function write(text: string, layer: EscapingLayer): string | undefined {
  switch (layer) {
    case 'yaml-plain':
      return / #|:(?:\s|$)/.test(text) ? undefined : text;
    case 'yaml-flow':
      return / #|:(?:\s|$)|[[\]{},]/.test(text) ? undefined : text;
    case 'yaml-single':
      return text.replaceAll("'", "''");
    case 'yaml-double':
    case 'json':
      return text.replace(/[\\"]/g, '\\$&');
    case 'groovy-single':
      return text.replace(/[\\']/g, '\\$&');
    case 'groovy-block':
      return text.replace(/\\|'(?=''|$)/g, '\\$&');
    case 'groovy-double':
      return text.replace(/[\\"$]/g, '\\$&');
    case 'groovy-dollar':
      return text.replace(/\$|\/(?=\$)/g, '$$$&');
    // A dollar there may be CMake's, and afterwards that of the tool which CMake writes files for.
    case 'cmake':
      return text.includes('$') ? undefined : text.replace(/[\\"]/g, '\\$&');
    case 'doubled-dollar':
      return text.replaceAll('$', '$$$$');
    case 'shell-words':
      return /^[\w ./:@=+,-]*$/.test(text) ? text : undefined;
    case 'shell-single':
      return text.replaceAll("'", "'\\''");
    case 'shell-double':
      return text.replace(/[\\"$`]/g, '\\$&');
    case 'here-document':
      return text.replace(/[\\$`]/g, '\\$&');
    default:
      return layer satisfies never;
  }
}

/** The quote that is shorter to write at a place, as it is written there; undefined where neither can be. */
export function shorterQuote(escaping: Escaping | undefined): string | undefined {
  const [single, double] = [writeQuote("'", escaping), writeQuote('"', escaping)];
  if (single === undefined || double === undefined) return single ?? double;
  return double.length < single.length ? double : single;
}

/** A quote with text behind it, as it is written at a place. */
export function writeQuote(sign: '"' | "'", escaping: Escaping | undefined): string | undefined {
  return writeAt(`${sign}.`, escaping)?.slice(0, -1);
}
