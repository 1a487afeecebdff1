import { describe, expect, it } from 'vitest';
import { make } from '../../src/formats/make.ts';
import { applyPins } from '../support/pin-example.ts';
import { readHost } from '../support/read-host.ts';
import { readTree } from '../support/read-tree.ts';

/** Verdict and source of every fetch. */
function read(text: string): readonly string[] {
  return readHost('Makefile', text).fetches.map(({ source, url, verdict }) => `${verdict} ${source?.key ?? url}`);
}

const COMMIT = '0123456789abcdef0123456789abcdef01234567';
const TOOL = 'git+https://example.com/acme/tool';
const CLONE = 'git clone -b $(V) https://example.com/acme/tool';
const CLONE_AT = 'git clone https://example.com/acme/tool && git -C tool checkout $(V)';
const REV_AT = CLONE_AT.replace('$(V)', '$(REV)');

describe('make', () => {
  it.each([
    ['Makefile', '', true],
    ['src/makefile', '', true],
    ['GNUmakefile', '', true],
    ['Makefile.docker', '', true],
    ['rules.mk', '', true],
    ['nmake.mak', '', true],
    ['debian/rules', '#!/usr/bin/make -f', true],
    ['Makefile.md', '', false],
    ['Makefile.am', '', true],
    ['Makefile.PL', '', false],
    ['templates/makefile.go', '', false],
    ['makefile.template.json', '', false],
    ['make', '#!/bin/sh', false],
  ])('%s %s: %s', (path, firstLine, expected) => {
    expect(make.matches(path, firstLine)).toBe(expected);
  });

  it.each<readonly [string, string, readonly string[]]>([
    ['a variable', `V = main\nall:\n\t${CLONE}\n`, [`moving ${TOOL}@main`]],
    ['a variable that is set behind its use', `all:\n\t${CLONE}\nV := v1.2\n`, [`tag ${TOOL}@v1.2`]],
    ['a variable of a variable that comes later', `V = $(W)\nW = v1.2\nall:\n\t${CLONE}\n`, [`tag ${TOOL}@v1.2`]],
    [
      'an immediate one does not see it',
      `V := $(W)\nW = v1.2\nall:\n\t${CLONE}\n`,
      ['dynamic https://example.com/acme/tool'],
    ],
    ['?= keeps', `V := v1.2\nV ?= main\nall:\n\t${CLONE}\n`, [`tag ${TOOL}@v1.2`]],
    ['?= sets', `V ?= v1.2\nall:\n\t${CLONE}\n`, [`tag ${TOOL}@v1.2`]],
    ['+=', `A = -b\nA += v1.2\nall:\n\tgit clone $(A) https://example.com/acme/tool\n`, [`tag ${TOOL}@v1.2`]],
    [
      'braces and computed names',
      `T_V = v1.2\nN = T\nall:\n\tgit clone -b \${\${N}_V} https://example.com/acme/tool\n`,
      [`tag ${TOOL}@v1.2`],
    ],
    ['prefixes', `V = v1.2\nall:\n\t@-${CLONE}\n`, [`tag ${TOOL}@v1.2`]],
    ['or', `V := $(or $(V),$(V),v1.2)\nall:\n\t${CLONE}\n`, [`tag ${TOOL}@v1.2`]],
    ['or of what is set', `W = v1.2\nV = $(or $(W),main)\nall:\n\t${CLONE}\n`, [`tag ${TOOL}@v1.2`]],
    ['if with a default', `V := $(if $(V),$(V),v1.2)\nall:\n\t${CLONE}\n`, [`tag ${TOOL}@v1.2`]],
    [
      'conditions of automake',
      `if HAVE_TOOL\nV = v1.1\nelse !HAVE_TOOL\nV = v2.1\nendif !HAVE_TOOL\nall:\n\t${CLONE}\n`,
      [`tag ${TOOL}@v1.1`, `tag ${TOOL}@v2.1`],
    ],
    [
      'more arms than texts are followed',
      `${['1', '2', '3', '4', '5', '6'].map((n) => `ifeq ($(W),${n})\nV = v${n}.0\nendif\n`).join('')}all:\n\t${CLONE}\n`,
      ['dynamic https://example.com/acme/tool', ...['1', '2', '3', '4', '5', '6'].map((n) => `tag ${TOOL}@v${n}.0`)],
    ],
    [
      'flags of arms that may be empty, and words of arms in all quotes',
      `ifeq ($(W),1)\nF = --depth 1\nV = v1.2\nelse\nF =\nV = v2.1\nendif\nall:\n\tgit clone $(F) -b '$(V)' "https://example.com/acme/tool" && cd tool\n`,
      [`tag ${TOOL}@v1.2`, `tag ${TOOL}@v2.1`],
    ],
    [
      'a loop over words of arms',
      `ifeq ($(W),1)\nL = a b\nelse\nL = c\nendif\nall:\n\tfor f in $(L); do wget https://example.com/$$f-1.2.tar.gz; done\n`,
      ['a', 'b', 'c'].map((name) => `versioned https://example.com/${name}-1.2.tar.gz`),
    ],
    [
      'arms inside of what an arm chooses',
      `ifeq ($(W),1)\nA = 1\nelse\nA = 2\nendif\nV = $(if $(X),v1.$(A),v2.$(A))\nall:\n\t${CLONE}\n`,
      [`tag ${TOOL}@v1.1`, `tag ${TOOL}@v1.2`, `tag ${TOOL}@v2.1`, `tag ${TOOL}@v2.2`],
    ],
    [
      'arms of commands are read one by one',
      `ifeq ($(W),1)\nC = cd x && git clone -b v1.2\nelse\nC = git clone -b v2.1\nendif\nall:\n\t$(C) https://example.com/acme/tool\n`,
      [`tag ${TOOL}@v1.2`, `tag ${TOOL}@v2.1`],
    ],
    [
      'an arm that sets a variable of the command is none of its words',
      `ifeq ($(W),1)\nE = A=b\nelse\nE =\nendif\nall:\n\t$(E) git clone -b v1.2 https://example.com/acme/tool\n`,
      [`tag ${TOOL}@v1.2`],
    ],
    [
      'what nobody knows where no word can stand',
      `all:\n\tif x; then cd y; fi $(LOG) && { git clone -b v1.2 https://example.com/acme/tool; } $(LOG)\n`,
      [`tag ${TOOL}@v1.2`],
    ],
    [
      'a program by where it lies',
      `GIT = $(shell which git)\nall:\n\t$(GIT) clone https://example.com/acme/tool && cd tool && $(GIT) checkout 0123456789abcdef0123456789abcdef01234567\n`,
      [`exact ${TOOL}@0123456789abcdef0123456789abcdef01234567`],
    ],
    [
      'what is done where a program is not found',
      `CURL := $(shell which curl)\nall:\n\tif [ -n "$(CURL)" ]; then $(CURL) -O https://example.com/a-1.2.tgz; else wget https://example.com/b-1.2.tgz; fi\n`,
      ['versioned https://example.com/a-1.2.tgz', 'versioned https://example.com/b-1.2.tgz'],
    ],
    [
      'what a shell does while the file is read',
      `$(shell git clone -b v1.2 https://example.com/acme/tool)\nall:\n`,
      [`tag ${TOOL}@v1.2`],
    ],
    ...[
      'REV := main',
      'REV = main',
      '$(eval REV = main)',
      '$(eval $(call set,main))',
      '$(call evaluated,main)',
      '$(foreach v,REV,$(eval $(v) = main))',
      '$(foreach v,OTHER REV,$(call named,$(v)))',
      'X := $(eval REV = main)',
    ].map((change): readonly [string, string, readonly string[]] => [
      `a text that is evaluated: ${change}`,
      `set = REV = $(1)\nevaluated = $(eval REV = $(1))\nnamed = $(eval $(1) := main)\nREV = ${COMMIT}\n${change}\nall:\n\t${REV_AT}\n`,
      [`moving ${TOOL}@main`],
    ]),
    ...[
      '$(eval $(shell cat x))',
      '$(eval $(X) = main)',
      '$(eval $(wildcard x))',
      '$(if $(wildcard x),$(eval REV = main))',
      '$(or $(wildcard x),$(eval REV = main))',
      '$(foreach v,$(X),$(eval $(v) = main))',
    ].map((change): readonly [string, string, readonly string[]] => [
      `a text that may be evaluated: ${change}`,
      `REV = ${COMMIT}\n${change}\nall:\n\t${REV_AT}\n`,
      [`exact ${TOOL}@${COMMIT}`, 'dynamic https://example.com/acme/tool'],
    ]),
    [
      'a text that a recipe evaluates counts behind it',
      `REV = ${COMMIT}\nset:\n\t$(eval REV = main)\nall: set\n\t${REV_AT}\n`,
      [`exact ${TOOL}@${COMMIT}`, `moving ${TOOL}@main`],
    ],
    ['a prefix in a variable', `Q = @\nV = v1.2\nall:\n\t$(Q)${CLONE}\n`, [`tag ${TOOL}@v1.2`]],
    ['a prefix in a variable, with a blank', `Q := @\nV = v1.2\nall:\n\t$(Q) ${CLONE}\n`, [`tag ${TOOL}@v1.2`]],
    [
      'a prefix that is chosen',
      `ifeq ($(W),1)\nQ =\nelse\nQ = @\nendif\nV = v1.2\nall:\n\t$(Q)${CLONE}\n`,
      [`tag ${TOOL}@v1.2`],
    ],
    ['a prefix that nobody knows', `V = v1.2\nall:\n\t$(AM_V_at)${CLONE}\n`, [`tag ${TOOL}@v1.2`]],
    [
      'a prefix before a list',
      `all:\n\t$(Q)for v in v1.2; do git clone -b $$v https://example.com/acme/tool; done\n`,
      [`tag ${TOOL}@v1.2`],
    ],
    [
      'a prefix before a list, with a blank',
      `all:\n\t$(Q) if [ ! -d tool ]; then \\\n\t git clone -b v1.2 https://example.com/acme/tool; fi\n`,
      [`tag ${TOOL}@v1.2`],
    ],
    [
      'a prefix before a group, with a blank',
      `V = v1.2\nall:\n\t$(Q) ( \\\n\t ${CLONE} ; \\\n\t)\n`,
      [`tag ${TOOL}@v1.2`],
    ],
    [
      'a program before what looks like a list',
      `V = v1.2\nall:\n\t$(DD) if=a of=b && ${CLONE}\n`,
      [`tag ${TOOL}@v1.2`],
    ],
    ['a program in a variable', `GIT = @git\nV = v1.2\nall:\n\t$(GIT) ${CLONE.slice(4)}\n`, [`tag ${TOOL}@v1.2`]],
    [
      'a line of more combinations than are followed',
      `${[...'ABCDEFG'].map((name) => `ifeq ($(W${name}),1)\n${name} = 1\nelse\n${name} = 2\nendif\n`).join('')}V = v1.2\nall:\n\techo "$(A)$(B)$(C)$(D)$(E)$(F)$(G)" && \\\n\t${CLONE}\n`,
      [`tag ${TOOL}@v1.2`],
    ],
    ['a recipe in the line of its rule', `V = v1.2\nall: x y; ${CLONE}\n`, [`tag ${TOOL}@v1.2`]],
    ['a variable of one target', `V = main\nall: V = v1.2\nall:\n\t${CLONE}\n`, [`tag ${TOOL}@v1.2`]],
    [
      'a variable of one target alone',
      `V = main\na: V = ${COMMIT}\na:\n\tmake\nb:\n\t${CLONE_AT}\n`,
      [`moving ${TOOL}@main`],
    ],
    [
      'an arm that sets what was set late',
      `V = ${COMMIT}\nifdef X\nV := main\nendif\nall:\n\t${CLONE_AT}\n`,
      [`exact ${TOOL}@${COMMIT}`, `moving ${TOOL}@main`],
    ],
    [
      'an arm that appends',
      `V = ${COMMIT}\nifdef X\nV += main\nendif\nall:\n\tgit clone https://example.com/acme/tool && cd tool && git checkout $(lastword $(V))\n`,
      [`exact ${TOOL}@${COMMIT}`, `moving ${TOOL}@main`],
    ],
    ['?= expands late', `V ?= $(W)\nW = v1.2\nall:\n\t${CLONE}\n`, [`tag ${TOOL}@v1.2`]],
    ['+= expands late where nothing is set', `V += $(W)\nW = v1.2\nall:\n\t${CLONE}\n`, [`tag ${TOOL}@v1.2`]],
    [
      'a default behind an arm',
      `ifdef X\nV := v1.2\nendif\nV ?= v1.3\nall:\n\t${CLONE}\n`,
      [`tag ${TOOL}@v1.2`, `tag ${TOOL}@v1.3`],
    ],
    ...[
      'release: V = main\nrelease: fetch',
      'release: V = main\nrelease: step\nstep: fetch',
      'release: override V := main\nrelease: | fetch',
      'release: V := main\nNEEDS = fetch\nrelease: $(NEEDS)',
      'release: V := main\nrelease: $(NOBODY_KNOWS)',
      'rel%: V = main\nrelease: fetch',
      'release: V = main\nother: private V = dev\nrelease other: fetch',
      'release: V = main\nrelease: fetch\nfetch: W = x',
    ].map((text): readonly [string, string, readonly string[]] => [
      `a variable of a target that needs it: ${text}`,
      `V = ${COMMIT}\n${text}\nfetch:\n\t${CLONE_AT}\n`,
      [`exact ${TOOL}@${COMMIT}`, `moving ${TOOL}@main`],
    ]),
    ...['release: private V = main\nrelease: fetch', 'release: V = main\nfetch: release', 'release: V = main'].map(
      (text): readonly [string, string, readonly string[]] => [
        `a variable of a target that it does not see: ${text}`,
        `V = ${COMMIT}\n${text}\nfetch:\n\t${CLONE_AT}\n`,
        [`exact ${TOOL}@${COMMIT}`],
      ],
    ),
    [
      'its own variable wins over that of a target that needs it',
      `release: V = main\nrelease: fetch\nfetch: V = ${COMMIT}\nfetch:\n\t${CLONE_AT}\n`,
      [`exact ${TOOL}@${COMMIT}`],
    ],
    [
      'appended to that of a target that needs it',
      `F =\nrelease: F = -b v1.2\nrelease: fetch\nfetch: F += -q\nfetch:\n\tgit clone $(F) https://example.com/acme/tool\n`,
      [`moving ${TOOL}`, `tag ${TOOL}@v1.2`],
    ],
    [
      'each target by its own way',
      `a: V = v1.1\nb: V = v1.2\na b: fetch\nV = v1.0\nfetch:\n\t${CLONE}\n`,
      [`tag ${TOOL}@v1.0`, `tag ${TOOL}@v1.1`, `tag ${TOOL}@v1.2`],
    ],
    [
      'a variable of what a pattern makes',
      `V = ${COMMIT}\nb.out: V = main\n%.out:\n\t${CLONE_AT}\n`,
      [`exact ${TOOL}@${COMMIT}`, `moving ${TOOL}@main`],
    ],
    [
      'an exported variable of a target',
      `export V = ${COMMIT}\nrelease: V = main\nrelease: fetch\nfetch:\n\t${CLONE_AT.replace('$(V)', '$$V')}\n`,
      [`exact ${TOOL}@${COMMIT}`, `moving ${TOOL}@main`],
    ],
    [
      'a variable that one target exports',
      `a: export V = v1.2\na:\n\t${CLONE.replace('$(V)', '"$$V"')}\nb:\n\t${CLONE.replace('$(V)', '"$$V"').replace('tool', 'other')}\n`,
      [`tag ${TOOL}@v1.2`, 'dynamic https://example.com/acme/other'],
    ],
    [
      'several targets of one recipe',
      'a.tgz b.tgz: a.url\n\tcurl -o $@ https://example.com/1.2/$@\n',
      ['versioned https://example.com/1.2/a.tgz', 'versioned https://example.com/1.2/b.tgz'],
    ],
    [
      'the folder of a target in an address',
      'v1.2/a.tgz: x\n\tcurl -o $@ https://example.com/$(@D)/$(<F).tgz\n',
      ['versioned https://example.com/v1.2/x.tgz'],
    ],
    [
      'arms in a recipe of one shell',
      `.ONESHELL:\nall:\n\tV=v1.2\nifdef X\n\tV=v1.3\nendif\n\tgit clone -b "$$V" https://example.com/acme/tool\n`,
      [`tag ${TOOL}@v1.2`, `tag ${TOOL}@v1.3`],
    ],
    [
      'more ways to a target than are followed',
      `V = ${COMMIT}\n${Array.from({ length: 40 }, (_, n) => `t${n}: V = main\nt${n}: fetch\n`).join('')}fetch:\n\t${CLONE_AT}\n`,
      ['dynamic https://example.com/acme/tool'],
    ],
    [
      'more ways to it than are followed, and a variable of its own',
      `${Array.from({ length: 40 }, (_, n) => `t${n}: V = main\nt${n}: fetch\n`).join('')}fetch: V = ${COMMIT}\nfetch:\n\t${CLONE_AT}\n`,
      [`exact ${TOOL}@${COMMIT}`],
    ],
    ['a dollar of the shell', 'all:\n\tV=v1.2; git clone -b $$V https://example.com/acme/tool\n', [`tag ${TOOL}@v1.2`]],
    [
      'a shell does not see a variable of make',
      'V = v1.2\nall:\n\tgit clone -b "$$V" https://example.com/acme/tool\n',
      ['dynamic https://example.com/acme/tool'],
    ],
    [
      'unless it is exported',
      'export V = v1.2\nall:\n\tgit clone -b "$$V" https://example.com/acme/tool\n',
      [`tag ${TOOL}@v1.2`],
    ],
    ['by name', 'V = v1.2\nexport V\nall:\n\tgit clone -b "$$V" https://example.com/acme/tool\n', [`tag ${TOOL}@v1.2`]],
    [
      'each line is a shell of its own',
      'all:\n\tV=v1.2\n\tgit clone -b "$$V" https://example.com/acme/tool\n',
      ['dynamic https://example.com/acme/tool'],
    ],
    [
      'in the folder of the makefile',
      'all:\n\tgit clone https://example.com/acme/tool\n\tcd tool\n\tcd tool && git checkout v1.2\n',
      [`tag ${TOOL}@v1.2`],
    ],
    [
      'one shell',
      '.ONESHELL:\nall:\n\tV=v1.2\n\tgit clone -b "$$V" https://example.com/acme/tool\n',
      [`tag ${TOOL}@v1.2`],
    ],
    [
      'a target',
      'tool.tgz:\n\tcurl -o $@ https://example.com/dist/$@\n\techo "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef  $@" | sha256sum -c\n',
      ['exact https://example.com/dist/tool.tgz'],
    ],
    [
      'the folder of a target',
      'dist/a.tgz:\n\tcurl -o $@ https://example.com/$(@F)\n',
      ['moving https://example.com/a.tgz'],
    ],
    [
      'subst',
      `R = a_b\nall:\n\tcurl -O https://example.com/$(subst _,-,$(R))-1.2.tgz\n`,
      ['versioned https://example.com/a-b-1.2.tgz'],
    ],
    [
      'patsubst, addsuffix, firstword',
      `R = x.c y.c\nall:\n\tcurl -O https://example.com/$(firstword $(patsubst %.c,%,$(R)))$(addsuffix .tgz,-1.2)\n`,
      ['versioned https://example.com/x-1.2.tgz'],
    ],
    [
      'a suffix',
      `R = x.c\nall:\n\tcurl -O https://example.com/1.2/$(R:.c=.tgz)\n`,
      ['versioned https://example.com/1.2/x.tgz'],
    ],
    [
      'call',
      `url = https://example.com/$(1)-$(2).tgz\nall:\n\tcurl -O $(call url,tool,1.2)\n`,
      ['versioned https://example.com/tool-1.2.tgz'],
    ],
    [
      'define',
      `define get\n@git clone -b $(1) https://example.com/acme/tool\n@echo done\nendef\nall:\n\t$(call get,v1.2)\n`,
      [`tag ${TOOL}@v1.2`],
    ],
    [
      'if',
      `all:\n\tgit clone -b $(if $(X),v1.2,v1.3) https://example.com/acme/tool\n`,
      [`tag ${TOOL}@v1.2`, `tag ${TOOL}@v1.3`],
    ],
    [
      'arms',
      `ifeq ($(OS),Windows_NT)\nV = v1.2\nelse\nV = v1.3\nendif\nall:\n\t${CLONE}\n`,
      [`tag ${TOOL}@v1.2`, `tag ${TOOL}@v1.3`],
    ],
    [
      'an arm that is known',
      `K = a\nifeq ($(K),a)\nV = v1.2\nelse ifeq ($(K),b)\nV = main\nendif\nall:\n\t${CLONE}\n`,
      [`tag ${TOOL}@v1.2`],
    ],
    [
      'a default that is set where there is none',
      `ifndef V\nV = v1.2\nendif\nall:\n\t${CLONE}\n`,
      [`tag ${TOOL}@v1.2`],
    ],
    ['a default where it is empty', `ifeq ($(V),)\nV := v1.2\nendif\nall:\n\t${CLONE}\n`, [`tag ${TOOL}@v1.2`]],
    ...['ifdef X', 'ifneq ($(X),)', 'ifneq "$(X)" ""'].map((when): readonly [string, string, readonly string[]] => [
      `both arms where nobody sets what is asked for: ${when}`,
      `${when}\nV := main\nelse\nV := v1.2\nendif\nall:\n\t${CLONE}\n`,
      [`moving ${TOOL}@main`, `tag ${TOOL}@v1.2`],
    ]),
    [
      'the arm of a variable that is set',
      `X = 1\nifdef X\nV := v1.2\nelse\nV := main\nendif\nall:\n\t${CLONE}\n`,
      [`tag ${TOOL}@v1.2`],
    ],
    [
      'the arm of a variable that is empty',
      `X =\nifdef X\nV := main\nelse\nV := v1.2\nendif\nall:\n\t${CLONE}\n`,
      [`tag ${TOOL}@v1.2`],
    ],
    ...[
      `all:\n\tgit clone https://example.com/acme/tool\n\t-git -C tool checkout ${COMMIT}\n\tmake -C tool\n`,
      `all:\n\tgit clone https://example.com/acme/tool\n\t@-cd tool && git checkout ${COMMIT}\n`,
      `.IGNORE: x all\nall:\n\tgit clone https://example.com/acme/tool\n\tgit -C tool checkout ${COMMIT}\n`,
      `.IGNORE:\nall:\n\tgit clone https://example.com/acme/tool\n\tgit -C tool checkout ${COMMIT}\n`,
      ...[
        'MAKEFLAGS += -i',
        'MAKEFLAGS = ki',
        'MAKEFLAGS += --no-print-directory --ignore-errors',
        'export MAKEFLAGS += -rki',
      ].map((flags) => `${flags}\nall:\n\tgit clone https://example.com/acme/tool\n\tgit -C tool checkout ${COMMIT}\n`),
    ].map((text): readonly [string, string, readonly string[]] => [
      `a checkout that may fail: ${text}`,
      text,
      [`exact ${TOOL}@${COMMIT}`, `moving ${TOOL}`],
    ]),
    [
      'flags of make that let nothing fail',
      `MAKEFLAGS += -k -j4 -Iinclude --include-dir=i --no-builtin-rules V=-x\nall:\n\tgit clone https://example.com/acme/tool\n\tgit -C tool checkout ${COMMIT}\n`,
      [`exact ${TOOL}@${COMMIT}`],
    ],
    [
      'a checkout of another target than those that may fail',
      `.IGNORE: x\nall:\n\tgit clone https://example.com/acme/tool\n\tgit -C tool checkout ${COMMIT}\n`,
      [`exact ${TOOL}@${COMMIT}`],
    ],
    [
      'arms around recipes',
      `all:\nifdef X\n\tgit clone -b v1.2 https://example.com/acme/tool\nelse\n\tgit clone -b v1.3 https://example.com/acme/tool\nendif\n`,
      [`tag ${TOOL}@v1.2`, `tag ${TOOL}@v1.3`],
    ],
    [
      'an arm that sets what it asks for keeps its rules',
      `ifndef V\nV = v1.2\nall:\n\t${CLONE}\nendif\n`,
      [`tag ${TOOL}@v1.2`],
    ],
    [
      'a version that a program says',
      'V := $(shell curl -s https://example.com/version)\nall:\n\tcurl -O https://example.com/tool-$(V).tgz\n',
      [
        'moving https://example.com/version',
        'moving https://example.com/tool-$(shell curl -s https://example.com/version).tgz',
      ],
    ],
    [
      'what a program says, with !=',
      'V != echo v1.2\nall:\n\tgit clone -b $(V) https://example.com/acme/tool\n',
      [`tag ${TOOL}@v1.2`],
    ],
    [
      'lines that go on',
      'URL = https://example.com/acme/\\\n\ttool\nall:\n\tgit clone \\\n\t  -b v1.2 \\\n\t  https://example.com/acme/tool\n',
      [`tag ${TOOL}@v1.2`],
    ],
    ['comments', `V = v1.2 # why\n# V = main\nall: # x\n\t# a comment\n\t${CLONE} # b\n`, [`tag ${TOOL}@v1.2`]],
    [
      'words that may be options',
      'all:\n\twget $(WGET_FLAGS) https://example.com/tool-1.2.tgz\n',
      ['versioned https://example.com/tool-1.2.tgz'],
    ],
    [
      'no fetch',
      'GIT = git clone https://example.com/acme/tool\nall:\n\t@echo git clone https://example.com/acme/tool\n',
      [],
    ],
  ])('%s', (_, text, expected) => {
    expect(read(text)).toEqual(expected);
  });

  it('takes what nobody knows behind a block for no mistake', () => {
    const text = 'all:\n\tfor x in a b; do echo; done $(LOG)\n\tif x; then echo; fi $(LOG)\n';
    expect(readHost('Makefile', text).problems).toEqual([]);
    expect(readHost('Makefile', 'all:\n\tif x; then echo $(LOG)\n').problems.length).toBe(1);
  });

  it('reads what is included', () => {
    const { fetches } = readTree({
      Makefile: 'V = v1.2\ninclude build/rules.mk\n-include none.mk\n',
      'build/rules.mk': `all:\n\t${CLONE}\n`,
    });
    expect(fetches.map(({ verdict, source }) => `${verdict} ${source?.key}`)).toEqual([`tag ${TOOL}@v1.2`]);
  });

  it.each<readonly [string, Readonly<Record<string, string>>, readonly string[]]>([
    [
      'what is set behind it',
      { Makefile: `V = ${COMMIT}\ninclude rules.mk\nV := main\n`, 'rules.mk': `all:\n\t${CLONE_AT}\n` },
      [`moving ${TOOL}@main`],
    ],
    [
      'for its targets',
      {
        Makefile: `include rules.mk\nV = ${COMMIT}\nrelease: V = main\nrelease: fetch\n`,
        'rules.mk': `fetch:\n\t${CLONE_AT}\n`,
      },
      [`exact ${TOOL}@${COMMIT}`, `moving ${TOOL}@main`],
    ],
    ...[
      'include *.mk',
      'include conf/*.mk',
      '-include $(wildcard conf/*.mk)',
      'FILES = conf/a.mk none.mk\ninclude $(FILES)',
      'include $(TOP)/conf/a.mk',
      'include conf/b.inc',
      'sinclude conf/next',
    ].map((line): readonly [string, Readonly<Record<string, string>>, readonly string[]] => [
      `files that are found by ${line}`,
      {
        Makefile: `V ?= ${COMMIT}\n${line}\nall:\n\t${CLONE_AT}\n`,
        'conf/a.mk': 'V := main\n',
        'a.mk': 'V := main\n',
        'conf/b.inc': 'include conf/a.mk\n',
        'conf/next': 'include a.mk\n',
      },
      [`moving ${TOOL}@main`],
    ]),
  ])('an included recipe sees %s', (_, files, expected) => {
    const { fetches } = readTree(files);
    expect(fetches.map(({ verdict, source }) => `${verdict} ${source?.key}`)).toEqual(expected);
  });

  /** Verdict and ref of every fetch, of the folder with the Makefile and the others. */
  const FETCH = `fetch:\n\t${CLONE_AT}\n`;
  it.each<readonly [string, Readonly<Record<string, string>>, readonly string[]]>([
    ...[
      '$(MAKE) fetch V=main',
      'make fetch V:=main',
      '+@$(MAKE) -j4 V=main fetch',
      '$(MAKE) -f Makefile V=main fetch',
      'cd . && $(MAKE) --no-print-directory V=main fetch',
      '$(MAKE) step V=main',
    ].map((line): readonly [string, Readonly<Record<string, string>>, readonly string[]] => [
      line,
      {
        Makefile: `V = ${COMMIT}\nall:\n\t${line}\n${FETCH}step: fetch\n`,
      },
      [`exact ${TOOL}@${COMMIT}`, `moving ${TOOL}@main`],
    ]),
    ...[
      'V=main $(MAKE) fetch',
      '$(MAKE) other V=main',
      '$(MAKE) -n fetch V=main',
      '$(MAKE) private V=main',
      '$(MAKE) V=main',
    ].map((line): readonly [string, Readonly<Record<string, string>>, readonly string[]] => [
      `not seen: ${line}`,
      {
        Makefile: `V = ${COMMIT}\nother:\n\techo\n${FETCH}all:\n\t${line}\nprivate: override V = ${COMMIT}\nprivate: fetch2\nfetch2:\n`,
      },
      [`exact ${TOOL}@${COMMIT}`],
    ]),
    [
      'what they hand on',
      {
        Makefile: `W = ${COMMIT}\nall:\n\t$(MAKE) more W=main\nmore:\n\t$(MAKE) fetch V=$(W)\n${FETCH}V = ${COMMIT}\n`,
      },
      [`exact ${TOOL}@${COMMIT}`, `moving ${TOOL}@main`],
    ],
    ...['V=main $(MAKE) fetch', 'export V=main; $(MAKE) fetch', 'env V=main $(MAKE) fetch'].map(
      (line): readonly [string, Readonly<Record<string, string>>, readonly string[]] => [
        `a default yields to the environment: ${line}`,
        { Makefile: `V ?= ${COMMIT}\nall:\n\t${line}\n${FETCH}` },
        [`exact ${TOOL}@${COMMIT}`, `moving ${TOOL}@main`],
      ],
    ),
    ...[
      '$(MAKE) -C sub V=main',
      'cd sub && $(MAKE) V=main',
      '$(MAKE) --directory=sub V=main',
      '$(MAKE) -C $(TOP)/sub V=main',
    ].map((line): readonly [string, Readonly<Record<string, string>>, readonly string[]] => [
      line,
      { Makefile: `all:\n\t${line}\n`, 'sub/Makefile': `V = ${COMMIT}\n${FETCH}` },
      [`moving ${TOOL}@main`, `exact ${TOOL}@${COMMIT}`],
    ]),
    [
      'an exported variable in another folder',
      { Makefile: 'export V = main\nall:\n\t$(MAKE) -C sub\n', 'sub/Makefile': `V ?= ${COMMIT}\n${FETCH}` },
      [`moving ${TOOL}@main`, `exact ${TOOL}@${COMMIT}`],
    ],
    [
      'the Makefile of its own folder',
      {
        'sub/Makefile': `V = ${COMMIT}\nall:\n\t$(MAKE) fetch V=main\n${FETCH}`,
        Makefile: `V = ${COMMIT}\nfetch:\n\techo\n`,
      },
      [`exact ${TOOL}@${COMMIT}`, `moving ${TOOL}@main`],
    ],
    [
      'a script',
      { 'build.sh': 'make -C sub V=main\n', 'sub/Makefile': `V = ${COMMIT}\n${FETCH}` },
      [`moving ${TOOL}@main`, `exact ${TOOL}@${COMMIT}`],
    ],
    [
      'an image',
      { Dockerfile: 'FROM scratch\nCOPY . /src\nRUN make -C /src fetch V=main\n', Makefile: `V = ${COMMIT}\n${FETCH}` },
      [`moving ${TOOL}@main`, `exact ${TOOL}@${COMMIT}`],
    ],
    [
      'a makefile that runs itself',
      { Makefile: `V = ${COMMIT}\nfetch:\n\t${CLONE_AT}\n\t$(MAKE) fetch V=$(V)x\n` },
      [`exact ${TOOL}@${COMMIT}`, `moving ${TOOL}@${COMMIT}x`],
    ],
  ])('runs targets with what they are given: %s', (_, files, expected) => {
    const { fetches } = readTree(files);
    const found = fetches.map(({ verdict, source }) => `${verdict} ${source?.key}`);
    expect(new Set(found)).toEqual(new Set(expected));
  });

  it('runs no makefile again for variables that say nothing of a fetch', () => {
    const clean = Array.from({ length: 100 }, (_, n) => `\t$(MAKE) clean DIRS=d${n}\n`).join('');
    const text = `V = v1.2\nall:\n${clean}clean:\n\trm -rf $(DIRS)\nget:\n\t${CLONE}\n`;
    const { fetches, problems } = readHost('Makefile', text, {}, { Makefile: text });
    expect(fetches.map(({ verdict }) => verdict)).toEqual(['tag']);
    expect(problems).toEqual([]);
  });

  it('names makefiles that are run in more ways than are followed', () => {
    const lines = Array.from({ length: 100 }, (_, n) => `\t$(MAKE) get V=v1.${n}\n`).join('');
    const text = `all:\n${lines}get:\n\t${CLONE}\n`;
    expect(readHost('Makefile', text, {}, { Makefile: text }).problems.length).toBe(1);
  });

  it('takes a line of a recipe with those that it goes on to for one instruction, in arms too', () => {
    const line = 'cd x && \\\n\tgit clone https://example.com/acme/tool';
    const text = `all:\n\t${line}\nifdef X\n\t${line}\nendif\n`;
    const { fetches, instructionStart } = readTree({ Makefile: text });
    expect(fetches.map(({ place }) => instructionStart(place))).toEqual([text.indexOf(line), text.lastIndexOf(line)]);
  });

  it.each([
    ['the program', 'GET = curl', '$(GET) -LO https://example.com/a.tgz', '$(GET)'],
    ['the program with options', 'GET = curl -LO', '$(GET) https://example.com/a.tgz', '$(GET)'],
    ['the program behind another command', 'GET = curl -LO', 'cd x; $(GET) https://example.com/a.tgz', '$(GET)'],
    ['what stands before the program', 'Q = @', '$(Q)curl -LO https://example.com/a.tgz', 'curl'],
    ['a program that nobody sets', 'A = b', '@$(CURL) -LO https://example.com/a.tgz', '$(CURL)'],
    ['all of it', 'GET = curl -LO https://example.com/a.tgz', '$(GET)', 'curl'],
  ])('a fetch stands where the recipe says it: a variable is %s', (_, variable, line, word) => {
    const rules = `a:\n\t${line}\nb:\n\t${line}\n`;
    const makefile = `${variable}\ninclude rules.mk\n`;
    const { fetches } = readTree({ Makefile: makefile, 'rules.mk': rules });
    const files = new Map([
      ['Makefile', makefile],
      ['rules.mk', rules],
    ]);
    const said = fetches.map(({ place }) => files.get(place.file)?.slice(place.start, place.end));
    expect(said).toEqual(makefile.includes(`= ${word}`) && !line.includes(word) ? [word] : [word, word]);
  });

  it('writes a commit into the variable, byte for byte', () => {
    const text = `V = main\t# why\r\nURL = https://github.com/acme/tool\r\nall:\r\n\t@curl -LO $(URL)/archive/$(V).tar.gz\r\n`;
    const applied = applyPins('Makefile', text);
    expect(applied.text).toBe(text.replace('main', '0123456789abcdef0123456789abcdef01234567'));
    expect(applied.verdicts).toEqual(['exact']);
  });

  it.each(['$(eval V = main)', '$(eval $(call set,main))', '$(foreach v,main,$(eval V := $(v)))'])(
    'writes a commit into what is evaluated: %s',
    (change) => {
      const text = `set = V := $(1)\nV = dev\n${change}\nall:\n\tcurl -LO https://github.com/acme/tool/archive/$(V).tar.gz\n`;
      const applied = applyPins('Makefile', text);
      expect(applied.text).toBe(text.replace('main', COMMIT));
      expect(applied.again).toBe(applied.text);
      expect(applied.verdicts).toEqual(['exact']);
    },
  );

  it.each([
    ['endif', 'endif\n'],
    ['no endif', 'ifdef X\nall:\n'],
  ])('names what is broken: %s', (_, text) => {
    expect(make.parse('Makefile', text).problems.length).toBe(1);
  });

  it.each([
    ['conditions', 'ifdef A\n'.repeat(20_000)],
    ['references', `A = ${'$('.repeat(20_000)}x${')'.repeat(20_000)}\nall:\n\techo $(A)\n`],
    ['open references', `A = ${'$('.repeat(50_000)}`],
    ['functions', `A = ${'$(subst a,b,'.repeat(1_000)}x${')'.repeat(1_000)}\nall:\n\techo $(A)\n`],
    ['a variable of itself', 'A = $(A) x\nall:\n\techo $(A)\n'],
    ['a variable that calls itself', 'A = $(call A,$(1)x)\nall:\n\techo $(A)\n'],
    [
      'variables that double',
      `${Array.from({ length: 40 }, (_, index) => `A${index + 1} = $(A${index})$(A${index})\n`).join('')}A0 = x\nall:\n\techo $(A40)\n`,
    ],
    ['a file that includes itself', 'include Makefile\n'.repeat(100)],
    ['backslashes', `A = ${'\\\n'.repeat(100_000)}`],
    [
      'targets that set and need each other',
      Array.from(
        { length: 200 },
        (_, n) => `t${n}: W${n} = x\nt${n}: t${(n + 1) % 200} t${(n + 7) % 200}\n\techo\n`,
      ).join(''),
    ],
    [
      'a long chain of targets',
      `t0: W = x\n${Array.from({ length: 20_000 }, (_, n) => `t${n}: t${n + 1}\n`).join('')}`,
    ],
    ['rules', 'a:\n\techo x\n'.repeat(5_000)],
  ])('ends on %s', (_, text) => {
    expect(readHost('Makefile', text).fetches).toEqual([]);
  });

  it('names the bound where a makefile evaluates more texts than are read', () => {
    const text = `${'$(eval A = x)\n'.repeat(100)}all:\n\techo\n`;
    expect(readHost('Makefile', text).problems.join()).toContain('texts are evaluated by make');
  });
});
