/** Words by which PowerShell brings something in. */
const FETCH_WORD =
  /\b(?:Invoke-WebRequest|Invoke-RestMethod|iwr|irm|curl|wget|DownloadFile|DownloadString|Start-BitsTransfer|git clone)\b/i;

/** The first word of PowerShell text that fetches; undefined when none does. PowerShell itself is not read: this is for saying so. */
export function powerShellFetch(text: string): string | undefined {
  return FETCH_WORD.exec(text)?.[0];
}
