/** What ran `init`: the program that runs scripts, and the script; absolute paths. */
export type Self = { readonly node: string; readonly script: string };

/** The line that a hook of git needs, in any manager of hooks. */
export const HOOK_COMMAND = 'pinlock check --staged --quiet';

/** A hook of git that judges each commit by this program; without it by the `pinlock` of the PATH, and where there is none it says so. */
export function renderHook({ node, script }: Self): string {
  return `#!/bin/sh
# Judges what this commit would hold; pinlock init wrote this file. git commit --no-verify goes without.
node=${quote(node)}
script=${quote(script)}
if [ -x "$node" ] && [ -f "$script" ]; then exec "$node" "$script" check --staged --quiet; fi
if command -v pinlock >/dev/null; then exec ${HOOK_COMMAND}; fi
echo "pre-commit: pinlock is not at $script any more, and not on the PATH." >&2
echo "  Delete this hook ($0) and run pinlock init --hook where pinlock is now." >&2
exit 1
`;
}

function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
