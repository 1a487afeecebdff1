import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readKnownFiles } from '../../src/classify/compile-known-files.ts';
import { classify } from '../../src/classify/index.ts';
import { fetchOf } from './fetches.ts';

const PATH = 'rules/known-files.yml';
const files = readKnownFiles({ path: PATH, text: readFileSync(PATH, 'utf8') });

/** Addresses as the templates spell them, and the examples. */
const examples = files.flatMap((file) =>
  [...file.is, ...file.match.filter((template) => !template.includes('{'))].map((url) => ({ url, file })),
);

describe('files that are known by their address', () => {
  it('has some, and an example for each', () => {
    expect(examples.length).toBeGreaterThan(100);
    expect(files.filter((file) => !examples.some((example) => example.file === file))).toEqual([]);
  });

  it.each(examples)('$url', ({ url, file }) => {
    const [found] = classify([fetchOf({ url })]);
    // What a forge knows is said by the forge.
    if (found?.forge !== null) return;
    expect(found.instead).toBe(file.instead);
    if (file.verdict === 'moving')
      expect({ verdict: found.verdict, why: found.why }).toEqual({ verdict: 'moving', why: file.why });
  });

  it.each([
    ['its own version', 'https://awscli.amazonaws.com/awscli-exe-linux-x86_64-2.15.0.zip', 'versioned'],
    ['an old release that is kept', 'https://archive.apache.org/dist/kafka/3.6.0/kafka_2.13-3.6.0.tgz', 'versioned'],
    ['an old release that goes away', 'https://dlcdn.apache.org/kafka/3.6.0/kafka_2.13-3.6.0.tgz', 'versioned'],
    ['the version of the distribution', 'https://packages.microsoft.com/config/ubuntu/20.04/prod.list', 'moving'],
    ['a line that nobody knows', 'https://deb.nodesource.com/setup_{LINE}.x', 'moving'],
    ['a host that looks like it', 'https://get.docker.com.example.com/tool-1.2', 'versioned'],
  ])('%s: %s', (_, url, verdict) => {
    expect(classify([fetchOf({ url })]).map((one) => one.verdict)).toEqual([verdict]);
  });
});

/** Servers of archives that name their files in one way for good: the shape says what moves. */
describe('archives with steady names', () => {
  it.each([
    ['https://archive.apache.org/dist/maven/maven-3/3.9.6/binaries/apache-maven-3.9.6-bin.tar.gz', 'versioned'],
    ['https://archive.apache.org/dist/kafka/KEYS', 'moving'],
    ['https://ftp.gnu.org/gnu/make/make-4.4.tar.gz', 'versioned'],
    ['https://ftpmirror.gnu.org/gcc/gcc-13.2.0/gcc-13.2.0.tar.xz', 'versioned'],
    ['https://ftp.gnu.org/gnu/auctex/auctex-latest.tar.gz', 'moving'],
    ['https://cdn.kernel.org/pub/linux/kernel/v5.x/linux-5.4.1.tar.xz', 'versioned'],
    ['https://mirrors.edge.kernel.org/pub/software/scm/git/git-2.43.0.tar.gz', 'versioned'],
    ['https://downloads.sourceforge.net/project/tool/tool/1.2/tool-1.2.tar.gz', 'versioned'],
    ['https://sourceforge.net/projects/tool/files/tool/1.2/tool-1.2.tar.gz/download', 'versioned'],
    ['https://sourceforge.net/projects/tool/files/latest/download', 'moving'],
    ['https://downloads.sourceforge.net/tool/tool.tar.gz', 'moving'],
    ['https://repo1.maven.org/maven2/com/acme/tool/1.2/tool-1.2.jar', 'versioned'],
    ['https://repo.maven.apache.org/maven2/com/acme/tool/1.3-SNAPSHOT/tool-1.3-SNAPSHOT.jar', 'moving'],
    ['https://repo1.maven.org/maven2/com/acme/tool/maven-metadata.xml', 'moving'],
    ['https://registry.npmjs.org/tool/-/tool-1.2.3.tgz', 'versioned'],
    ['https://registry.npmjs.org/tool/latest', 'moving'],
    ['https://files.pythonhosted.org/packages/source/t/tool/tool-1.2.tar.gz', 'versioned'],
    ['https://pypi.org/pypi/tool/json', 'moving'],
    ['https://static.crates.io/crates/tool/tool-1.2.3.crate', 'versioned'],
    ['https://crates.io/api/v1/crates/tool/1.2.3/download', 'versioned'],
    ['https://crates.io/api/v1/crates/tool', 'moving'],
    ['https://proxy.golang.org/example.com/acme/tool/@v/v1.2.3.zip', 'versioned'],
    ['https://proxy.golang.org/example.com/acme/tool/@latest', 'moving'],
    ['https://go.dev/dl/go1.21.5.linux-amd64.tar.gz', 'versioned'],
    ['https://dl.google.com/go/go1.20.linux-amd64.tar.gz', 'versioned'],
    ['https://storage.googleapis.com/acme/v1.2/tool.tar.gz', 'versioned'],
    ['https://storage.googleapis.com/acme/tool.tar.gz', 'moving'],
    ['https://nodejs.org/dist/v20.10.0/node-v20.10.0-linux-x64.tar.xz', 'versioned'],
    ['https://nodejs.org/dist/latest-v20.x/SHASUMS256.txt', 'moving'],
    ['https://snapshot.debian.org/archive/debian/20240101T000000Z/pool/main/t/tool/tool_1.2-1_amd64.deb', 'versioned'],
    ['https://deb.debian.org/debian/pool/main/t/tool/tool_1.2-1_amd64.deb', 'versioned'],
    ['https://repo.anaconda.com/miniconda/Miniconda3-py39_4.12.0-Linux-x86_64.sh', 'versioned'],
    ['https://repo.anaconda.com/miniconda/Miniconda3-latest-Linux-x86_64.sh', 'moving'],
    ['https://dl.k8s.io/release/v1.29.0/bin/linux/amd64/kubectl', 'versioned'],
    ['https://dl.k8s.io/release/stable-1.29.txt', 'moving'],
    ['https://rubygems.org/downloads/tool-1.2.gem', 'versioned'],
    ['https://packages.example.com/nightly/tool-1.2.tar.gz', 'versioned'],
    ['https://packages.example.com/tool-nightly.tar.gz', 'moving'],
  ])('%s: %s', (url, verdict) => {
    expect(classify([fetchOf({ url })]).map((one) => one.verdict)).toEqual([verdict]);
  });
});
