import { powerShellFetch } from './powershell.ts';

/** What an interpreter is called in sentences, and the words by which text for it brings something in that no rule reads. */
type Unread = { readonly language: string; readonly words: RegExp };

/** Other programs that text starts: `subprocess.run(["git", "clone", url])`, `system("curl ...")`. */
const COMMAND = String.raw`\bgit\b["',\s]+(?:-C["',\s]+\S+\s+)?clone\b|(?<![\w.-])(?:curl|wget)(?=["'\s])`;
/** A call whose address does not stand in it: one that does is read by a rule. */
const UNCLEAR = String.raw`(?=\s*\((?!\s*(?:url\s*=\s*)?["']https?:\/\/))`;

const COMMAND_LINE: Unread = {
  language: 'the command line of Windows',
  words:
    /\b(?:git(?:\.exe)?\s+clone|curl|wget|bitsadmin|certutil\b[^\n]{0,200}-urlcache|Invoke-WebRequest|iwr|Invoke-RestMethod|irm|DownloadFile|DownloadString|Start-BitsTransfer)\b/i,
};

function calling(language: string, calls: string): Unread {
  return { language, words: new RegExp(`(?:\\b(?:${calls}))${UNCLEAR}|${COMMAND}`) };
}

const OTHERS: readonly (readonly [RegExp, Unread])[] = [
  [/^cmd$/, COMMAND_LINE],
  [
    /^(?:python|pypy)[\d.]*$/,
    calling('Python', 'urlopen|urlretrieve|requests\\.get|httpx\\.get|wget\\.download|Repo\\.clone_from'),
  ],
  [/^(?:node|nodejs|deno|bun)$/, calling('JavaScript', 'fetch|https?\\.get|https?\\.request|axios\\.get|got')],
  [/^ruby$/, calling('Ruby', 'URI\\.open|HTTP\\.get|Net::HTTP\\.get\\w*')],
  [/^perl$/, calling('Perl', 'getstore|getprint|mirror')],
  [/^php$/, calling('PHP', 'file_get_contents|copy|fopen|readfile')],
  [/^rscript$/, calling('R', 'download\\.file')],
];

/**
 * The first words of a text by which it brings something in, where the interpreter's language is not read so far; with the language's name.
 * Undefined where there are none: text that fetches nothing is nobody's business.
 */
export function unreadFetch(
  program: string,
  text: string,
): { readonly language: string; readonly word: string } | undefined {
  if (program === 'pwsh' || program === 'powershell') {
    const word = powerShellFetch(text);
    return word === undefined ? undefined : { language: 'PowerShell', word };
  }
  const other = OTHERS.find(([name]) => name.test(program))?.[1] ?? { language: program, words: ANY_COMMAND };
  const word = other.words.exec(text)?.[0];
  return word === undefined ? undefined : { language: other.language, word: word.replace(/["',\s]+/g, ' ').trim() };
}

const ANY_COMMAND = new RegExp(COMMAND);
