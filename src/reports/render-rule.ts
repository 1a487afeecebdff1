import { paintWith, wrap } from './layout.ts';
import { toPrintable } from './printable.ts';

/** What people are told about a rule. */
export type RuleText = {
  readonly id: string;
  readonly why: string;
  readonly fix: string;
  readonly links: readonly string[];
};

/** A rule with what it looks at, and lines that it finds and leaves alone. */
export type RuleStory = RuleText & {
  readonly reads: string;
  readonly catches: readonly string[];
  readonly misses: readonly string[];
};

type Look = { readonly color: boolean; readonly width: number };

/** One rule: what it reads, why it matters, what to do, lines that it finds and leaves alone, where to read more. */
export function renderRule(rule: RuleStory, { color, width }: Look): string {
  const { id, why, fix, links, reads, catches, misses } = rule;
  const paint = paintWith(color);
  const paragraph = (text: string): readonly string[] => wrap(toPrintable(text), Math.max(width - 2, 30));
  const section = (title: string, lines: readonly string[]): readonly string[] =>
    lines.length === 0 ? [] : ['', title, ...lines.map((line) => `  ${line}`)];
  const lines = [
    paint('bold', id),
    ...section('what it reads', paragraph(reads)),
    ...section('why it matters', paragraph(why)),
    ...section('what to do', paragraph(fix)),
    ...section('it finds', catches.map(toPrintable)),
    ...section('it leaves alone', misses.map(toPrintable)),
    ...section('more', links.map(toPrintable)),
  ];
  return `${lines.join('\n')}\n`;
}

/** All rules that say why something matters, one line each. */
export function renderRules(rules: readonly RuleText[], { color, width }: Look): string {
  const paint = paintWith(color);
  const shown = rules.filter(({ why }) => why !== '');
  const idWidth = Math.max(...shown.map(({ id }) => id.length), 0);
  const lines = shown.flatMap(({ id, why }) => {
    const [head = '', ...rest] = wrap(toPrintable(why), Math.max(width - idWidth - 2, 30));
    const margin = ' '.repeat(idWidth + 2);
    return [`${paint('bold', id.padEnd(idWidth))}  ${head}`, ...rest.map((line) => margin + line)];
  });
  return `${lines.join('\n')}\n`;
}
