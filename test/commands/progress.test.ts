import { describe, expect, it } from 'vitest';
import type { Output } from '../../src/commands/command.ts';
import { createProgress } from '../../src/commands/progress.ts';

const ESCAPE = '\u001b';

/** A terminal as far as progress needs one: lines, carriage return, cursor up, erase to the end of the line. */
function screenOf(written: string): string {
  const lines = [''];
  let [row, column] = [0, 0];
  for (const token of written.match(/\u001b\[[AK]|[\s\S]/g) ?? []) {
    const line = lines[row] ?? '';
    if (token === '\r') column = 0;
    else if (token === '\n') [row, column] = [row + 1, 0];
    else if (token === `${ESCAPE}[A`) row -= 1;
    else if (token === `${ESCAPE}[K`) lines[row] = line.slice(0, column);
    else {
      lines[row] = line.slice(0, column) + token;
      column += 1;
    }
    lines[row] ??= '';
  }
  return lines.join('\n').trimEnd();
}

function newOutput(isTerminal: boolean, columns?: number): Output & { readonly text: () => string } {
  let text = '';
  return {
    isTerminal,
    columns,
    write: (more) => {
      text += more;
    },
    text: () => text,
  };
}

const START = new Date('2026-01-01T00:00:00Z');

describe('on a terminal', () => {
  it('the lines are written over, and gone at the end', () => {
    const output = newOutput(true, 40);
    const { show, clear } = createProgress(output, true, () => START);
    show(['asked 0 of 2', '  https://example.com/a', '  https://example.com/b']);
    expect(screenOf(output.text())).toBe('asked 0 of 2\n  https://example.com/a\n  https://example.com/b');
    show(['asked 1 of 2', '  https://example.com/b']);
    expect(screenOf(output.text())).toBe('asked 1 of 2\n  https://example.com/b');
    clear();
    output.write('pinlock: a warning\n');
    show(['asked 2 of 2']);
    expect(screenOf(output.text())).toBe('pinlock: a warning\nasked 2 of 2');
    show([]);
    expect(screenOf(output.text())).toBe('pinlock: a warning');
  });

  it('nothing is wider than the terminal, nothing acts on it, and not every line of many is shown', () => {
    const output = newOutput(true, 30);
    const { show } = createProgress(output, true, () => START);
    const many = Array.from({ length: 16 }, (_, index) => `  https://example.com/${index}/and/a/long/name`);
    show(['a\u001b[2J\nb', ...many]);
    const lines = screenOf(output.text()).split('\n');
    expect(lines[0]).toBe('a\\u{1b}[2J\\u{a}b');
    expect(lines).toHaveLength(9);
    expect(lines.at(-1)).toBe('  and 9 more');
    expect(Math.max(...lines.map((line) => line.length))).toBe(29);
  });
});

describe('elsewhere', () => {
  it('a line comes every five seconds, and a short run says nothing', () => {
    const output = newOutput(false);
    let time = START.getTime();
    const { show, clear } = createProgress(output, true, () => new Date(time));
    for (let done = 0; done <= 12; done += 1) {
      show([`asked ${done} of 12`, '  https://example.com/a']);
      time += 1_000;
    }
    show([]);
    clear();
    expect(output.text()).toBe('pinlock: asked 5 of 12\npinlock: asked 10 of 12\n');
  });
});

it('nothing is shown where nobody wants it', () => {
  for (const isTerminal of [true, false]) {
    const output = newOutput(isTerminal, 80);
    const { show, clear } = createProgress(output, false, () => new Date());
    show(['asked 0 of 2']);
    clear();
    expect(output.text()).toBe('');
  }
});
