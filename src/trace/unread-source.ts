import type { Span } from '../model/span.ts';
import { always, flatten, type Pieces } from '../model/value.ts';
import type { Machine } from './machine.ts';
import { pathsOf } from './redirections.ts';
import { holeValue } from './values.ts';

/**
 * A file that is sourced and cannot be read may set every name that the text itself never sets. One that is only sourced where it exists
 * (`[ -f x ] && . x`) is not there as the text stands, like a variable that somebody may set outside.
 */
export function sourceUnread(machine: Machine, path: Pieces, at: Span): void {
  if (machine.guard.choices.some(({ site }) => ASKS_FOR_FILE.test(site))) return;
  const text = flatten(path);
  for (const [file, names] of RELEASE_FILES) {
    if (!file.test(text)) continue;
    for (const name of names)
      machine.assign(name, holeValue(`sourced:${text}:${name}`, `$${name}`, 'environment', at), at);
    return;
  }
  if (TOOL_PATHS.test(text)) return;
  machine.noteUnreadSource();
  distrustWritten(machine, path, at);
}

/**
 * A file that something here wrote, and nobody knows what: it may set every variable anew, or, where a file of the tree was changed, those that
 * this one sets.
 */
function distrustWritten(machine: Machine, pieces: Pieces, at: Span): void {
  const value = (name: string) => holeValue(`sourced:${name}:${machine.next()}`, `$${name}`, 'output', at);
  for (const { path } of pathsOf(machine, always(pieces))) {
    if (machine.files.text(path, machine.guard) !== null) continue;
    const treePath = machine.files.treePaths(path).find((known) => machine.ports.tree.kind(known) === 'file');
    if (treePath === undefined) machine.variables.replaceAll(value);
    const text = treePath === undefined ? '' : (machine.ports.tree.read(treePath) ?? '');
    for (const [, name = ''] of text.matchAll(ASSIGNMENT)) machine.assign(name, value(name), at);
  }
}

const ASSIGNMENT = /^[ \t]*(?:export[ \t]+|declare[ \t]+(?:-\w+[ \t]+)*|readonly[ \t]+)?([A-Za-z_]\w*)=/gm;

const ASKS_FOR_FILE = /^test:-[efrs]:/;

/** https://www.freedesktop.org/software/systemd/man/latest/os-release.html and the older file of the Linux Standard Base. */
const RELEASE_FILES: readonly (readonly [RegExp, readonly string[]])[] = [
  [
    /^(?:\/etc|\/usr\/lib)\/os-release$/,
    [
      ...['NAME', 'ID', 'ID_LIKE', 'PRETTY_NAME', 'CPE_NAME', 'VARIANT', 'VARIANT_ID', 'VERSION', 'VERSION_ID'],
      ...[
        'VERSION_CODENAME',
        'UBUNTU_CODENAME',
        'BUILD_ID',
        'IMAGE_ID',
        'IMAGE_VERSION',
        'PLATFORM_ID',
        'ANSI_COLOR',
        'LOGO',
      ],
      ...['HOME_URL', 'DOCUMENTATION_URL', 'SUPPORT_URL', 'BUG_REPORT_URL', 'SYSEXT_LEVEL', 'SUPPORT_END'],
    ],
  ],
  [/^\/etc\/lsb-release$/, ['DISTRIB_ID', 'DISTRIB_RELEASE', 'DISTRIB_CODENAME', 'DISTRIB_DESCRIPTION']],
];

/** Files that tell a shell where a tool lies, or how a person likes it: by custom they name no versions of anything else. */
const TOOL_PATHS =
  /(?:\/bin\/activate|\/etc\/(?:profile|bashrc|bash\.bashrc|environment|bash_completion)|\/profile\.d\/[^/]*|\/\.(?:bashrc|profile|bash_profile|zshrc|zprofile|bash_aliases)|\.cargo\/env|\/(?:nvm|sdkman-init|conda|mamba|asdf|ghcup-env|opam-init\/init)\.sh|\.ghcup\/env|\/(?:local_)?setup\.(?:ba|z)?sh|\/enable|emsdk_env\.sh|setvars\.sh|environment-setup[^/]*|\/bash_completion(?:\.d\/[^/]*)?)$/;
