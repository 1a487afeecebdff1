/**
 * Programs that build nothing from what lies around them: a work tree or a download that only these were near is not used yet. The list is
 * closed; whatever is not in it may be a use.
 */
export const HARMLESS: ReadonlySet<string> = new Set([
  // git itself, whose acts say what it does.
  ...['git', 'git-lfs', 'gh', 'hub', 'hg', 'svn'],
  // Where the shell stands and what it knows.
  ...[
    'cd',
    'pushd',
    'popd',
    'dirs',
    'pwd',
    'export',
    'set',
    'unset',
    'shopt',
    'declare',
    'typeset',
    'local',
    'readonly',
  ],
  ...['alias', 'read', 'shift', 'getopts', 'trap', 'umask', 'ulimit', 'wait', 'kill', 'sleep', 'let', 'hash', 'jobs'],
  ...['true', 'false', ':', 'test', '[', '[[', 'exit', 'return', 'break', 'continue', 'type', 'which', 'command'],
  // Names of files, and their owners and times.
  ...['ls', 'dir', 'find', 'stat', 'file', 'du', 'df', 'tree', 'basename', 'dirname', 'realpath', 'readlink', 'mktemp'],
  ...['mkdir', 'rmdir', 'rm', 'unlink', 'touch', 'chmod', 'chown', 'chgrp', 'truncate', 'sync'],
  // Text for people and for other commands.
  ...['echo', 'printf', 'cat', 'tee', 'pv', 'head', 'tail', 'less', 'more', 'wc', 'nl', 'tac', 'od', 'xxd', 'strings'],
  ...[
    'grep',
    'egrep',
    'fgrep',
    'rg',
    'sed',
    'awk',
    'gawk',
    'cut',
    'sort',
    'uniq',
    'tr',
    'diff',
    'cmp',
    'comm',
    'jq',
    'yq',
  ],
  ...['patch', 'seq', 'expr', 'bc', 'date', 'env', 'printenv', 'uname', 'arch', 'hostname', 'whoami', 'id', 'nproc'],
  ...['log', 'logger', 'info', 'warn', 'warning', 'error', 'die', 'fail', 'usage', 'tput', 'clear'],
  // Packed and unpacked bytes are the same bytes; hashes and signatures look at them.
  ...[
    'gzip',
    'gunzip',
    'zcat',
    'bzip2',
    'bunzip2',
    'bzcat',
    'xz',
    'unxz',
    'xzcat',
    'zstd',
    'unzstd',
    'zstdcat',
    'lz4',
    'lzip',
  ],
  ...['base64', 'openssl', 'gpg', 'gpg2', 'gpgv', 'gpgconf', 'gpg-agent', 'dirmngr', 'apt-key', 'minisign', 'cosign'],
]);

/** Programs that take what they are told to take from elsewhere: where they are run says nothing, only a path that they are given does. */
export const ANYWHERE: ReadonlySet<string> = new Set([
  ...[
    'apt',
    'apt-get',
    'apt-cache',
    'apt-mark',
    'aptitude',
    'add-apt-repository',
    'dpkg',
    'apk',
    'yum',
    'dnf',
    'microdnf',
  ],
  ...['tdnf', 'zypper', 'pacman', 'emerge', 'brew', 'snap', 'rpm', 'yum-config-manager', 'subscription-manager'],
  ...['curl', 'wget', 'aria2c', 'ssh', 'scp', 'rsync', 'ssh-keyscan', 'ssh-keygen', 'ssh-add', 'ssh-agent'],
  ...[
    'useradd',
    'adduser',
    'usermod',
    'groupadd',
    'addgroup',
    'su',
    'sudo',
    'locale-gen',
    'ldconfig',
    'update-alternatives',
  ],
  ...['systemctl', 'service', 'mount', 'umount', 'tar', 'bsdtar', 'unzip', 'zip', 'cpio', '7z', '7za'],
]);
