// Made from rules/fetch by scripts/generate.mjs: edit those files instead.
import type { OptionTable, Rule } from './rule.ts';

export const OPTION_TABLES = {
 "git": {
  "flags": [
   "p",
   "paginate",
   "P",
   "no-pager",
   "no-replace-objects",
   "bare",
   "literal-pathspecs",
   "glob-pathspecs",
   "noglob-pathspecs",
   "icase-pathspecs",
   "no-optional-locks",
   "no-lazy-fetch",
   "no-advice"
  ],
  "values": [
   "c",
   "namespace",
   "super-prefix",
   "config-env",
   "attr-source",
   "list-cmds"
  ],
  "optional": [
   "exec-path"
  ],
  "capture": {
   "git-dir": [
    "git-dir"
   ],
   "work-tree": [
    "work-tree"
   ]
  },
  "cumulative": {
   "into-folder": [
    "C"
   ]
  },
  "marks": {
   "rejected": [
    "v",
    "version",
    "h",
    "help",
    "html-path",
    "man-path",
    "info-path"
   ]
  }
 }
} satisfies Readonly<Record<string, OptionTable>>;

export const RULES = [
{
 "id": "add-file",
 "why": "ADD downloads what the URL serves on the day of the build.",
 "fix": "Give ADD the file's hash with --checksum, which pinlock apply writes.",
 "links": [
  "https://docs.docker.com/reference/dockerfile/#add"
 ],
 "form": "instruction",
 "names": [
  "ADD"
 ],
 "options": {
  "values": [
   "chown",
   "chmod",
   "exclude"
  ],
  "optional": [
   "keep-git-dir",
   "link",
   "unpack"
  ],
  "capture": {
   "expected": [
    "checksum"
   ]
  }
 },
 "operands": [
  {
   "name": "source",
   "least": 1,
   "many": true,
   "shape": "added-url"
  },
  {
   "name": "to",
   "least": 1,
   "many": false
  }
 ],
 "when": [],
 "acts": [
  {
   "kind": "fetch",
   "variety": "file",
   "when": [],
   "each": "source",
   "fields": {
    "url": [
     {
      "name": "source"
     }
    ],
    "into": [
     {
      "call": "into-folder",
      "of": [
       {
        "name": "to"
       },
       {
        "call": "file-name",
        "of": [
         {
          "name": "source"
         }
        ]
       }
      ]
     }
    ],
    "expected": [
     {
      "name": "expected"
     }
    ]
   }
  }
 ],
 "runs": []
},
{
 "id": "add-git",
 "why": "ADD of a repository brings what its branch or tag holds on the day of the build.",
 "fix": "Name a full commit behind '#', which pinlock apply writes.",
 "links": [
  "https://docs.docker.com/reference/dockerfile/#adding-files-from-a-git-repository"
 ],
 "form": "instruction",
 "names": [
  "ADD"
 ],
 "options": {
  "values": [
   "chown",
   "chmod",
   "exclude"
  ],
  "optional": [
   "keep-git-dir",
   "link",
   "unpack"
  ],
  "capture": {
   "expected": [
    "checksum"
   ]
  }
 },
 "operands": [
  {
   "name": "source",
   "least": 1,
   "many": true,
   "shape": "added-repository"
  },
  {
   "name": "to",
   "least": 1,
   "many": false
  }
 ],
 "when": [],
 "acts": [
  {
   "kind": "fetch",
   "variety": "git",
   "when": [],
   "each": "source",
   "fields": {
    "url": [
     {
      "name": "source"
     }
    ],
    "into": [
     {
      "name": "to"
     }
    ],
    "expected": [
     {
      "name": "expected"
     }
    ]
   }
  }
 ],
 "runs": []
},
{
 "id": "bsdtar",
 "why": "What an archive holds appears in a folder, under the archive's own top folder.",
 "fix": "",
 "links": [
  "https://man.freebsd.org/cgi/man.cgi?query=bsdtar&sektion=1"
 ],
 "form": "command",
 "names": [
  "bsdtar"
 ],
 "options": {
  "bundledFirstWord": true,
  "flags": [
   "check-device",
   "G",
   "incremental",
   "ignore-failed-read",
   "no-check-device",
   "no-seek",
   "n",
   "seek",
   "S",
   "sparse",
   "exclude-backups",
   "exclude-caches",
   "exclude-caches-all",
   "exclude-caches-under",
   "exclude-vcs",
   "exclude-vcs-ignores",
   "no-null",
   "no-recursion",
   "no-unquote",
   "no-verbatim-files-from",
   "null",
   "recursion",
   "unquote",
   "verbatim-files-from",
   "anchored",
   "ignore-case",
   "no-anchored",
   "no-ignore-case",
   "no-wildcards",
   "no-wildcards-match-slash",
   "wildcards",
   "wildcards-match-slash",
   "keep-directory-symlink",
   "keep-newer-files",
   "k",
   "keep-old-files",
   "no-overwrite-dir",
   "overwrite",
   "overwrite-dir",
   "recursive-unlink",
   "remove-files",
   "skip-old-files",
   "U",
   "unlink-first",
   "W",
   "verify",
   "ignore-command-error",
   "no-ignore-command-error",
   "clamp-mtime",
   "delay-directory-restore",
   "m",
   "touch",
   "no-delay-directory-restore",
   "no-same-owner",
   "no-same-permissions",
   "numeric-owner",
   "p",
   "preserve-permissions",
   "same-permissions",
   "same-owner",
   "s",
   "preserve-order",
   "same-order",
   "acls",
   "no-acls",
   "no-selinux",
   "no-xattrs",
   "selinux",
   "xattrs",
   "force-local",
   "M",
   "multi-volume",
   "B",
   "read-full-records",
   "i",
   "ignore-zeros",
   "old-archive",
   "portability",
   "posix",
   "a",
   "auto-compress",
   "j",
   "bzip2",
   "J",
   "xz",
   "lzip",
   "lzma",
   "lzop",
   "no-auto-compress",
   "zstd",
   "z",
   "gzip",
   "gunzip",
   "ungzip",
   "Z",
   "compress",
   "uncompress",
   "hard-dereference",
   "h",
   "dereference",
   "one-file-system",
   "P",
   "absolute-names",
   "full-time",
   "l",
   "check-links",
   "R",
   "block-number",
   "show-omitted-dirs",
   "show-snapshot-field-ranges",
   "show-transformed-names",
   "show-stored-names",
   "utc",
   "v",
   "verbose",
   "w",
   "interactive",
   "confirmation",
   "o",
   "restrict",
   "q",
   "y"
  ],
  "values": [
   "g",
   "listed-incremental",
   "hole-detection",
   "level",
   "sparse-version",
   "add-file",
   "exclude",
   "exclude-ignore",
   "exclude-ignore-recursive",
   "exclude-tag",
   "exclude-tag-all",
   "exclude-tag-under",
   "T",
   "files-from",
   "X",
   "exclude-from",
   "to-command",
   "group",
   "group-map",
   "mode",
   "mtime",
   "owner",
   "owner-map",
   "sort",
   "xattrs-exclude",
   "xattrs-include",
   "F",
   "info-script",
   "new-volume-script",
   "L",
   "tape-length",
   "rmt-command",
   "rsh-command",
   "volno-file",
   "b",
   "blocking-factor",
   "record-size",
   "H",
   "format",
   "pax-option",
   "V",
   "label",
   "I",
   "use-compress-program",
   "K",
   "starting-file",
   "newer-mtime",
   "N",
   "newer",
   "after-date",
   "suffix",
   "transform",
   "xform",
   "checkpoint-action",
   "index-file",
   "no-quote-chars",
   "quote-chars",
   "quoting-style",
   "warning",
   "s",
   "W"
  ],
  "optional": [
   "occurrence",
   "atime-preserve",
   "backup",
   "checkpoint",
   "totals"
  ],
  "capture": {
   "archive": [
    "f",
    "file"
   ],
   "strip": [
    "strip-components",
    "strip"
   ]
  },
  "cumulative": {
   "folder": [
    "C",
    "directory",
    "cd"
   ]
  },
  "marks": {
   "extracts": [
    "x",
    "extract",
    "get"
   ],
   "prints": [
    "O",
    "to-stdout"
   ],
   "names-folder": [
    "one-top-level"
   ],
   "rejected": [
    "A",
    "catenate",
    "concatenate",
    "c",
    "create",
    "d",
    "diff",
    "compare",
    "delete",
    "r",
    "append",
    "t",
    "list",
    "u",
    "update",
    "test-label",
    "help",
    "version",
    "usage",
    "show-defaults"
   ]
  }
 },
 "operands": [
  {
   "name": "member",
   "least": 0,
   "many": true
  }
 ],
 "when": [
  [
   {
    "name": "extracts",
    "negated": false
   }
  ],
  [
   {
    "name": "prints",
    "negated": true
   }
  ]
 ],
 "acts": [
  {
   "kind": "extract",
   "variety": "archive",
   "when": [],
   "fields": {
    "from": [
     {
      "name": "archive"
     }
    ],
    "into": [
     {
      "name": "folder"
     }
    ],
    "strip": [
     {
      "name": "strip"
     }
    ]
   }
  }
 ],
 "runs": []
},
{
 "id": "chroot",
 "why": "Runs a command in another root folder.",
 "fix": "",
 "links": [],
 "form": "command",
 "names": [
  "chroot"
 ],
 "options": {
  "stops": true,
  "flags": [
   "skip-chdir"
  ],
  "values": [
   "groups",
   "userspec",
   "u",
   "g",
   "G"
  ],
  "marks": {
   "rejected": [
    "help",
    "version"
   ]
  }
 },
 "operands": [
  {
   "name": "root",
   "least": 1,
   "many": false
  },
  {
   "name": "command",
   "least": 1,
   "many": true
  }
 ],
 "when": [],
 "acts": [],
 "runs": [
  {
   "kind": "words",
   "words": "command",
   "when": []
  }
 ]
},
{
 "id": "command",
 "why": "Runs a command and no function of that name.",
 "fix": "",
 "links": [],
 "form": "command",
 "names": [
  "command"
 ],
 "options": {
  "stops": true,
  "flags": [
   "p"
  ],
  "marks": {
   "rejected": [
    "v",
    "V"
   ]
  }
 },
 "operands": [
  {
   "name": "command",
   "least": 1,
   "many": true
  }
 ],
 "when": [],
 "acts": [],
 "runs": [
  {
   "kind": "words",
   "words": "command",
   "when": []
  }
 ]
},
{
 "id": "copy-from",
 "why": "Files of an image without a digest are whatever its tag points to on the day of the build.",
 "fix": "Add the digest behind the tag.",
 "links": [
  "https://docs.docker.com/reference/dockerfile/#copy---from"
 ],
 "form": "instruction",
 "names": [
  "COPY"
 ],
 "options": {
  "values": [
   "chown",
   "chmod",
   "exclude"
  ],
  "optional": [
   "link",
   "parents"
  ],
  "operand": [
   "from"
  ],
  "marks": {
   "from": [
    "from"
   ]
  }
 },
 "operands": [
  {
   "name": "image",
   "least": 1,
   "many": false,
   "shape": "image-source"
  },
  {
   "name": "path",
   "least": 0,
   "many": true
  }
 ],
 "when": [
  [
   {
    "name": "from",
    "negated": false
   }
  ]
 ],
 "acts": [
  {
   "kind": "fetch",
   "variety": "image",
   "when": [],
   "fields": {
    "url": [
     {
      "name": "image"
     }
    ]
   }
  }
 ],
 "runs": []
},
{
 "id": "cosign-verify",
 "why": "A signature proves who made the file, not which of the author's files it is.",
 "fix": "",
 "links": [
  "https://docs.sigstore.dev/cosign/verifying/verify/"
 ],
 "form": "command",
 "names": [
  "cosign"
 ],
 "subcommands": [
  [
   "verify-blob"
  ],
  [
   "verify-blob-attestation"
  ]
 ],
 "options": {
  "flags": [
   "insecure-ignore-tlog",
   "insecure-ignore-sct",
   "offline",
   "private-infrastructure",
   "new-bundle-format",
   "experimental",
   "d",
   "verbose",
   "check-claims"
  ],
  "values": [
   "key",
   "signature",
   "certificate",
   "certificate-chain",
   "certificate-identity",
   "certificate-identity-regexp",
   "certificate-oidc-issuer",
   "certificate-oidc-issuer-regexp",
   "bundle",
   "rekor-url",
   "type",
   "trusted-root",
   "t",
   "timeout",
   "output-file",
   "ca-roots",
   "ca-intermediates"
  ]
 },
 "operands": [
  {
   "name": "file",
   "least": 1,
   "many": true
  }
 ],
 "when": [],
 "acts": [
  {
   "kind": "verify",
   "variety": "signature",
   "when": [],
   "fields": {
    "of": [
     {
      "name": "file"
     }
    ]
   }
  }
 ],
 "runs": []
},
{
 "id": "cp",
 "why": "A copied file is still what was fetched.",
 "fix": "",
 "links": [],
 "form": "command",
 "names": [
  "cp",
  "gcp"
 ],
 "options": {
  "flags": [
   "a",
   "archive",
   "attributes-only",
   "b",
   "copy-contents",
   "d",
   "f",
   "force",
   "i",
   "interactive",
   "H",
   "l",
   "link",
   "L",
   "dereference",
   "n",
   "no-clobber",
   "P",
   "no-dereference",
   "p",
   "parents",
   "R",
   "r",
   "recursive",
   "remove-destination",
   "strip-trailing-slashes",
   "s",
   "symbolic-link",
   "T",
   "no-target-directory",
   "u",
   "v",
   "verbose",
   "x",
   "one-file-system",
   "Z",
   "debug",
   "keep-directory-symlink"
  ],
  "values": [
   "no-preserve",
   "sparse",
   "S",
   "suffix"
  ],
  "optional": [
   "backup",
   "preserve",
   "reflink",
   "context",
   "update"
  ],
  "capture": {
   "target": [
    "t",
    "target-directory"
   ]
  }
 },
 "operands": [
  {
   "name": "item",
   "least": 1,
   "many": true
  }
 ],
 "when": [],
 "acts": [
  {
   "kind": "place",
   "variety": "copy",
   "when": [],
   "fields": {
    "items": [
     {
      "name": "item"
     }
    ],
    "target": [
     {
      "name": "target"
     }
    ]
   }
  }
 ],
 "runs": []
},
{
 "id": "cpio",
 "why": "What an archive holds appears in a folder.",
 "fix": "",
 "links": [
  "https://www.gnu.org/software/cpio/manual/"
 ],
 "form": "command",
 "names": [
  "cpio",
  "bsdcpio"
 ],
 "options": {
  "flags": [
   "d",
   "make-directories",
   "u",
   "unconditional",
   "m",
   "preserve-modification-time",
   "v",
   "verbose",
   "V",
   "dot",
   "quiet",
   "c",
   "f",
   "nonmatching",
   "n",
   "numeric-uid-gid",
   "no-absolute-filenames",
   "absolute-filenames",
   "no-preserve-owner",
   "b",
   "B",
   "s",
   "S",
   "swap",
   "swap-bytes",
   "swap-halfwords",
   "r",
   "rename",
   "sparse",
   "0",
   "null",
   "L",
   "a",
   "only-verify-crc",
   "z",
   "j",
   "J"
  ],
  "values": [
   "C",
   "io-size",
   "block-size",
   "E",
   "pattern-file",
   "H",
   "format",
   "M",
   "message",
   "R",
   "owner",
   "rsh-command"
  ],
  "capture": {
   "archive": [
    "F",
    "file",
    "I"
   ]
  },
  "cumulative": {
   "folder": [
    "D",
    "directory"
   ]
  },
  "marks": {
   "extracts": [
    "i",
    "extract"
   ],
   "rejected": [
    "o",
    "create",
    "p",
    "pass-through",
    "t",
    "list",
    "version",
    "help"
   ]
  }
 },
 "operands": [
  {
   "name": "pattern",
   "least": 0,
   "many": true
  }
 ],
 "when": [
  [
   {
    "name": "extracts",
    "negated": false
   }
  ]
 ],
 "acts": [
  {
   "kind": "extract",
   "variety": "archive",
   "when": [],
   "fields": {
    "from": [
     {
      "name": "archive"
     }
    ],
    "into": [
     {
      "name": "folder"
     }
    ]
   }
  }
 ],
 "runs": []
},
{
 "id": "curl",
 "why": "A download can bring other bytes each day unless it names a version that never changes and its hash is checked.",
 "fix": "Name a fixed version in the URL and check a sha256 that stands in your own files.",
 "links": [
  "https://curl.se/docs/manpage.html"
 ],
 "form": "command",
 "names": [
  "curl"
 ],
 "options": {
  "flags": [
   "anyauth",
   "a",
   "append",
   "basic",
   "cert-status",
   "compressed",
   "compressed-ssh",
   "create-dirs",
   "crlf",
   "digest",
   "q",
   "disable",
   "disable-eprt",
   "disable-epsv",
   "disallow-username-in-url",
   "doh-cert-status",
   "doh-insecure",
   "f",
   "fail",
   "fail-early",
   "fail-with-body",
   "false-start",
   "form-escape",
   "ftp-create-dirs",
   "ftp-pasv",
   "ftp-pret",
   "ftp-skip-pasv-ip",
   "ftp-ssl-ccc",
   "ftp-ssl-control",
   "g",
   "globoff",
   "haproxy-protocol",
   "http0.9",
   "0",
   "http1.0",
   "http1.1",
   "http2",
   "http2-prior-knowledge",
   "http3",
   "http3-only",
   "ignore-content-length",
   "i",
   "include",
   "k",
   "insecure",
   "4",
   "ipv4",
   "6",
   "ipv6",
   "j",
   "junk-session-cookies",
   "l",
   "list-only",
   "L",
   "location",
   "location-trusted",
   "mail-rcpt-allowfails",
   "negotiate",
   "n",
   "netrc",
   "netrc-optional",
   ":",
   "next",
   "no-alpn",
   "N",
   "no-buffer",
   "no-clobber",
   "no-keepalive",
   "no-npn",
   "no-progress-meter",
   "no-sessionid",
   "ntlm",
   "ntlm-wb",
   "Z",
   "parallel",
   "parallel-immediate",
   "path-as-is",
   "post301",
   "post302",
   "post303",
   "#",
   "progress-bar",
   "proxy-anyauth",
   "proxy-basic",
   "proxy-digest",
   "proxy-insecure",
   "proxy-negotiate",
   "proxy-ntlm",
   "proxy-ssl-allow-beast",
   "proxy-ssl-auto-client-cert",
   "proxy-tlsv1",
   "p",
   "proxytunnel",
   "raw",
   "R",
   "remote-time",
   "remove-on-error",
   "retry-all-errors",
   "retry-connrefused",
   "sasl-ir",
   "S",
   "show-error",
   "s",
   "silent",
   "socks5-basic",
   "socks5-gssapi",
   "socks5-gssapi-nec",
   "ssl",
   "ssl-allow-beast",
   "ssl-auto-client-cert",
   "ssl-no-revoke",
   "ssl-reqd",
   "ssl-revoke-best-effort",
   "2",
   "sslv2",
   "3",
   "sslv3",
   "styled-output",
   "suppress-connect-headers",
   "tcp-fastopen",
   "tcp-nodelay",
   "tftp-no-options",
   "1",
   "tlsv1",
   "tlsv1.0",
   "tlsv1.1",
   "tlsv1.2",
   "tlsv1.3",
   "tr-encoding",
   "trace-time",
   "B",
   "use-ascii",
   "v",
   "verbose",
   "xattr",
   "metalink",
   "ca-native",
   "proxy-ca-native",
   "tls-earlydata",
   "mptcp",
   "skip-existing",
   "trace-ids",
   "ntlm-sspi"
  ],
  "values": [
   "alt-svc",
   "aws-sigv4",
   "cacert",
   "capath",
   "E",
   "cert",
   "cert-type",
   "ciphers",
   "connect-timeout",
   "connect-to",
   "C",
   "continue-at",
   "b",
   "cookie",
   "c",
   "cookie-jar",
   "create-file-mode",
   "crlfile",
   "curves",
   "delegation",
   "dns-interface",
   "dns-ipv4-addr",
   "dns-ipv6-addr",
   "dns-servers",
   "doh-url",
   "D",
   "dump-header",
   "egd-file",
   "engine",
   "etag-compare",
   "etag-save",
   "expect100-timeout",
   "ftp-account",
   "ftp-alternative-to-user",
   "ftp-method",
   "P",
   "ftp-port",
   "ftp-ssl-ccc-mode",
   "happy-eyeballs-timeout-ms",
   "H",
   "header",
   "hostpubmd5",
   "hostpubsha256",
   "hsts",
   "interface",
   "keepalive-time",
   "key",
   "key-type",
   "krb",
   "libcurl",
   "limit-rate",
   "local-port",
   "login-options",
   "mail-auth",
   "max-filesize",
   "max-redirs",
   "m",
   "max-time",
   "netrc-file",
   "noproxy",
   "oauth2-bearer",
   "parallel-max",
   "pass",
   "pinnedpubkey",
   "preproxy",
   "proto",
   "proto-default",
   "proto-redir",
   "x",
   "proxy",
   "proxy-cacert",
   "proxy-capath",
   "proxy-cert",
   "proxy-cert-type",
   "proxy-ciphers",
   "proxy-crlfile",
   "proxy-header",
   "proxy-key",
   "proxy-key-type",
   "proxy-pass",
   "proxy-pinnedpubkey",
   "proxy-service-name",
   "proxy-tls13-ciphers",
   "proxy-tlsauthtype",
   "proxy-tlspassword",
   "proxy-tlsuser",
   "U",
   "proxy-user",
   "proxy1.0",
   "pubkey",
   "Q",
   "quote",
   "random-file",
   "r",
   "range",
   "rate",
   "e",
   "referer",
   "X",
   "request",
   "request-target",
   "resolve",
   "retry",
   "retry-delay",
   "retry-max-time",
   "sasl-authzid",
   "service-name",
   "socks4",
   "socks4a",
   "socks5",
   "socks5-gssapi-service",
   "socks5-hostname",
   "Y",
   "speed-limit",
   "y",
   "speed-time",
   "stderr",
   "tftp-blksize",
   "z",
   "time-cond",
   "tls-max",
   "tls13-ciphers",
   "tlsauthtype",
   "tlspassword",
   "tlsuser",
   "trace",
   "trace-ascii",
   "url-query",
   "u",
   "user",
   "A",
   "user-agent",
   "w",
   "write-out",
   "variable",
   "ip-tos",
   "vlan-priority",
   "keepalive-cnt",
   "haproxy-clientip",
   "ipfs-gateway",
   "ech",
   "dns-cache-timeout",
   "sslkeylog",
   "upload-flags",
   "sigalgs"
  ],
  "capture": {
   "folder": [
    "output-dir"
   ],
   "config": [
    "K",
    "config"
   ],
   "data": [
    "d",
    "data",
    "data-ascii",
    "data-binary",
    "data-raw",
    "data-urlencode",
    "json"
   ]
  },
  "operand": [
   "url"
  ],
  "outputs": {
   "file": [
    "o",
    "output"
   ],
   "remote": [
    "O",
    "remote-name"
   ]
  },
  "marks": {
   "queries": [
    "G",
    "get"
   ],
   "server-names": [
    "J",
    "remote-header-name"
   ],
   "remote-name-all": [
    "remote-name-all"
   ],
   "rejected": [
    "I",
    "head",
    "V",
    "version",
    "h",
    "help",
    "M",
    "manual",
    "T",
    "upload-file",
    "F",
    "form",
    "form-string",
    "unix-socket",
    "abstract-unix-socket",
    "t",
    "telnet-option",
    "mail-from",
    "mail-rcpt"
   ]
  },
  "byValue": [
   {
    "options": [
     "X",
     "request"
    ],
    "except": [
     "GET"
    ],
    "mark": "rejected"
   }
  ]
 },
 "operands": [
  {
   "name": "url",
   "least": 0,
   "many": true,
   "shape": "web-url"
  }
 ],
 "when": [
  [
   {
    "name": "data",
    "negated": true
   },
   {
    "name": "queries",
    "negated": false
   }
  ]
 ],
 "acts": [
  {
   "kind": "fetch",
   "variety": "file",
   "when": [],
   "each": "url",
   "fields": {
    "url": [
     {
      "name": "url"
     }
    ],
    "into": [
     {
      "call": "output-of",
      "of": [
       {
        "name": "url"
       }
      ]
     }
    ]
   }
  },
  {
   "kind": "fetch",
   "variety": "file",
   "when": [
    [
     {
      "name": "config",
      "negated": false
     }
    ],
    [
     {
      "name": "url",
      "negated": true
     }
    ]
   ],
   "fields": {
    "url": [
     {
      "call": "contents-of",
      "of": [
       {
        "name": "config"
       }
      ]
     }
    ]
   }
  }
 ],
 "runs": []
},
{
 "id": "doas",
 "why": "Runs a command as another user.",
 "fix": "",
 "links": [],
 "form": "command",
 "names": [
  "doas"
 ],
 "options": {
  "stops": true,
  "flags": [
   "n",
   "s"
  ],
  "values": [
   "u",
   "a",
   "C"
  ],
  "marks": {
   "rejected": [
    "L"
   ]
  }
 },
 "operands": [
  {
   "name": "command",
   "least": 1,
   "many": true
  }
 ],
 "when": [],
 "acts": [],
 "runs": [
  {
   "kind": "words",
   "words": "command",
   "when": []
  }
 ]
},
{
 "id": "env",
 "why": "Runs a command with other variables.",
 "fix": "",
 "links": [
  "https://www.gnu.org/software/coreutils/manual/html_node/env-invocation.html"
 ],
 "form": "command",
 "names": [
  "env",
  "genv"
 ],
 "options": {
  "stops": true,
  "flags": [
   "i",
   "ignore-environment",
   "0",
   "null",
   "v",
   "debug"
  ],
  "values": [
   "u",
   "unset",
   "C",
   "chdir",
   "S",
   "split-string"
  ],
  "optional": [
   "block-signal",
   "default-signal",
   "ignore-signal"
  ],
  "marks": {
   "rejected": [
    "help",
    "version",
    "list-signal-handling"
   ]
  }
 },
 "operands": [
  {
   "name": "command",
   "least": 1,
   "many": true
  }
 ],
 "when": [],
 "acts": [],
 "runs": [
  {
   "kind": "words",
   "words": "command",
   "assignments": true,
   "when": []
  }
 ]
},
{
 "id": "eval",
 "why": "The shell reads the words as a command.",
 "fix": "",
 "links": [
  "https://www.gnu.org/software/bash/manual/html_node/Bourne-Shell-Builtins.html"
 ],
 "form": "command",
 "names": [
  "eval"
 ],
 "options": {
  "stops": true
 },
 "operands": [
  {
   "name": "text",
   "least": 1,
   "many": true
  }
 ],
 "when": [],
 "acts": [],
 "runs": [
  {
   "kind": "text",
   "text": "text",
   "here": true,
   "when": []
  }
 ]
},
{
 "id": "exec",
 "why": "Runs a command in place of the shell.",
 "fix": "",
 "links": [],
 "form": "command",
 "names": [
  "exec"
 ],
 "options": {
  "stops": true,
  "flags": [
   "c",
   "l"
  ],
  "values": [
   "a"
  ]
 },
 "operands": [
  {
   "name": "command",
   "least": 1,
   "many": true
  }
 ],
 "when": [],
 "acts": [],
 "runs": [
  {
   "kind": "words",
   "words": "command",
   "when": []
  }
 ]
},
{
 "id": "find",
 "why": "Runs a command with what it finds.",
 "fix": "",
 "links": [
  "https://www.gnu.org/software/findutils/manual/html_node/find_html/Run-Commands.html"
 ],
 "form": "command",
 "names": [
  "find",
  "gfind"
 ],
 "options": {
  "none": true
 },
 "operands": [
  {
   "name": "word",
   "least": 0,
   "many": true
  }
 ],
 "when": [],
 "acts": [],
 "runs": [
  {
   "kind": "between",
   "behind": [
    "-exec",
    "-execdir",
    "-ok",
    "-okdir"
   ],
   "until": [
    ";",
    "+"
   ]
  }
 ]
},
{
 "id": "flock",
 "why": "Runs a command while it holds a lock.",
 "fix": "",
 "links": [],
 "form": "command",
 "names": [
  "flock"
 ],
 "options": {
  "stops": true,
  "flags": [
   "s",
   "shared",
   "x",
   "e",
   "exclusive",
   "u",
   "unlock",
   "n",
   "nonblock",
   "nb",
   "o",
   "close",
   "F",
   "no-fork",
   "verbose"
  ],
  "values": [
   "w",
   "timeout",
   "wait",
   "E",
   "conflict-exit-code"
  ],
  "marks": {
   "rejected": [
    "h",
    "help",
    "V",
    "version"
   ]
  }
 },
 "operands": [
  {
   "name": "file",
   "least": 1,
   "many": false
  },
  {
   "name": "command",
   "least": 1,
   "many": true
  }
 ],
 "when": [],
 "acts": [],
 "runs": [
  {
   "kind": "words",
   "words": "command",
   "when": []
  }
 ]
},
{
 "id": "from",
 "why": "An image without a digest is whatever its tag points to on the day of the build.",
 "fix": "Add the digest behind the tag.",
 "links": [
  "https://docs.docker.com/reference/dockerfile/#from"
 ],
 "form": "instruction",
 "names": [
  "FROM"
 ],
 "options": {
  "optional": [
   "platform"
  ]
 },
 "operands": [
  {
   "name": "image",
   "least": 1,
   "many": false,
   "shape": "image"
  },
  {
   "name": "as",
   "least": 0,
   "many": false
  },
  {
   "name": "name",
   "least": 0,
   "many": false
  }
 ],
 "when": [],
 "acts": [
  {
   "kind": "fetch",
   "variety": "image",
   "when": [],
   "fields": {
    "url": [
     {
      "name": "image"
     }
    ]
   }
  }
 ],
 "runs": []
},
{
 "id": "git-checkout",
 "why": "A checkout decides what a clone's work tree holds. A branch is another commit each day.",
 "fix": "Check out a full commit.",
 "links": [
  "https://git-scm.com/docs/git-checkout"
 ],
 "form": "command",
 "names": [
  "git"
 ],
 "before": "git",
 "subcommands": [
  [
   "checkout"
  ]
 ],
 "options": {
  "flags": [
   "l",
   "guess",
   "overlay",
   "q",
   "quiet",
   "progress",
   "m",
   "merge",
   "d",
   "detach",
   "t",
   "f",
   "force",
   "overwrite-ignore",
   "ignore-other-worktrees",
   "ignore-skip-worktree-bits",
   "no-track"
  ],
  "values": [
   "conflict"
  ],
  "optional": [
   "track",
   "recurse-submodules"
  ],
  "capture": {
   "branch": [
    "b",
    "B",
    "orphan"
   ]
  },
  "marks": {
   "rejected": [
    "2",
    "ours",
    "3",
    "theirs",
    "p",
    "patch",
    "pathspec-from-file",
    "h",
    "help"
   ]
  }
 },
 "operands": [
  {
   "name": "ref",
   "least": 0,
   "many": false,
   "shape": "revision"
  }
 ],
 "when": [
  [
   {
    "name": "behind-dashes",
    "negated": true
   }
  ]
 ],
 "acts": [
  {
   "kind": "select",
   "variety": "checkout",
   "when": [],
   "fields": {
    "repository": [
     {
      "name": "work-tree"
     },
     {
      "call": "repository-of",
      "of": [
       {
        "name": "git-dir"
       }
      ]
     }
    ],
    "ref": [
     {
      "name": "ref"
     }
    ]
   }
  }
 ],
 "runs": []
},
{
 "id": "git-clone",
 "why": "A clone without a full commit brings what the branch or tag holds on the day of the build. Branches move with every push, and tags can be set anew.",
 "fix": "Check out a full commit behind the clone, which pinlock apply writes, or lock the source and build through pinlock run.",
 "links": [
  "https://git-scm.com/docs/git-clone"
 ],
 "form": "command",
 "names": [
  "git"
 ],
 "before": "git",
 "subcommands": [
  [
   "clone"
  ]
 ],
 "options": {
  "flags": [
   "v",
   "verbose",
   "progress",
   "reject-shallow",
   "l",
   "local",
   "hardlinks",
   "no-hardlinks",
   "s",
   "shared",
   "dissociate",
   "4",
   "ipv4",
   "6",
   "ipv6",
   "also-filter-submodules",
   "no-tags",
   "tags",
   "shallow-submodules",
   "no-shallow-submodules"
  ],
  "values": [
   "j",
   "jobs",
   "template",
   "reference",
   "reference-if-able",
   "c",
   "config",
   "server-option",
   "filter",
   "bundle-uri",
   "separate-git-dir",
   "ref-format",
   "shallow-since",
   "shallow-exclude",
   "u",
   "upload-pack"
  ],
  "optional": [
   "recurse-submodules",
   "recursive"
  ],
  "capture": {
   "ref": [
    "b",
    "branch"
   ],
   "at": [
    "revision"
   ],
   "depth": [
    "depth"
   ],
   "origin": [
    "o",
    "origin"
   ]
  },
  "marks": {
   "recursive": [
    "recursive",
    "recurse-submodules"
   ],
   "remote-submodules": [
    "remote-submodules"
   ],
   "shallow": [
    "depth",
    "shallow-since",
    "shallow-exclude"
   ],
   "single-branch": [
    "single-branch"
   ],
   "no-checkout": [
    "n",
    "no-checkout"
   ],
   "quiet": [
    "q",
    "quiet"
   ],
   "bare": [
    "bare"
   ],
   "mirror": [
    "mirror"
   ],
   "sparse": [
    "sparse"
   ],
   "rejected": [
    "h",
    "help"
   ]
  }
 },
 "operands": [
  {
   "name": "url",
   "least": 1,
   "many": false,
   "shape": "repository"
  },
  {
   "name": "dir",
   "least": 0,
   "many": false
  }
 ],
 "when": [],
 "acts": [
  {
   "kind": "fetch",
   "variety": "git",
   "when": [],
   "fields": {
    "url": [
     {
      "name": "url"
     }
    ],
    "ref": [
     {
      "name": "at"
     },
     {
      "name": "ref"
     }
    ],
    "into": [
     {
      "name": "dir"
     },
     {
      "call": "directory-of",
      "of": [
       {
        "name": "url"
       }
      ]
     }
    ]
   }
  }
 ],
 "runs": []
},
{
 "id": "git-fetch",
 "why": "What a fetch brings is used when a later command selects it; a branch brings another commit each day.",
 "fix": "Fetch and check out a full commit.",
 "links": [
  "https://git-scm.com/docs/git-fetch"
 ],
 "form": "command",
 "names": [
  "git"
 ],
 "before": "git",
 "subcommands": [
  [
   "fetch"
  ]
 ],
 "options": {
  "flags": [
   "v",
   "verbose",
   "progress",
   "4",
   "ipv4",
   "6",
   "ipv6",
   "update-shallow",
   "unshallow",
   "refetch",
   "f",
   "force",
   "k",
   "keep",
   "p",
   "prune",
   "P",
   "prune-tags",
   "t",
   "tags",
   "a",
   "append",
   "atomic",
   "set-upstream",
   "show-forced-updates",
   "write-commit-graph",
   "auto-maintenance",
   "auto-gc",
   "negotiate-only",
   "prefetch",
   "u",
   "update-head-ok",
   "m",
   "multiple",
   "n",
   "write-fetch-head",
   "stdin",
   "no-tags"
  ],
  "values": [
   "upload-pack",
   "shallow-since",
   "shallow-exclude",
   "deepen",
   "refmap",
   "o",
   "server-option",
   "negotiation-tip",
   "filter",
   "j",
   "jobs"
  ],
  "optional": [
   "recurse-submodules",
   "recurse-submodules-default"
  ],
  "capture": {
   "depth": [
    "depth"
   ]
  },
  "marks": {
   "shallow": [
    "depth"
   ],
   "quiet": [
    "q",
    "quiet"
   ],
   "tags": [
    "t",
    "tags"
   ],
   "all": [
    "all"
   ],
   "rejected": [
    "dry-run",
    "h",
    "help"
   ]
  }
 },
 "operands": [
  {
   "name": "remote",
   "least": 0,
   "many": false
  },
  {
   "name": "refs",
   "least": 0,
   "many": true
  }
 ],
 "when": [],
 "acts": [
  {
   "kind": "retrieve",
   "variety": "git",
   "when": [],
   "fields": {
    "repository": [
     {
      "name": "work-tree"
     },
     {
      "call": "repository-of",
      "of": [
       {
        "name": "git-dir"
       }
      ]
     }
    ],
    "remote": [
     {
      "name": "remote"
     }
    ],
    "refs": [
     {
      "name": "refs"
     }
    ]
   }
  }
 ],
 "runs": []
},
{
 "id": "git-init",
 "why": "An empty repository that a later fetch fills.",
 "fix": "",
 "links": [
  "https://git-scm.com/docs/git-init"
 ],
 "form": "command",
 "names": [
  "git"
 ],
 "before": "git",
 "subcommands": [
  [
   "init"
  ]
 ],
 "options": {
  "flags": [
   "q",
   "quiet",
   "bare"
  ],
  "values": [
   "template",
   "separate-git-dir",
   "object-format",
   "ref-format",
   "b",
   "initial-branch"
  ],
  "optional": [
   "shared"
  ],
  "marks": {
   "rejected": [
    "h",
    "help"
   ]
  }
 },
 "operands": [
  {
   "name": "dir",
   "least": 0,
   "many": false
  }
 ],
 "when": [],
 "acts": [
  {
   "kind": "repository",
   "variety": "init",
   "when": [],
   "fields": {
    "repository": [
     {
      "name": "dir"
     },
     {
      "name": "work-tree"
     },
     {
      "call": "repository-of",
      "of": [
       {
        "name": "git-dir"
       }
      ]
     }
    ]
   }
  }
 ],
 "runs": []
},
{
 "id": "git-merge",
 "why": "A merge brings the other branch's commit into the work tree, another one each day.",
 "fix": "Check out a full commit instead.",
 "links": [
  "https://git-scm.com/docs/git-merge"
 ],
 "form": "command",
 "names": [
  "git"
 ],
 "before": "git",
 "subcommands": [
  [
   "merge"
  ]
 ],
 "options": {
  "flags": [
   "n",
   "stat",
   "summary",
   "squash",
   "commit",
   "no-commit",
   "e",
   "edit",
   "no-edit",
   "ff",
   "no-ff",
   "ff-only",
   "rerere-autoupdate",
   "verify-signatures",
   "v",
   "verbose",
   "q",
   "quiet",
   "allow-unrelated-histories",
   "progress",
   "autostash",
   "overwrite-ignore",
   "signoff",
   "verify",
   "no-verify"
  ],
  "values": [
   "cleanup",
   "s",
   "strategy",
   "X",
   "strategy-option",
   "m",
   "message",
   "F",
   "file",
   "into-name"
  ],
  "optional": [
   "log",
   "S",
   "gpg-sign"
  ],
  "marks": {
   "rejected": [
    "abort",
    "quit",
    "continue",
    "h",
    "help"
   ]
  }
 },
 "operands": [
  {
   "name": "ref",
   "least": 1,
   "many": false,
   "shape": "revision"
  }
 ],
 "when": [],
 "acts": [
  {
   "kind": "select",
   "variety": "merge",
   "when": [],
   "fields": {
    "repository": [
     {
      "name": "work-tree"
     },
     {
      "call": "repository-of",
      "of": [
       {
        "name": "git-dir"
       }
      ]
     }
    ],
    "ref": [
     {
      "name": "ref"
     }
    ]
   }
  }
 ],
 "runs": []
},
{
 "id": "git-pull",
 "why": "A pull moves a clone to the newest commit of its branch, whatever was checked out before.",
 "fix": "Fetch and check out a full commit.",
 "links": [
  "https://git-scm.com/docs/git-pull"
 ],
 "form": "command",
 "names": [
  "git"
 ],
 "before": "git",
 "subcommands": [
  [
   "pull"
  ]
 ],
 "options": {
  "flags": [
   "v",
   "verbose",
   "progress",
   "4",
   "ipv4",
   "6",
   "ipv6",
   "update-shallow",
   "unshallow",
   "refetch",
   "f",
   "force",
   "k",
   "keep",
   "p",
   "prune",
   "P",
   "prune-tags",
   "t",
   "tags",
   "a",
   "append",
   "atomic",
   "set-upstream",
   "show-forced-updates",
   "write-commit-graph",
   "auto-maintenance",
   "auto-gc",
   "negotiate-only",
   "prefetch",
   "u",
   "update-head-ok",
   "n",
   "stat",
   "signoff",
   "squash",
   "commit",
   "no-commit",
   "edit",
   "no-edit",
   "ff",
   "no-ff",
   "ff-only",
   "verify",
   "verify-signatures",
   "no-verify",
   "autostash",
   "allow-unrelated-histories",
   "no-rebase"
  ],
  "values": [
   "upload-pack",
   "shallow-since",
   "shallow-exclude",
   "deepen",
   "refmap",
   "o",
   "server-option",
   "negotiation-tip",
   "filter",
   "cleanup",
   "s",
   "strategy",
   "X",
   "strategy-option"
  ],
  "optional": [
   "recurse-submodules",
   "recurse-submodules-default",
   "r",
   "rebase",
   "log",
   "S",
   "gpg-sign",
   "j",
   "jobs"
  ],
  "capture": {
   "depth": [
    "depth"
   ]
  },
  "marks": {
   "shallow": [
    "depth"
   ],
   "quiet": [
    "q",
    "quiet"
   ],
   "tags": [
    "t",
    "tags"
   ],
   "all": [
    "all"
   ],
   "rejected": [
    "dry-run",
    "h",
    "help"
   ]
  }
 },
 "operands": [
  {
   "name": "remote",
   "least": 0,
   "many": false
  },
  {
   "name": "ref",
   "least": 0,
   "many": false
  }
 ],
 "when": [],
 "acts": [
  {
   "kind": "update",
   "variety": "pull",
   "when": [],
   "fields": {
    "repository": [
     {
      "name": "work-tree"
     },
     {
      "call": "repository-of",
      "of": [
       {
        "name": "git-dir"
       }
      ]
     }
    ],
    "remote": [
     {
      "name": "remote"
     }
    ],
    "ref": [
     {
      "name": "ref"
     }
    ]
   }
  }
 ],
 "runs": []
},
{
 "id": "git-remote-update",
 "why": "What it brings is used when a later command selects it; a branch brings another commit each day.",
 "fix": "Fetch and check out a full commit.",
 "links": [
  "https://git-scm.com/docs/git-remote"
 ],
 "form": "command",
 "names": [
  "git"
 ],
 "before": "git",
 "subcommands": [
  [
   "remote",
   "update"
  ]
 ],
 "options": {
  "flags": [
   "p",
   "prune",
   "v",
   "verbose"
  ]
 },
 "operands": [
  {
   "name": "group",
   "least": 0,
   "many": true
  }
 ],
 "when": [],
 "acts": [
  {
   "kind": "retrieve",
   "variety": "git",
   "when": [],
   "fields": {
    "repository": [
     {
      "name": "work-tree"
     },
     {
      "call": "repository-of",
      "of": [
       {
        "name": "git-dir"
       }
      ]
     }
    ]
   }
  }
 ],
 "runs": []
},
{
 "id": "git-remote",
 "why": "A remote says where later fetches of this repository come from.",
 "fix": "",
 "links": [
  "https://git-scm.com/docs/git-remote"
 ],
 "form": "command",
 "names": [
  "git"
 ],
 "before": "git",
 "subcommands": [
  [
   "remote",
   "add"
  ],
  [
   "remote",
   "set-url"
  ]
 ],
 "options": {
  "flags": [
   "v",
   "verbose",
   "tags",
   "no-tags"
  ],
  "values": [
   "t",
   "track",
   "m",
   "master"
  ],
  "optional": [
   "mirror"
  ],
  "marks": {
   "fetches": [
    "f",
    "fetch"
   ],
   "rejected": [
    "push",
    "delete"
   ]
  }
 },
 "operands": [
  {
   "name": "name",
   "least": 1,
   "many": false
  },
  {
   "name": "url",
   "least": 1,
   "many": false
  },
  {
   "name": "old",
   "least": 0,
   "many": false
  }
 ],
 "when": [],
 "acts": [
  {
   "kind": "repository",
   "variety": "remote",
   "when": [],
   "fields": {
    "repository": [
     {
      "name": "work-tree"
     },
     {
      "call": "repository-of",
      "of": [
       {
        "name": "git-dir"
       }
      ]
     }
    ],
    "name": [
     {
      "name": "name"
     }
    ],
    "url": [
     {
      "name": "url"
     }
    ]
   }
  },
  {
   "kind": "retrieve",
   "variety": "git",
   "when": [
    [
     {
      "name": "fetches",
      "negated": false
     }
    ]
   ],
   "fields": {
    "repository": [
     {
      "name": "work-tree"
     },
     {
      "call": "repository-of",
      "of": [
       {
        "name": "git-dir"
       }
      ]
     }
    ],
    "remote": [
     {
      "name": "name"
     }
    ]
   }
  }
 ],
 "runs": []
},
{
 "id": "git-reset",
 "why": "A hard reset decides what a clone's work tree holds. A branch is another commit each day.",
 "fix": "Reset to a full commit.",
 "links": [
  "https://git-scm.com/docs/git-reset"
 ],
 "form": "command",
 "names": [
  "git"
 ],
 "before": "git",
 "subcommands": [
  [
   "reset"
  ]
 ],
 "options": {
  "flags": [
   "q",
   "quiet",
   "no-refresh"
  ],
  "optional": [
   "recurse-submodules"
  ],
  "marks": {
   "moves": [
    "hard",
    "merge",
    "keep"
   ],
   "rejected": [
    "p",
    "patch",
    "mixed",
    "soft",
    "N",
    "intent-to-add",
    "pathspec-from-file",
    "h",
    "help"
   ]
  }
 },
 "operands": [
  {
   "name": "ref",
   "least": 0,
   "many": false,
   "shape": "revision"
  }
 ],
 "when": [
  [
   {
    "name": "moves",
    "negated": false
   }
  ],
  [
   {
    "name": "behind-dashes",
    "negated": true
   }
  ]
 ],
 "acts": [
  {
   "kind": "select",
   "variety": "reset",
   "when": [],
   "fields": {
    "repository": [
     {
      "name": "work-tree"
     },
     {
      "call": "repository-of",
      "of": [
       {
        "name": "git-dir"
       }
      ]
     }
    ],
    "ref": [
     {
      "name": "ref"
     }
    ]
   }
  }
 ],
 "runs": []
},
{
 "id": "git-submodule-add",
 "why": "Adding a submodule brings the newest commit of a branch, on the day of the build.",
 "fix": "Check out a full commit in the submodule's folder.",
 "links": [
  "https://git-scm.com/docs/git-submodule"
 ],
 "form": "command",
 "names": [
  "git"
 ],
 "before": "git",
 "subcommands": [
  [
   "submodule",
   "add"
  ]
 ],
 "options": {
  "flags": [
   "f",
   "force",
   "progress",
   "dissociate"
  ],
  "values": [
   "name",
   "reference",
   "ref-format"
  ],
  "capture": {
   "ref": [
    "b",
    "branch"
   ],
   "depth": [
    "depth"
   ]
  },
  "marks": {
   "quiet": [
    "q",
    "quiet"
   ],
   "shallow": [
    "depth"
   ]
  }
 },
 "operands": [
  {
   "name": "url",
   "least": 1,
   "many": false,
   "shape": "repository"
  },
  {
   "name": "dir",
   "least": 0,
   "many": false
  }
 ],
 "when": [],
 "acts": [
  {
   "kind": "fetch",
   "variety": "git",
   "when": [],
   "fields": {
    "url": [
     {
      "name": "url"
     }
    ],
    "ref": [
     {
      "name": "ref"
     }
    ],
    "into": [
     {
      "name": "dir"
     },
     {
      "call": "directory-of",
      "of": [
       {
        "name": "url"
       }
      ]
     }
    ]
   }
  }
 ],
 "runs": []
},
{
 "id": "git-submodule-update",
 "why": "With --remote the submodules move to the newest commits of their branches, whatever the parent's commit says.",
 "fix": "Leave --remote out, so that the parent's commit decides.",
 "links": [
  "https://git-scm.com/docs/git-submodule"
 ],
 "form": "command",
 "names": [
  "git"
 ],
 "before": "git",
 "subcommands": [
  [
   "submodule",
   "update"
  ]
 ],
 "options": {
  "flags": [
   "q",
   "quiet",
   "init",
   "N",
   "no-fetch",
   "f",
   "force",
   "checkout",
   "merge",
   "rebase",
   "recommend-shallow",
   "no-recommend-shallow",
   "recursive",
   "single-branch",
   "no-single-branch",
   "progress",
   "dissociate"
  ],
  "values": [
   "reference",
   "depth",
   "j",
   "jobs",
   "filter",
   "ref-format"
  ],
  "marks": {
   "remote": [
    "remote"
   ]
  }
 },
 "operands": [
  {
   "name": "path",
   "least": 0,
   "many": true
  }
 ],
 "when": [
  [
   {
    "name": "remote",
    "negated": false
   }
  ]
 ],
 "acts": [
  {
   "kind": "update",
   "variety": "submodule-remote",
   "when": [],
   "fields": {
    "repository": [
     {
      "name": "work-tree"
     },
     {
      "call": "repository-of",
      "of": [
       {
        "name": "git-dir"
       }
      ]
     }
    ]
   }
  }
 ],
 "runs": []
},
{
 "id": "git-switch",
 "why": "A switch decides what a clone's work tree holds. A branch is another commit each day.",
 "fix": "Switch with --detach to a full commit.",
 "links": [
  "https://git-scm.com/docs/git-switch"
 ],
 "form": "command",
 "names": [
  "git"
 ],
 "before": "git",
 "subcommands": [
  [
   "switch"
  ]
 ],
 "options": {
  "flags": [
   "guess",
   "discard-changes",
   "q",
   "quiet",
   "progress",
   "m",
   "merge",
   "d",
   "detach",
   "t",
   "f",
   "force",
   "overwrite-ignore",
   "ignore-other-worktrees",
   "no-track"
  ],
  "values": [
   "conflict"
  ],
  "optional": [
   "track",
   "recurse-submodules"
  ],
  "capture": {
   "branch": [
    "c",
    "create",
    "C",
    "force-create",
    "orphan"
   ]
  },
  "marks": {
   "rejected": [
    "h",
    "help"
   ]
  }
 },
 "operands": [
  {
   "name": "ref",
   "least": 0,
   "many": false,
   "shape": "revision"
  }
 ],
 "when": [],
 "acts": [
  {
   "kind": "select",
   "variety": "switch",
   "when": [],
   "fields": {
    "repository": [
     {
      "name": "work-tree"
     },
     {
      "call": "repository-of",
      "of": [
       {
        "name": "git-dir"
       }
      ]
     }
    ],
    "ref": [
     {
      "name": "ref"
     }
    ]
   }
  }
 ],
 "runs": []
},
{
 "id": "gpg-verify",
 "why": "A signature proves who made the file, not which of the author's files it is.",
 "fix": "",
 "links": [
  "https://www.gnupg.org/documentation/manuals/gnupg/Operational-GPG-Commands.html"
 ],
 "form": "command",
 "names": [
  "gpg",
  "gpg2",
  "gpg1"
 ],
 "options": {
  "flags": [
   "v",
   "verbose",
   "q",
   "quiet",
   "batch",
   "no-batch",
   "yes",
   "no",
   "no-tty",
   "no-default-keyring",
   "armor",
   "a",
   "no-verbose",
   "always-trust",
   "no-options",
   "no-autostart"
  ],
  "values": [
   "o",
   "z",
   "r",
   "u",
   "N",
   "debug",
   "debug-level",
   "display-charset",
   "charset",
   "options",
   "logger-fd",
   "log-file",
   "logger-file",
   "homedir",
   "faked-system-time",
   "default-key",
   "encrypt-to",
   "hidden-encrypt-to",
   "default-recipient",
   "group",
   "ungroup",
   "compliance",
   "default-new-key-algo",
   "min-rsa-length",
   "trust-model",
   "photo-viewer",
   "known-notation",
   "agent-program",
   "dirmngr-program",
   "limit-card-insert-tries",
   "temp-directory",
   "exec-path",
   "default-sig-expire",
   "default-cert-expire",
   "default-cert-level",
   "min-cert-level",
   "personal-cipher-preferences",
   "personal-digest-preferences",
   "personal-compress-preferences",
   "default-preference-list",
   "default-keyserver-url",
   "default-cert-check-level",
   "tofu-default-policy",
   "compress-algo",
   "compression-algo",
   "completes-needed",
   "marginals-needed",
   "max-cert-depth",
   "trustdb-name",
   "force-ownertrust",
   "input-size-hint",
   "set-filesize",
   "set-notation",
   "sig-notation",
   "cert-notation",
   "set-policy-url",
   "sig-policy-url",
   "cert-policy-url",
   "sig-keyserver-url",
   "output",
   "max-output",
   "comment",
   "set-filename",
   "compress-level",
   "bzip2-compress-level",
   "auto-key-locate",
   "keyserver",
   "keyserver-options",
   "key-origin",
   "import-options",
   "import-filter",
   "export-options",
   "export-filter",
   "list-options",
   "keyid-format",
   "recipient",
   "hidden-recipient",
   "recipient-file",
   "hidden-recipient-file",
   "remote-user",
   "local-user",
   "trusted-key",
   "sender",
   "try-secret-key",
   "keyring",
   "primary-keyring",
   "secret-keyring",
   "override-session-key",
   "override-session-key-fd",
   "s2k-mode",
   "s2k-digest-algo",
   "s2k-cipher-algo",
   "s2k-count",
   "verify-options",
   "disable-cipher-algo",
   "disable-pubkey-algo",
   "cipher-algo",
   "digest-algo",
   "cert-digest-algo",
   "weak-digest",
   "status-fd",
   "status-file",
   "attribute-fd",
   "attribute-file",
   "command-fd",
   "command-file",
   "passphrase",
   "passphrase-fd",
   "passphrase-file",
   "passphrase-repeat",
   "pinentry-mode",
   "request-origin",
   "display",
   "ttyname",
   "ttytype",
   "lc-ctype",
   "lc-messages",
   "xauthority",
   "personal-cipher-prefs",
   "personal-digest-prefs",
   "personal-compress-prefs",
   "sign-with",
   "user",
   "gpg-agent-info",
   "reader-port",
   "ctapi-driver",
   "pcsc-driver",
   "tofu-db-format"
  ],
  "marks": {
   "verifies": [
    "verify",
    "verify-files"
   ]
  }
 },
 "operands": [
  {
   "name": "file",
   "least": 0,
   "many": true
  }
 ],
 "when": [
  [
   {
    "name": "verifies",
    "negated": false
   }
  ]
 ],
 "acts": [
  {
   "kind": "verify",
   "variety": "signature",
   "when": [],
   "fields": {
    "of": [
     {
      "name": "file"
     }
    ]
   }
  }
 ],
 "runs": []
},
{
 "id": "gpgv",
 "why": "A signature proves who made the file, not which of the author's files it is.",
 "fix": "",
 "links": [
  "https://www.gnupg.org/documentation/manuals/gnupg/gpgv.html"
 ],
 "form": "command",
 "names": [
  "gpgv",
  "gpgv2",
  "sqv"
 ],
 "options": {
  "flags": [
   "v",
   "verbose",
   "q",
   "quiet",
   "ignore-time-conflict",
   "enable-special-filenames"
  ],
  "values": [
   "keyring",
   "o",
   "output",
   "status-fd",
   "logger-fd",
   "log-file",
   "homedir",
   "weak-digest"
  ],
  "marks": {
   "rejected": [
    "version",
    "help"
   ]
  }
 },
 "operands": [
  {
   "name": "file",
   "least": 1,
   "many": true
  }
 ],
 "when": [],
 "acts": [
  {
   "kind": "verify",
   "variety": "signature",
   "when": [],
   "fields": {
    "of": [
     {
      "name": "file"
     }
    ]
   }
  }
 ],
 "runs": []
},
{
 "id": "install-file",
 "why": "An installed file is still what was fetched.",
 "fix": "",
 "links": [
  "https://www.gnu.org/software/coreutils/manual/html_node/install-invocation.html"
 ],
 "form": "command",
 "names": [
  "install",
  "ginstall"
 ],
 "options": {
  "flags": [
   "b",
   "c",
   "C",
   "compare",
   "D",
   "p",
   "preserve-timestamps",
   "s",
   "strip",
   "T",
   "no-target-directory",
   "v",
   "verbose",
   "preserve-context",
   "Z",
   "U"
  ],
  "values": [
   "g",
   "group",
   "m",
   "mode",
   "o",
   "owner",
   "strip-program",
   "S",
   "suffix"
  ],
  "optional": [
   "backup",
   "context"
  ],
  "capture": {
   "target": [
    "t",
    "target-directory"
   ]
  },
  "marks": {
   "rejected": [
    "d",
    "directory",
    "help",
    "version"
   ]
  }
 },
 "operands": [
  {
   "name": "item",
   "least": 1,
   "many": true
  }
 ],
 "when": [],
 "acts": [
  {
   "kind": "place",
   "variety": "copy",
   "when": [],
   "fields": {
    "items": [
     {
      "name": "item"
     }
    ],
    "target": [
     {
      "name": "target"
     }
    ]
   }
  }
 ],
 "runs": []
},
{
 "id": "ionice",
 "why": "Runs a command with another priority.",
 "fix": "",
 "links": [],
 "form": "command",
 "names": [
  "ionice"
 ],
 "options": {
  "stops": true,
  "flags": [
   "t",
   "ignore"
  ],
  "values": [
   "c",
   "class",
   "n",
   "classdata"
  ],
  "marks": {
   "rejected": [
    "p",
    "pid",
    "P",
    "pgid",
    "u",
    "uid",
    "h",
    "help",
    "V",
    "version"
   ]
  }
 },
 "operands": [
  {
   "name": "command",
   "least": 1,
   "many": true
  }
 ],
 "when": [],
 "acts": [],
 "runs": [
  {
   "kind": "words",
   "words": "command",
   "when": []
  }
 ]
},
{
 "id": "ln",
 "why": "A link names what was fetched a second time.",
 "fix": "",
 "links": [],
 "form": "command",
 "names": [
  "ln",
  "gln"
 ],
 "options": {
  "flags": [
   "b",
   "d",
   "F",
   "directory",
   "f",
   "force",
   "i",
   "interactive",
   "L",
   "logical",
   "n",
   "no-dereference",
   "P",
   "physical",
   "r",
   "relative",
   "s",
   "symbolic",
   "T",
   "no-target-directory",
   "v",
   "verbose"
  ],
  "values": [
   "S",
   "suffix"
  ],
  "optional": [
   "backup"
  ],
  "capture": {
   "target": [
    "t",
    "target-directory"
   ]
  }
 },
 "operands": [
  {
   "name": "item",
   "least": 1,
   "many": true
  }
 ],
 "when": [],
 "acts": [
  {
   "kind": "place",
   "variety": "link",
   "when": [],
   "fields": {
    "items": [
     {
      "name": "item"
     }
    ],
    "target": [
     {
      "name": "target"
     }
    ]
   }
  }
 ],
 "runs": []
},
{
 "id": "mv",
 "why": "A moved file is still what was fetched.",
 "fix": "",
 "links": [],
 "form": "command",
 "names": [
  "mv",
  "gmv"
 ],
 "options": {
  "flags": [
   "b",
   "f",
   "force",
   "i",
   "interactive",
   "n",
   "no-clobber",
   "strip-trailing-slashes",
   "T",
   "no-target-directory",
   "u",
   "v",
   "verbose",
   "Z",
   "context",
   "debug",
   "exchange"
  ],
  "values": [
   "S",
   "suffix"
  ],
  "optional": [
   "backup",
   "update"
  ],
  "capture": {
   "target": [
    "t",
    "target-directory"
   ]
  }
 },
 "operands": [
  {
   "name": "item",
   "least": 1,
   "many": true
  }
 ],
 "when": [],
 "acts": [
  {
   "kind": "place",
   "variety": "move",
   "when": [],
   "fields": {
    "items": [
     {
      "name": "item"
     }
    ],
    "target": [
     {
      "name": "target"
     }
    ]
   }
  }
 ],
 "runs": []
},
{
 "id": "nice",
 "why": "Runs a command with another priority.",
 "fix": "",
 "links": [],
 "form": "command",
 "names": [
  "nice",
  "gnice"
 ],
 "options": {
  "stops": true,
  "values": [
   "n",
   "adjustment"
  ],
  "marks": {
   "rejected": [
    "help",
    "version"
   ]
  }
 },
 "operands": [
  {
   "name": "command",
   "least": 1,
   "many": true
  }
 ],
 "when": [],
 "acts": [],
 "runs": [
  {
   "kind": "words",
   "words": "command",
   "when": []
  }
 ]
},
{
 "id": "openssl-digest",
 "why": "A hash that stands in the tree and is compared says which bytes a download must bring.",
 "fix": "",
 "links": [
  "https://docs.openssl.org/master/man1/openssl-dgst/"
 ],
 "form": "command",
 "names": [
  "openssl"
 ],
 "subcommands": [
  [
   "dgst"
  ],
  [
   "md5"
  ],
  [
   "sha1"
  ],
  [
   "sha224"
  ],
  [
   "sha256"
  ],
  [
   "sha384"
  ],
  [
   "sha512"
  ],
  [
   "blake2b512"
  ]
 ],
 "options": {
  "dashes": "single",
  "flags": [
   "c",
   "r",
   "hex",
   "binary",
   "d",
   "debug",
   "list",
   "fips-fingerprint"
  ],
  "values": [
   "engine",
   "passin",
   "out",
   "keyform",
   "xoflen",
   "sigopt",
   "signature",
   "macopt",
   "rand",
   "writerand",
   "provider",
   "provider-path",
   "propquery"
  ],
  "capture": {
   "key": [
    "verify",
    "prverify"
   ]
  },
  "named": {
   "algorithm": [
    "md5",
    "sha1",
    "sha224",
    "sha256",
    "sha384",
    "sha512",
    "blake2b512",
    "sha3-256"
   ]
  },
  "marks": {
   "rejected": [
    "sign",
    "hmac",
    "mac",
    "help"
   ]
  }
 },
 "operands": [
  {
   "name": "file",
   "least": 0,
   "many": true
  }
 ],
 "when": [],
 "acts": [
  {
   "kind": "hash",
   "variety": "files",
   "when": [
    [
     {
      "name": "key",
      "negated": true
     }
    ]
   ],
   "fields": {
    "algorithm": [
     {
      "name": "algorithm"
     },
     {
      "name": "subcommand"
     }
    ],
    "of": [
     {
      "name": "file"
     }
    ]
   }
  },
  {
   "kind": "verify",
   "variety": "signature",
   "when": [
    [
     {
      "name": "key",
      "negated": false
     }
    ]
   ],
   "fields": {
    "of": [
     {
      "name": "file"
     }
    ]
   }
  }
 ],
 "runs": []
},
{
 "id": "retry",
 "why": "Runs a command again until it succeeds.",
 "fix": "",
 "links": [],
 "form": "command",
 "names": [
  "retry",
  "travis_retry",
  "travis_wait",
  "retry_command",
  "retry_cmd",
  "with_retry",
  "with_retries",
  "retries"
 ],
 "options": {
  "stops": true,
  "flags": [
   "v",
   "verbose"
  ],
  "values": [
   "t",
   "times",
   "tries",
   "d",
   "delay",
   "s",
   "sleep",
   "m",
   "min",
   "max",
   "n",
   "r",
   "i"
  ]
 },
 "operands": [
  {
   "name": "count",
   "least": 0,
   "many": false,
   "shape": "number"
  },
  {
   "name": "command",
   "least": 1,
   "many": true
  }
 ],
 "when": [],
 "acts": [],
 "runs": [
  {
   "kind": "words",
   "words": "command",
   "when": []
  }
 ]
},
{
 "id": "rm",
 "why": "What is removed is not used.",
 "fix": "",
 "links": [],
 "form": "command",
 "names": [
  "rm",
  "grm",
  "unlink"
 ],
 "options": {
  "flags": [
   "f",
   "force",
   "i",
   "I",
   "one-file-system",
   "no-preserve-root",
   "r",
   "R",
   "recursive",
   "d",
   "dir",
   "v",
   "verbose"
  ],
  "optional": [
   "interactive",
   "preserve-root"
  ]
 },
 "operands": [
  {
   "name": "path",
   "least": 0,
   "many": true
  }
 ],
 "when": [],
 "acts": [
  {
   "kind": "remove",
   "variety": "files",
   "when": [],
   "fields": {
    "paths": [
     {
      "name": "path"
     }
    ]
   }
  }
 ],
 "runs": []
},
{
 "id": "run-as-user",
 "why": "Runs a command as another user.",
 "fix": "",
 "links": [],
 "form": "command",
 "names": [
  "gosu",
  "su-exec",
  "setuser",
  "setuidgid"
 ],
 "options": {
  "stops": true,
  "marks": {
   "rejected": [
    "version",
    "help"
   ]
  }
 },
 "operands": [
  {
   "name": "user",
   "least": 1,
   "many": false
  },
  {
   "name": "command",
   "least": 1,
   "many": true
  }
 ],
 "when": [],
 "acts": [],
 "runs": [
  {
   "kind": "words",
   "words": "command",
   "when": []
  }
 ]
},
{
 "id": "run-interpreter",
 "why": "An interpreter runs the file that it is given, or its standard input.",
 "fix": "",
 "links": [],
 "form": "command",
 "names": [
  "perl",
  "ruby",
  "node",
  "nodejs",
  "php",
  "lua",
  "Rscript",
  "pwsh"
 ],
 "options": {
  "stops": true,
  "flags": [
   "w",
   "W",
   "T",
   "t",
   "U",
   "u",
   "v",
   "s",
   "S",
   "a",
   "n",
   "p",
   "l",
   "q",
   "H",
   "no-warnings",
   "experimental-modules",
   "vanilla",
   "slave"
  ],
  "values": [
   "d",
   "r",
   "require",
   "I",
   "C",
   "max-old-space-size"
  ],
  "marks": {
   "rejected": [
    "e",
    "E",
    "c",
    "i",
    "m",
    "M",
    "version",
    "V",
    "help",
    "h",
    "print",
    "eval"
   ]
  }
 },
 "operands": [
  {
   "name": "script",
   "least": 0,
   "many": false
  },
  {
   "name": "arg",
   "least": 0,
   "many": true
  }
 ],
 "when": [],
 "acts": [
  {
   "kind": "execute",
   "variety": "file",
   "when": [],
   "fields": {
    "from": [
     {
      "name": "script"
     }
    ]
   }
  }
 ],
 "runs": []
},
{
 "id": "run-path",
 "why": "A program that is named by its path is used as it lies there.",
 "fix": "",
 "links": [],
 "form": "command",
 "names": [],
 "path": true,
 "options": {},
 "operands": [],
 "when": [],
 "acts": [
  {
   "kind": "execute",
   "variety": "file",
   "when": [],
   "fields": {
    "from": [
     {
      "name": "program"
     }
    ]
   }
  }
 ],
 "runs": []
},
{
 "id": "run-plain",
 "why": "Runs a command and adds nothing to what it fetches.",
 "fix": "",
 "links": [],
 "form": "command",
 "names": [
  "nohup",
  "setsid",
  "builtin",
  "eatmydata",
  "fakeroot",
  "unbuffer",
  "chronic",
  "linux32",
  "linux64",
  "proxychains",
  "proxychains4",
  "torsocks",
  "dumb-init",
  "tini",
  "catchsegv",
  "busybox",
  "toybox",
  "noglob",
  "nocorrect",
  "time.sh",
  "xvfb-run",
  "dbus-run-session",
  "systemd-inhibit",
  "firejail",
  "winpty"
 ],
 "options": {
  "stops": true,
  "flags": [
   "a",
   "b",
   "c",
   "f",
   "h",
   "i",
   "l",
   "p",
   "q",
   "u",
   "v",
   "w",
   "auto-servernum",
   "fork",
   "wait",
   "ctty"
  ],
  "marks": {
   "rejected": [
    "help",
    "version",
    "list",
    "install"
   ]
  }
 },
 "operands": [
  {
   "name": "command",
   "least": 1,
   "many": true
  }
 ],
 "when": [],
 "acts": [],
 "runs": [
  {
   "kind": "words",
   "words": "command",
   "when": []
  }
 ]
},
{
 "id": "run-python",
 "why": "An interpreter runs the file that it is given, or its standard input.",
 "fix": "",
 "links": [],
 "form": "command",
 "names": [
  "python",
  "python2",
  "python2.7",
  "python3",
  "python3.6",
  "python3.7",
  "python3.8",
  "python3.9",
  "python3.10",
  "python3.11",
  "python3.12",
  "python3.13",
  "python3.14",
  "pypy",
  "pypy3"
 ],
 "options": {
  "stops": true,
  "flags": [
   "b",
   "B",
   "d",
   "E",
   "i",
   "I",
   "O",
   "P",
   "q",
   "s",
   "S",
   "t",
   "u",
   "v",
   "x",
   "R"
  ],
  "values": [
   "W",
   "X",
   "check-hash-based-pycs"
  ],
  "marks": {
   "rejected": [
    "c",
    "m",
    "V",
    "version",
    "h",
    "help"
   ]
  }
 },
 "operands": [
  {
   "name": "script",
   "least": 0,
   "many": false
  },
  {
   "name": "arg",
   "least": 0,
   "many": true
  }
 ],
 "when": [],
 "acts": [
  {
   "kind": "execute",
   "variety": "file",
   "when": [],
   "fields": {
    "from": [
     {
      "name": "script"
     }
    ]
   }
  }
 ],
 "runs": []
},
{
 "id": "run-shell",
 "why": "A shell runs what it is given, as text, as a file, or on its standard input.",
 "fix": "",
 "links": [
  "https://www.gnu.org/software/bash/manual/html_node/Invoking-Bash.html"
 ],
 "form": "command",
 "names": [
  "sh",
  "bash",
  "dash",
  "ash",
  "ksh",
  "ksh93",
  "mksh",
  "zsh",
  "rbash"
 ],
 "options": {
  "stops": true,
  "flags": [
   "a",
   "b",
   "f",
   "h",
   "i",
   "k",
   "l",
   "m",
   "p",
   "r",
   "t",
   "u",
   "v",
   "x",
   "B",
   "C",
   "D",
   "E",
   "H",
   "P",
   "T",
   "login",
   "noediting",
   "noprofile",
   "norc",
   "posix",
   "restricted",
   "verbose",
   "debugger",
   "interactive"
  ],
  "values": [
   "o",
   "O",
   "rcfile",
   "init-file"
  ],
  "marks": {
   "command": [
    "c"
   ],
   "stdin": [
    "s"
   ],
   "errexit": [
    "e"
   ],
   "rejected": [
    "n",
    "version",
    "help",
    "dump-strings",
    "dump-po-strings"
   ]
  },
  "byValue": [
   {
    "options": [
     "o"
    ],
    "values": [
     "errexit"
    ],
    "mark": "errexit"
   },
   {
    "options": [
     "o"
    ],
    "values": [
     "pipefail"
    ],
    "mark": "pipefail"
   }
  ]
 },
 "operands": [
  {
   "name": "script",
   "least": 0,
   "many": false
  },
  {
   "name": "arg",
   "least": 0,
   "many": true
  }
 ],
 "when": [],
 "acts": [
  {
   "kind": "execute",
   "variety": "file",
   "when": [
    [
     {
      "name": "command",
      "negated": true
     }
    ],
    [
     {
      "name": "stdin",
      "negated": true
     }
    ]
   ],
   "fields": {
    "from": [
     {
      "name": "script"
     }
    ]
   }
  },
  {
   "kind": "execute",
   "variety": "file",
   "when": [
    [
     {
      "name": "stdin",
      "negated": false
     }
    ]
   ],
   "fields": {}
  }
 ],
 "runs": [
  {
   "kind": "text",
   "text": "script",
   "args": "arg",
   "when": [
    [
     {
      "name": "command",
      "negated": false
     }
    ]
   ]
  },
  {
   "kind": "file",
   "file": "script",
   "args": "arg",
   "when": [
    [
     {
      "name": "command",
      "negated": true
     }
    ],
    [
     {
      "name": "stdin",
      "negated": true
     }
    ]
   ]
  }
 ]
},
{
 "id": "runuser-command",
 "why": "Runs a command as another user.",
 "fix": "",
 "links": [],
 "form": "command",
 "names": [
  "runuser"
 ],
 "options": {
  "stops": true,
  "flags": [
   "m",
   "p",
   "preserve-environment"
  ],
  "values": [
   "g",
   "group",
   "G",
   "supp-group",
   "w",
   "whitelist-environment"
  ],
  "capture": {
   "user": [
    "u",
    "user"
   ]
  },
  "marks": {
   "rejected": [
    "h",
    "help",
    "V",
    "version"
   ]
  }
 },
 "operands": [
  {
   "name": "command",
   "least": 1,
   "many": true
  }
 ],
 "when": [
  [
   {
    "name": "user",
    "negated": false
   }
  ]
 ],
 "acts": [],
 "runs": [
  {
   "kind": "words",
   "words": "command",
   "when": []
  }
 ]
},
{
 "id": "runuser-text",
 "why": "Runs text in a shell of another user.",
 "fix": "",
 "links": [],
 "form": "command",
 "names": [
  "runuser"
 ],
 "options": {
  "flags": [
   "m",
   "p",
   "preserve-environment",
   "f",
   "fast",
   "l",
   "login",
   "P",
   "pty"
  ],
  "values": [
   "g",
   "group",
   "G",
   "supp-group",
   "s",
   "shell",
   "w",
   "whitelist-environment",
   "T"
  ],
  "capture": {
   "text": [
    "c",
    "command",
    "session-command"
   ]
  },
  "marks": {
   "rejected": [
    "h",
    "help",
    "V",
    "version"
   ]
  }
 },
 "operands": [
  {
   "name": "user",
   "least": 0,
   "many": false
  },
  {
   "name": "arg",
   "least": 0,
   "many": true
  }
 ],
 "when": [
  [
   {
    "name": "text",
    "negated": false
   }
  ]
 ],
 "acts": [],
 "runs": [
  {
   "kind": "text",
   "text": "text",
   "args": "arg",
   "when": []
  }
 ]
},
{
 "id": "setpriv",
 "why": "Runs a command with other rights.",
 "fix": "",
 "links": [],
 "form": "command",
 "names": [
  "setpriv"
 ],
 "options": {
  "stops": true,
  "flags": [
   "nnp",
   "no-new-privs",
   "clear-groups",
   "keep-groups",
   "init-groups",
   "reset-env"
  ],
  "values": [
   "ambient-caps",
   "inh-caps",
   "bounding-set",
   "ruid",
   "euid",
   "rgid",
   "egid",
   "reuid",
   "regid",
   "groups",
   "securebits",
   "pdeathsig",
   "ptracer",
   "selinux-label",
   "apparmor-profile"
  ],
  "marks": {
   "rejected": [
    "d",
    "dump",
    "h",
    "help",
    "V",
    "version"
   ]
  }
 },
 "operands": [
  {
   "name": "command",
   "least": 1,
   "many": true
  }
 ],
 "when": [],
 "acts": [],
 "runs": [
  {
   "kind": "words",
   "words": "command",
   "when": []
  }
 ]
},
{
 "id": "seven-zip",
 "why": "What an archive holds appears in a folder, under the archive's own top folder.",
 "fix": "",
 "links": [
  "https://documentation.help/7-Zip/extract_full.htm"
 ],
 "form": "command",
 "names": [
  "7z",
  "7za",
  "7zr",
  "7zz"
 ],
 "subcommands": [
  [
   "x"
  ],
  [
   "e"
  ]
 ],
 "options": {
  "flags": [
   "y"
  ],
  "optional": [
   "a",
   "b",
   "p",
   "r",
   "m",
   "s",
   "t",
   "x",
   "i"
  ],
  "cumulative": {
   "folder": [
    "o"
   ]
  }
 },
 "operands": [
  {
   "name": "archive",
   "least": 1,
   "many": false
  },
  {
   "name": "member",
   "least": 0,
   "many": true
  }
 ],
 "when": [],
 "acts": [
  {
   "kind": "extract",
   "variety": "archive",
   "when": [],
   "fields": {
    "from": [
     {
      "name": "archive"
     }
    ],
    "into": [
     {
      "name": "folder"
     }
    ]
   }
  }
 ],
 "runs": []
},
{
 "id": "shasum",
 "why": "A hash that stands in the tree and is checked says which bytes a download must bring.",
 "fix": "",
 "links": [
  "https://perldoc.perl.org/shasum"
 ],
 "form": "command",
 "names": [
  "shasum"
 ],
 "options": {
  "flags": [
   "b",
   "binary",
   "t",
   "text",
   "U",
   "UNIVERSAL",
   "0",
   "01",
   "q",
   "quiet",
   "s",
   "status",
   "S",
   "strict",
   "w",
   "warn",
   "ignore-missing",
   "tag"
  ],
  "capture": {
   "size": [
    "a",
    "algorithm"
   ]
  },
  "marks": {
   "check": [
    "c",
    "check"
   ],
   "rejected": [
    "v",
    "version",
    "h",
    "help"
   ]
  }
 },
 "operands": [
  {
   "name": "file",
   "least": 0,
   "many": true
  }
 ],
 "when": [],
 "acts": [
  {
   "kind": "hash",
   "variety": "files",
   "when": [
    [
     {
      "name": "check",
      "negated": true
     }
    ]
   ],
   "fields": {
    "algorithm": [
     {
      "name": "size"
     },
     {
      "text": "1"
     }
    ],
    "of": [
     {
      "name": "file"
     }
    ]
   }
  },
  {
   "kind": "verify",
   "variety": "sums",
   "when": [
    [
     {
      "name": "check",
      "negated": false
     }
    ]
   ],
   "fields": {
    "algorithm": [
     {
      "name": "size"
     },
     {
      "text": "1"
     }
    ],
    "lists": [
     {
      "name": "file"
     }
    ]
   }
  }
 ],
 "runs": []
},
{
 "id": "signature-tools",
 "why": "A signature proves who made the file, not which of the author's files it is.",
 "fix": "",
 "links": [
  "https://jedisct1.github.io/minisign/",
  "https://www.gnupg.org/documentation/manuals/gnupg/gpgv.html"
 ],
 "form": "command",
 "names": [
  "minisign",
  "rsign",
  "signify",
  "signify-openbsd"
 ],
 "options": {
  "flags": [
   "q",
   "Q",
   "H",
   "o",
   "e",
   "n",
   "W",
   "z",
   "l"
  ],
  "values": [
   "p",
   "P",
   "x",
   "s",
   "c",
   "t"
  ],
  "capture": {
   "file": [
    "m"
   ]
  },
  "marks": {
   "verifies": [
    "V"
   ]
  }
 },
 "operands": [
  {
   "name": "rest",
   "least": 0,
   "many": true
  }
 ],
 "when": [
  [
   {
    "name": "verifies",
    "negated": false
   }
  ]
 ],
 "acts": [
  {
   "kind": "verify",
   "variety": "signature",
   "when": [],
   "fields": {
    "of": [
     {
      "name": "file"
     }
    ]
   }
  }
 ],
 "runs": []
},
{
 "id": "source",
 "why": "A sourced file runs in the shell itself.",
 "fix": "",
 "links": [
  "https://www.gnu.org/software/bash/manual/html_node/Bourne-Shell-Builtins.html"
 ],
 "form": "command",
 "names": [
  ".",
  "source"
 ],
 "options": {
  "stops": true
 },
 "operands": [
  {
   "name": "script",
   "least": 1,
   "many": false
  },
  {
   "name": "arg",
   "least": 0,
   "many": true
  }
 ],
 "when": [],
 "acts": [
  {
   "kind": "execute",
   "variety": "file",
   "when": [],
   "fields": {
    "from": [
     {
      "name": "script"
     }
    ]
   }
  }
 ],
 "runs": [
  {
   "kind": "file",
   "file": "script",
   "args": "arg",
   "here": true,
   "when": []
  }
 ]
},
{
 "id": "stdbuf",
 "why": "Runs a command with other buffers.",
 "fix": "",
 "links": [],
 "form": "command",
 "names": [
  "stdbuf",
  "gstdbuf"
 ],
 "options": {
  "stops": true,
  "values": [
   "i",
   "input",
   "o",
   "output",
   "e",
   "error"
  ],
  "marks": {
   "rejected": [
    "help",
    "version"
   ]
  }
 },
 "operands": [
  {
   "name": "command",
   "least": 1,
   "many": true
  }
 ],
 "when": [],
 "acts": [],
 "runs": [
  {
   "kind": "words",
   "words": "command",
   "when": []
  }
 ]
},
{
 "id": "su",
 "why": "Runs text in a shell of another user.",
 "fix": "",
 "links": [],
 "form": "command",
 "names": [
  "su"
 ],
 "options": {
  "flags": [
   "m",
   "p",
   "preserve-environment",
   "f",
   "fast",
   "l",
   "login",
   "P",
   "pty"
  ],
  "values": [
   "g",
   "group",
   "G",
   "supp-group",
   "s",
   "shell",
   "w",
   "whitelist-environment",
   "T"
  ],
  "capture": {
   "text": [
    "c",
    "command",
    "session-command"
   ]
  },
  "marks": {
   "rejected": [
    "h",
    "help",
    "V",
    "version"
   ]
  }
 },
 "operands": [
  {
   "name": "user",
   "least": 0,
   "many": false
  },
  {
   "name": "arg",
   "least": 0,
   "many": true
  }
 ],
 "when": [
  [
   {
    "name": "text",
    "negated": false
   }
  ]
 ],
 "acts": [],
 "runs": [
  {
   "kind": "text",
   "text": "text",
   "args": "arg",
   "when": []
  }
 ]
},
{
 "id": "sudo",
 "why": "Runs a command as another user.",
 "fix": "",
 "links": [
  "https://www.sudo.ws/docs/man/sudo.man/"
 ],
 "form": "command",
 "names": [
  "sudo"
 ],
 "options": {
  "stops": true,
  "flags": [
   "A",
   "askpass",
   "b",
   "background",
   "B",
   "bell",
   "E",
   "H",
   "set-home",
   "i",
   "login",
   "n",
   "non-interactive",
   "N",
   "no-update",
   "P",
   "preserve-groups",
   "S",
   "stdin",
   "s",
   "shell"
  ],
  "values": [
   "C",
   "close-from",
   "D",
   "chdir",
   "g",
   "group",
   "p",
   "prompt",
   "R",
   "chroot",
   "r",
   "role",
   "t",
   "type",
   "T",
   "command-timeout",
   "U",
   "other-user",
   "u",
   "user",
   "h",
   "host"
  ],
  "optional": [
   "preserve-env"
  ],
  "marks": {
   "rejected": [
    "e",
    "edit",
    "K",
    "remove-timestamp",
    "k",
    "reset-timestamp",
    "l",
    "list",
    "V",
    "version",
    "v",
    "validate"
   ]
  }
 },
 "operands": [
  {
   "name": "command",
   "least": 1,
   "many": true
  }
 ],
 "when": [],
 "acts": [],
 "runs": [
  {
   "kind": "words",
   "words": "command",
   "assignments": true,
   "when": []
  }
 ]
},
{
 "id": "sum-tools",
 "why": "A hash that stands in the tree and is checked says which bytes a download must bring.",
 "fix": "",
 "links": [
  "https://www.gnu.org/software/coreutils/manual/html_node/sha2-utilities.html"
 ],
 "form": "command",
 "names": [
  "md5sum",
  "sha1sum",
  "sha224sum",
  "sha256sum",
  "sha384sum",
  "sha512sum",
  "b2sum",
  "gmd5sum",
  "gsha1sum",
  "gsha224sum",
  "gsha256sum",
  "gsha384sum",
  "gsha512sum",
  "gb2sum",
  "sha3sum"
 ],
 "options": {
  "flags": [
   "b",
   "binary",
   "t",
   "text",
   "z",
   "zero",
   "tag",
   "ignore-missing",
   "quiet",
   "status",
   "s",
   "strict",
   "w",
   "warn"
  ],
  "values": [
   "l",
   "length",
   "a"
  ],
  "marks": {
   "check": [
    "c",
    "check"
   ],
   "rejected": [
    "version",
    "help"
   ]
  }
 },
 "operands": [
  {
   "name": "file",
   "least": 0,
   "many": true
  }
 ],
 "when": [],
 "acts": [
  {
   "kind": "hash",
   "variety": "files",
   "when": [
    [
     {
      "name": "check",
      "negated": true
     }
    ]
   ],
   "fields": {
    "algorithm": [
     {
      "name": "program"
     }
    ],
    "of": [
     {
      "name": "file"
     }
    ]
   }
  },
  {
   "kind": "verify",
   "variety": "sums",
   "when": [
    [
     {
      "name": "check",
      "negated": false
     }
    ]
   ],
   "fields": {
    "algorithm": [
     {
      "name": "program"
     }
    ],
    "lists": [
     {
      "name": "file"
     }
    ]
   }
  }
 ],
 "runs": []
},
{
 "id": "tar",
 "why": "What an archive holds appears in a folder, under the archive's own top folder.",
 "fix": "",
 "links": [
  "https://www.gnu.org/software/tar/manual/html_section/extract-options.html"
 ],
 "form": "command",
 "names": [
  "tar",
  "gtar"
 ],
 "options": {
  "bundledFirstWord": true,
  "flags": [
   "check-device",
   "G",
   "incremental",
   "ignore-failed-read",
   "no-check-device",
   "no-seek",
   "n",
   "seek",
   "S",
   "sparse",
   "exclude-backups",
   "exclude-caches",
   "exclude-caches-all",
   "exclude-caches-under",
   "exclude-vcs",
   "exclude-vcs-ignores",
   "no-null",
   "no-recursion",
   "no-unquote",
   "no-verbatim-files-from",
   "null",
   "recursion",
   "unquote",
   "verbatim-files-from",
   "anchored",
   "ignore-case",
   "no-anchored",
   "no-ignore-case",
   "no-wildcards",
   "no-wildcards-match-slash",
   "wildcards",
   "wildcards-match-slash",
   "keep-directory-symlink",
   "keep-newer-files",
   "k",
   "keep-old-files",
   "no-overwrite-dir",
   "overwrite",
   "overwrite-dir",
   "recursive-unlink",
   "remove-files",
   "skip-old-files",
   "U",
   "unlink-first",
   "W",
   "verify",
   "ignore-command-error",
   "no-ignore-command-error",
   "clamp-mtime",
   "delay-directory-restore",
   "m",
   "touch",
   "no-delay-directory-restore",
   "no-same-owner",
   "no-same-permissions",
   "numeric-owner",
   "p",
   "preserve-permissions",
   "same-permissions",
   "same-owner",
   "s",
   "preserve-order",
   "same-order",
   "acls",
   "no-acls",
   "no-selinux",
   "no-xattrs",
   "selinux",
   "xattrs",
   "force-local",
   "M",
   "multi-volume",
   "B",
   "read-full-records",
   "i",
   "ignore-zeros",
   "old-archive",
   "portability",
   "posix",
   "a",
   "auto-compress",
   "j",
   "bzip2",
   "J",
   "xz",
   "lzip",
   "lzma",
   "lzop",
   "no-auto-compress",
   "zstd",
   "z",
   "gzip",
   "gunzip",
   "ungzip",
   "Z",
   "compress",
   "uncompress",
   "hard-dereference",
   "h",
   "dereference",
   "one-file-system",
   "P",
   "absolute-names",
   "full-time",
   "l",
   "check-links",
   "R",
   "block-number",
   "show-omitted-dirs",
   "show-snapshot-field-ranges",
   "show-transformed-names",
   "show-stored-names",
   "utc",
   "v",
   "verbose",
   "w",
   "interactive",
   "confirmation",
   "o",
   "restrict"
  ],
  "values": [
   "g",
   "listed-incremental",
   "hole-detection",
   "level",
   "sparse-version",
   "add-file",
   "exclude",
   "exclude-ignore",
   "exclude-ignore-recursive",
   "exclude-tag",
   "exclude-tag-all",
   "exclude-tag-under",
   "T",
   "files-from",
   "X",
   "exclude-from",
   "to-command",
   "group",
   "group-map",
   "mode",
   "mtime",
   "owner",
   "owner-map",
   "sort",
   "xattrs-exclude",
   "xattrs-include",
   "F",
   "info-script",
   "new-volume-script",
   "L",
   "tape-length",
   "rmt-command",
   "rsh-command",
   "volno-file",
   "b",
   "blocking-factor",
   "record-size",
   "H",
   "format",
   "pax-option",
   "V",
   "label",
   "I",
   "use-compress-program",
   "K",
   "starting-file",
   "newer-mtime",
   "N",
   "newer",
   "after-date",
   "suffix",
   "transform",
   "xform",
   "checkpoint-action",
   "index-file",
   "no-quote-chars",
   "quote-chars",
   "quoting-style",
   "warning"
  ],
  "optional": [
   "occurrence",
   "atime-preserve",
   "backup",
   "checkpoint",
   "totals"
  ],
  "capture": {
   "archive": [
    "f",
    "file"
   ],
   "strip": [
    "strip-components",
    "strip"
   ]
  },
  "cumulative": {
   "folder": [
    "C",
    "directory",
    "cd"
   ]
  },
  "marks": {
   "extracts": [
    "x",
    "extract",
    "get"
   ],
   "prints": [
    "O",
    "to-stdout"
   ],
   "names-folder": [
    "one-top-level"
   ],
   "rejected": [
    "A",
    "catenate",
    "concatenate",
    "c",
    "create",
    "d",
    "diff",
    "compare",
    "delete",
    "r",
    "append",
    "t",
    "list",
    "u",
    "update",
    "test-label",
    "help",
    "version",
    "usage",
    "show-defaults"
   ]
  }
 },
 "operands": [
  {
   "name": "member",
   "least": 0,
   "many": true
  }
 ],
 "when": [
  [
   {
    "name": "extracts",
    "negated": false
   }
  ],
  [
   {
    "name": "prints",
    "negated": true
   }
  ]
 ],
 "acts": [
  {
   "kind": "extract",
   "variety": "archive",
   "when": [],
   "fields": {
    "from": [
     {
      "name": "archive"
     }
    ],
    "into": [
     {
      "name": "folder"
     }
    ],
    "strip": [
     {
      "name": "strip"
     }
    ]
   }
  }
 ],
 "runs": []
},
{
 "id": "taskset",
 "why": "Runs a command on some of the processors.",
 "fix": "",
 "links": [],
 "form": "command",
 "names": [
  "taskset"
 ],
 "options": {
  "stops": true,
  "flags": [
   "a",
   "all-tasks",
   "c",
   "cpu-list"
  ],
  "marks": {
   "rejected": [
    "p",
    "pid",
    "h",
    "help",
    "V",
    "version"
   ]
  }
 },
 "operands": [
  {
   "name": "mask",
   "least": 1,
   "many": false
  },
  {
   "name": "command",
   "least": 1,
   "many": true
  }
 ],
 "when": [],
 "acts": [],
 "runs": [
  {
   "kind": "words",
   "words": "command",
   "when": []
  }
 ]
},
{
 "id": "test",
 "why": "A hash that is compared with one that stands in the tree says which bytes a download must bring.",
 "fix": "",
 "links": [
  "https://www.gnu.org/software/coreutils/manual/html_node/test-invocation.html"
 ],
 "form": "command",
 "names": [
  "test",
  "[",
  "[["
 ],
 "options": {
  "none": true
 },
 "operands": [
  {
   "name": "word",
   "least": 0,
   "many": true
  }
 ],
 "when": [],
 "acts": [
  {
   "kind": "verify",
   "variety": "compare",
   "when": [],
   "fields": {
    "words": [
     {
      "name": "word"
     }
    ]
   }
  }
 ],
 "runs": []
},
{
 "id": "time",
 "why": "Runs a command and says how long it took.",
 "fix": "",
 "links": [],
 "form": "command",
 "names": [
  "time",
  "gtime"
 ],
 "options": {
  "stops": true,
  "flags": [
   "p",
   "portability",
   "v",
   "verbose",
   "a",
   "append",
   "q",
   "quiet"
  ],
  "values": [
   "f",
   "format",
   "o",
   "output"
  ],
  "marks": {
   "rejected": [
    "help",
    "V",
    "version"
   ]
  }
 },
 "operands": [
  {
   "name": "command",
   "least": 1,
   "many": true
  }
 ],
 "when": [],
 "acts": [],
 "runs": [
  {
   "kind": "words",
   "words": "command",
   "when": []
  }
 ]
},
{
 "id": "timeout",
 "why": "Runs a command and ends it when it takes too long.",
 "fix": "",
 "links": [
  "https://www.gnu.org/software/coreutils/manual/html_node/timeout-invocation.html"
 ],
 "form": "command",
 "names": [
  "timeout",
  "gtimeout"
 ],
 "options": {
  "stops": true,
  "flags": [
   "preserve-status",
   "foreground",
   "f",
   "p",
   "v",
   "verbose"
  ],
  "values": [
   "k",
   "kill-after",
   "s",
   "signal"
  ],
  "marks": {
   "rejected": [
    "help",
    "version"
   ]
  }
 },
 "operands": [
  {
   "name": "duration",
   "least": 1,
   "many": false
  },
  {
   "name": "command",
   "least": 1,
   "many": true
  }
 ],
 "when": [],
 "acts": [],
 "runs": [
  {
   "kind": "words",
   "words": "command",
   "when": []
  }
 ]
},
{
 "id": "unzip",
 "why": "What an archive holds appears in a folder, under the archive's own top folder.",
 "fix": "",
 "links": [
  "https://infozip.sourceforge.net/"
 ],
 "form": "command",
 "names": [
  "unzip"
 ],
 "options": {
  "flags": [
   "f",
   "u",
   "x",
   "n",
   "q",
   "o",
   "j",
   "U",
   "C",
   "X",
   "V",
   "K",
   "a",
   "L",
   "M",
   "b",
   "D",
   "W",
   "B",
   "s",
   ":",
   "^",
   "2",
   "F",
   "i",
   "S",
   "E"
  ],
  "values": [
   "P",
   "I"
  ],
  "cumulative": {
   "folder": [
    "d"
   ]
  },
  "marks": {
   "prints": [
    "p",
    "c"
   ],
   "rejected": [
    "l",
    "t",
    "z",
    "Z",
    "T",
    "v",
    "h"
   ]
  }
 },
 "operands": [
  {
   "name": "archive",
   "least": 1,
   "many": false
  },
  {
   "name": "member",
   "least": 0,
   "many": true
  }
 ],
 "when": [
  [
   {
    "name": "prints",
    "negated": true
   }
  ]
 ],
 "acts": [
  {
   "kind": "extract",
   "variety": "archive",
   "when": [],
   "fields": {
    "from": [
     {
      "name": "archive"
     }
    ],
    "into": [
     {
      "name": "folder"
     }
    ]
   }
  }
 ],
 "runs": []
},
{
 "id": "wget",
 "why": "A download can bring other bytes each day unless it names a version that never changes and its hash is checked.",
 "fix": "Name a fixed version in the URL and check a sha256 that stands in your own files.",
 "links": [
  "https://www.gnu.org/software/wget/manual/wget.html"
 ],
 "form": "command",
 "names": [
  "wget",
  "wget2"
 ],
 "options": {
  "flags": [
   "b",
   "background",
   "d",
   "debug",
   "q",
   "quiet",
   "v",
   "verbose",
   "no-verbose",
   "F",
   "force-html",
   "no-config",
   "retry-connrefused",
   "no-clobber",
   "no-netrc",
   "c",
   "continue",
   "show-progress",
   "N",
   "timestamping",
   "no-if-modified-since",
   "no-use-server-timestamps",
   "S",
   "server-response",
   "random-wait",
   "no-proxy",
   "no-dns-cache",
   "ignore-case",
   "4",
   "inet4-only",
   "6",
   "inet6-only",
   "ask-password",
   "no-iri",
   "unlink",
   "xattr",
   "no-directories",
   "no-host-directories",
   "protocol-directories",
   "no-cache",
   "E",
   "adjust-extension",
   "ignore-length",
   "save-headers",
   "no-http-keep-alive",
   "no-cookies",
   "keep-session-cookies",
   "content-on-error",
   "auth-no-challenge",
   "https-only",
   "no-check-certificate",
   "no-hsts",
   "no-remove-listing",
   "no-glob",
   "no-passive-ftp",
   "preserve-permissions",
   "retr-symlinks",
   "ftps-implicit",
   "ftps-resume-ssl",
   "ftps-clear-data-connection",
   "ftps-fallback-to-ftp",
   "warc-cdx",
   "no-warc-compression",
   "no-warc-digests",
   "no-warc-keep-log",
   "delete-after",
   "k",
   "convert-links",
   "convert-file-only",
   "K",
   "backup-converted",
   "strict-comments",
   "follow-ftp",
   "H",
   "span-hosts",
   "L",
   "relative",
   "no-parent"
  ],
  "values": [
   "n",
   "e",
   "execute",
   "o",
   "output-file",
   "a",
   "append-output",
   "report-speed",
   "B",
   "base",
   "config",
   "rejected-log",
   "t",
   "tries",
   "retry-on-http-error",
   "start-pos",
   "progress",
   "T",
   "timeout",
   "dns-timeout",
   "connect-timeout",
   "read-timeout",
   "w",
   "wait",
   "waitretry",
   "Q",
   "quota",
   "bind-address",
   "limit-rate",
   "restrict-file-names",
   "prefer-family",
   "user",
   "password",
   "use-askpass",
   "local-encoding",
   "remote-encoding",
   "cut-dirs",
   "http-user",
   "http-password",
   "default-page",
   "header",
   "compression",
   "proxy-user",
   "proxy-password",
   "referer",
   "U",
   "user-agent",
   "load-cookies",
   "save-cookies",
   "secure-protocol",
   "certificate",
   "certificate-type",
   "private-key",
   "private-key-type",
   "ca-certificate",
   "ca-directory",
   "crl-file",
   "pinnedpubkey",
   "ciphers",
   "ftp-user",
   "ftp-password",
   "warc-file",
   "warc-header",
   "warc-max-size",
   "warc-dedup",
   "warc-tempdir",
   "l",
   "level",
   "backups",
   "A",
   "accept",
   "R",
   "reject",
   "accept-regex",
   "reject-regex",
   "regex-type",
   "D",
   "domains",
   "exclude-domains",
   "follow-tags",
   "ignore-tags",
   "I",
   "include-directories",
   "X",
   "exclude-directories",
   "max-redirect",
   "hsts-file",
   "max-threads",
   "http2-request-window"
  ],
  "capture": {
   "document": [
    "O",
    "output-document"
   ],
   "prefix": [
    "P",
    "directory-prefix"
   ],
   "list": [
    "i",
    "input-file"
   ]
  },
  "marks": {
   "scatters": [
    "r",
    "recursive",
    "m",
    "mirror",
    "p",
    "page-requisites",
    "x",
    "force-directories"
   ],
   "server-names": [
    "content-disposition",
    "trust-server-names"
   ],
   "rejected": [
    "V",
    "version",
    "h",
    "help",
    "spider",
    "post-data",
    "post-file"
   ]
  },
  "byValue": [
   {
    "options": [
     "method"
    ],
    "except": [
     "GET"
    ],
    "mark": "rejected"
   }
  ]
 },
 "operands": [
  {
   "name": "url",
   "least": 0,
   "many": true,
   "shape": "web-url"
  }
 ],
 "when": [],
 "acts": [
  {
   "kind": "fetch",
   "variety": "file",
   "when": [
    [
     {
      "name": "document",
      "negated": false
     }
    ]
   ],
   "each": "url",
   "fields": {
    "url": [
     {
      "name": "url"
     }
    ],
    "into": [
     {
      "name": "document"
     }
    ]
   }
  },
  {
   "kind": "fetch",
   "variety": "file",
   "when": [
    [
     {
      "name": "document",
      "negated": true
     }
    ],
    [
     {
      "name": "scatters",
      "negated": true
     }
    ],
    [
     {
      "name": "server-names",
      "negated": true
     }
    ]
   ],
   "each": "url",
   "fields": {
    "url": [
     {
      "name": "url"
     }
    ],
    "into": [
     {
      "call": "in-folder",
      "of": [
       {
        "name": "prefix"
       },
       {
        "call": "saved-name",
        "of": [
         {
          "name": "url"
         }
        ]
       }
      ]
     }
    ]
   }
  },
  {
   "kind": "fetch",
   "variety": "file",
   "when": [
    [
     {
      "name": "document",
      "negated": true
     }
    ],
    [
     {
      "name": "scatters",
      "negated": false
     },
     {
      "name": "server-names",
      "negated": false
     }
    ]
   ],
   "each": "url",
   "fields": {
    "url": [
     {
      "name": "url"
     }
    ]
   }
  },
  {
   "kind": "fetch",
   "variety": "file",
   "when": [
    [
     {
      "name": "list",
      "negated": false
     }
    ]
   ],
   "fields": {
    "url": [
     {
      "call": "contents-of",
      "of": [
       {
        "name": "list"
       }
      ]
     }
    ],
    "into": [
     {
      "name": "document"
     }
    ]
   }
  }
 ],
 "runs": []
},
{
 "id": "xargs",
 "why": "Runs a command with words that it reads.",
 "fix": "",
 "links": [
  "https://www.gnu.org/software/findutils/manual/html_node/find_html/xargs-options.html"
 ],
 "form": "command",
 "names": [
  "xargs",
  "gxargs"
 ],
 "options": {
  "stops": true,
  "flags": [
   "0",
   "null",
   "o",
   "open-tty",
   "p",
   "interactive",
   "r",
   "no-run-if-empty",
   "t",
   "verbose",
   "x",
   "exit"
  ],
  "values": [
   "a",
   "arg-file",
   "d",
   "delimiter",
   "E",
   "L",
   "n",
   "max-args",
   "P",
   "max-procs",
   "s",
   "max-chars",
   "process-slot-var"
  ],
  "optional": [
   "e",
   "eof",
   "i",
   "replace",
   "l",
   "max-lines"
  ],
  "capture": {
   "replace": [
    "I",
    "i",
    "replace"
   ]
  },
  "marks": {
   "replaces": [
    "I",
    "i",
    "replace"
   ],
   "rejected": [
    "help",
    "version",
    "show-limits"
   ]
  }
 },
 "operands": [
  {
   "name": "command",
   "least": 1,
   "many": true
  }
 ],
 "when": [],
 "acts": [],
 "runs": [
  {
   "kind": "words",
   "words": "command",
   "input": true,
   "when": []
  }
 ]
},
] satisfies readonly Rule[];
