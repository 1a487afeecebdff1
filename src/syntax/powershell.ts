/** Words by which PowerShell brings something in. */
const FETCH_WORD =
  /\b(?:Invoke-WebRequest|Invoke-RestMethod|iwr|irm|curl|wget|DownloadFile|DownloadString|Start-BitsTransfer|git clone)\b/i;

/** The first word of PowerShell text that fetches; undefined when none does. PowerShell itself is not read: this is for saying so. */
export function powerShellFetch(text: string): string | undefined {
  return FETCH_WORD.exec(text)?.[0];
}

/** Words that no shell text has: `$env:X`, `$x = 1`, a command of the form Verb-Noun. */
const OWN_WORDS =
  /\$env:\w|^[ \t]*\$[A-Za-z_]\w*[ \t]*\+?=|^[ \t]*(?:Add|Copy|Expand|Get|Import|Install|Invoke|Move|New|Out|Remove|Set|Start|Test|Write)-[A-Z][A-Za-z]+\b/m;

/** Whether text that may be for either is PowerShell's. */
export function isPowerShell(text: string): boolean {
  return OWN_WORDS.test(text);
}
