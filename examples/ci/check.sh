#!/bin/sh
# For every other CI: PINLOCK is the path of dist/pinlock.js, BASE a revision to compare with (may be empty).
set -eu
if [ -n "${BASE:-}" ]; then
  exec node "$PINLOCK" check --since "$BASE" --policy-from "$BASE"
fi
exec node "$PINLOCK" check
