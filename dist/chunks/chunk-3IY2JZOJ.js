import{createRequire as toRequire}from'node:module';const require=toRequire(import.meta.url);
var HOOK_COMMAND="pinlock check --staged --quiet";function renderHook({node,script}){return`#!/bin/sh
# Judges what this commit would hold; pinlock init wrote this file. git commit --no-verify goes without.
node=${quote(node)}
script=${quote(script)}
if [ -x "$node" ] && [ -f "$script" ]; then exec "$node" "$script" check --staged --quiet; fi
if command -v pinlock >/dev/null; then exec ${HOOK_COMMAND}; fi
echo "pre-commit: pinlock is not at $script any more, and not on the PATH." >&2
echo "  Delete this hook ($0) and run pinlock init --hook where pinlock is now." >&2
exit 1
`}function quote(text){return`'${text.replaceAll("'","'\\''")}'`}export{HOOK_COMMAND,renderHook};
