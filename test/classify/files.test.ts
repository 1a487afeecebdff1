import { describe, expect, it } from 'vitest';
import { classify, settleSource } from '../../src/classify/index.ts';
import type { ClassifiedFetch } from '../../src/model/source.ts';
import { flatten, type Pieces, showPieces } from '../../src/model/value.ts';
import { checksumOf, fetchOf, invocationOf, piecesOf, type Said } from './fetches.ts';

const COMMIT = '0123456789abcdef0123456789abcdef01234567';
const SHA256 = '0123456789abcdef'.repeat(4);

/** Text in which braces are no holes. */
function plain(text: string): Pieces {
  return [{ kind: 'text', text, at: { file: 'build.sh', start: 0, end: text.length }, verbatim: true }];
}

function one(said: Said): ClassifiedFetch {
  const [fetch, ...others] = classify([fetchOf(said)]);
  if (fetch === undefined || others.length > 0) throw new Error(`expected one fetch, not ${others.length + 1}`);
  return fetch;
}

describe('plain files', () => {
  it.each([
    ['https://example.com/tool-1.2.tar.gz', 'versioned'],
    ['https://example.com/v1.2/tool.tar.gz', 'versioned'],
    ['https://example.com/stable/docker-20.10.9.tgz', 'versioned'],
    ['https://example.com/dist/latest/node-v18.0.0.tar.gz', 'versioned'],
    ['https://example.com/dist/2020-01-31/rust-nightly-x86_64.tar.gz', 'versioned'],
    ['https://example.com/kafka/3.4.0/kafka_2.13-3.4.0.tgz', 'versioned'],
    ['https://example.com/boost_1_76_0.tar.gz', 'versioned'],
    ['https://example.com/get?version=1.2.3', 'versioned'],
    [`https://example.com/blobs/${SHA256}/tool`, 'versioned'],
    ['https://example.com/tool%2D1%2E2.tar.gz', 'versioned'],
    ['https://example.com/2024/01/31/tool.tar.gz', 'versioned'],
    ['example.com/tool-1.2.tar.gz', 'versioned'],
    ['ftp://example.com/tool-1.2.tar.gz', 'versioned'],
    ['https://example.com/jdk-8u202-linux-x64.tar.gz', 'versioned'],
    ['https://example.com/remoting-3327.v868139a_d00e0.jar', 'versioned'],
    ['https://example.com/agent-3206.vb_15dcf73f6a_9.jar', 'versioned'],
    ['https://example.com/tool-2.various.jar', 'moving'],
    ['https://example.com/android-ndk-r25b-linux.zip', 'versioned'],
    ['https://example.com/llama-b4321-bin.zip', 'versioned'],
    ['https://example.com/tool-1-76-0.zip', 'versioned'],
    ['https://example.com/tzdata2024a.tar.gz', 'versioned'],
    ['https://example.com/sqlite-autoconf-3420000.tar.gz', 'versioned'],
    ['https://example.com/snapshots/Linux_x64/1097615/chrome.zip', 'versioned'],
    ['https://example.com/tool-20240131123456.tgz', 'versioned'],
    ['https://example.com/tool-win32-x64.zip', 'moving'],
    ['https://example.com/tool-sha256-armv7r5.zip', 'moving'],
    ['https://example.com/get?id=12345678', 'moving'],
    ['https://example.com/b2/tool.zip', 'moving'],
    ['https://example.com/ubuntu-14.04/x86_64/VERSION', 'moving'],
    ['https://example.com/el8/tool.rpm', 'moving'],
    ['https://example.com/1.2/ubuntu-14.04/tool.deb', 'versioned'],
    ['https://example.com/ubuntu-14.04/tool-1.2.deb', 'versioned'],
    ['https://sh.rustup.rs', 'moving'],
    ['https://get.docker.com/', 'moving'],
    ['https://example.com/install.sh', 'moving'],
    ['https://example.com/setup_18.x', 'moving'],
    ['https://example.com/tool-x86_64.tar.gz', 'moving'],
    ['https://example.com/latest/tool.tar.gz', 'moving'],
    ['https://example.com/1.2/nightly/tool.tar.gz', 'moving'],
    ['https://example.com/job/tool-3.11/lastSuccessfulBuild/artifact/tool.jar', 'moving'],
    ['https://example.com/job/tool/lastStableBuild/artifact/tool-1.2.jar', 'versioned'],
    ['https://example.com/1.0/firefox_versions.json', 'moving'],
    ['https://example.com/v2/releases.json', 'moving'],
    ['https://example.com/charts/1.2/index.yaml', 'moving'],
    ['https://example.com/1.0/conversions.json', 'versioned'],
    ['https://example.com/1.0/versions-1.2.json', 'versioned'],
    ['https://api.example.com/2.0/repositories/acme/tool/downloads', 'moving'],
    ['https://api.example.com/2.0/tool/1.2/download', 'versioned'],
    ['https://example.com/api/v1.2/tool/download', 'moving'],
    ['https://example.com/api/1.2.3/download.zip', 'versioned'],
    ['https://example.com/2.0/downloads', 'versioned'],
    ['https://example.com/tool-1.2-SNAPSHOT.jar', 'moving'],
    ['https://example.com/tool-latest.tar.gz', 'moving'],
    ['https://example.com/get?version=latest', 'moving'],
    ['https://example.com/release/stable.txt', 'moving'],
    ['https://10.1.2.3/tool.tar.gz', 'moving'],
    ['https://user:1.2@example.com/tool.tar.gz', 'moving'],
    ['https://example.com/tool.tar.gz#1.2', 'moving'],
  ])('%s is %s', (url, verdict) => {
    expect(one({ url }).verdict).toBe(verdict);
  });

  it.each([
    ['HTTPS://User:secret@Example.COM:443/a/./b/../c%7e%2f?x=%e4#y', 'https://example.com/a/c~%2F?x=%E4'],
    ['https://example.com', 'https://example.com/'],
    ['http://example.com:80/x', 'http://example.com/x'],
    ['http://example.com:8080/x', 'http://example.com:8080/x'],
    ['example.com/x', 'http://example.com/x'],
    ['https://example.com/a b', 'https://example.com/a%20b'],
    ['https://example.com/ü', 'https://example.com/%C3%BC'],
    ['https://example.com/100%', 'https://example.com/100%25'],
    ['https://example.com/a/..', 'https://example.com/'],
    ['https://{TOKEN}@example.com/x', 'https://example.com/x'],
  ])('%s is the source %s', (url, key) => {
    expect(one({ url }).source).toEqual({ key, kind: 'file', locator: key, ref: null });
  });

  it.each([
    ['https://example.com/tool-{V}.tar.gz', ['V']],
    ['https://example.com/1.2/tool-{ARCH}.tar.gz', ['ARCH']],
    ['{URL}', ['URL']],
    ['{BASE}/tool-1.2.tar.gz', ['BASE']],
    ['https://{HOST}/tool-1.2.tar.gz', ['HOST']],
    ['https://example.com/stable/tool-{TOOL_VERSION}.tgz', ['TOOL_VERSION']],
    ['https://example.com/latest/{VERSION}/tool.tgz', ['VERSION']],
    ['https://example.com/latest/1.2/tool-{ARCH}.tgz', ['ARCH']],
    ['https://example.com/nightly-{DATE}.tgz', ['DATE']],
    ['https://example.com/latest/{BUILD_DATE}/tool.tgz', ['BUILD_DATE']],
    ['https://github.com/acme/tool/archive/refs/tags/{REF}.tar.gz', ['REF']],
    ['https://github.com/{OWNER}/tool/archive/v1.2.tar.gz', ['OWNER']],
    ['https://github.com/acme/tool/releases/download/v1.2-{X}/tool.tgz', ['X']],
    ['https://github.com/acme/tool/archive/{REF}.tar.gz', ['REF']],
    ['https://github.com/acme/tool/archive/v{REF}.zip', ['REF']],
    ['https://github.com/acme/tool/releases/download/{V}/tool-{V}.tgz', ['V']],
  ])('%s is dynamic', (url, missing) => {
    expect(one({ url })).toMatchObject({ source: null, verdict: 'dynamic', missing });
  });

  it.each([
    ['https://example.com/apt/tool-apt-source-latest-{CODENAME}.deb', ['CODENAME']],
    ['https://example.com/latest/tool-{X}.deb', ['X']],
    ['https://example.com/LATEST_RELEASE_{VERSION}', ['VERSION']],
    ['https://example.com/stable/{OS}/tool.list', ['OS']],
    ['https://example.com/1.2/latest/tool-{X}.deb', ['X']],
    ['https://example.com/get?version=latest&arch={ARCH}', ['ARCH']],
    ['https://github.com/{OWNER}/tool/archive/master.tar.gz', ['OWNER']],
    ['https://github.com/acme/tool/archive/refs/heads/{REF}.tar.gz', ['REF']],
    ['https://github.com/acme/tool/archive/stable-{REF}.tar.gz', ['REF']],
    ['https://github.com/acme/tool/releases/download/nightly/tool-{VERSION}.tgz', ['VERSION']],
    ['https://github.com/acme/tool/releases/download/latest-{X}/tool.tgz', ['X']],
    ['https://github.com/{OWNER}/tool/releases/latest/download/tool.tgz', ['OWNER']],
  ])('%s moves whatever the unknown part holds', (url, missing) => {
    expect(one({ url })).toMatchObject({ source: null, verdict: 'moving', missing });
  });

  it('names a positional parameter as it is written', () => {
    const at = { file: 'build.sh', start: 0, end: 2 };
    const hole = { kind: 'hole', id: '1', name: '$1', why: 'argument', at } as const;
    expect(one({ url: [...piecesOf('https://example.com/tool-'), hole] }).missing).toEqual(['$1']);
  });

  it.each([
    'http://localhost:8080/health',
    'http://127.0.0.1/x',
    'http://127.1/x',
    'http://2130706433/x',
    'http://[::1]:80/x',
    'http://169.254.169.254/latest/meta-data/',
    'http://metadata.google.internal/x',
    'http://metadata/computeMetadata/v1/instance/',
    'http://instance-data/latest/meta-data/',
    'http://localhost.localdomain/x',
    'https://checkip.amazonaws.com/',
    'http://web:9000/_health/',
    'http://elasticsearch:9200',
    'file:///srv/x',
    './x',
    'health',
  ])('%s is no fetch', (url) => {
    expect(classify([fetchOf({ url })])).toEqual([]);
  });

  it.each([
    'http://nexus:8081/repository/tool.jar',
    'http://artifactory:8081/generic/tool/latest',
    'http://ci:8080/install',
    'https://127.0.0.1.example.com/install.sh',
    'https://169.254.169.254.example.com/x',
    'http://files/',
    'https://example.com/status',
    'https://example.com:8443/',
  ])('%s is one', (url) => {
    expect(classify([fetchOf({ url })])).toHaveLength(1);
  });

  it('shows no password', () => {
    expect(one({ url: 'https://user:secret@example.com/x-1.2' }).url).toBe('https://example.com/x-1.2');
  });

  it.each(['https://', 'http://+:18889', 'https://-x/y', 'https://a%20b/y', 'https:///etc/passwd', 'gopher'.repeat(3)])(
    'cannot read %s',
    (url) => {
      const fetches = classify([fetchOf({ url })]);
      expect(fetches.filter(({ verdict, source }) => verdict !== 'dynamic' || source !== null)).toEqual([]);
    },
  );

  it.each(['https://', 'http://+:18889', 'https://-x/y'])('says so of %s', (url) => {
    expect(one({ url }).why).toContain('cannot be read');
  });
});

describe('placeholders of a template', () => {
  it.each([
    ['https://example.com/tool-{{ .version }}.tgz', ['{{ .version }}']],
    ['https://example.com/tool-{{', ['{{']],
    ['https://example.com/stable/tool_{{ .version }}_amd64.tgz', ['{{ .version }}']],
    ['https://example.com/%%NAME%%/tool-1.2.tgz', ['%%NAME%%']],
    ['https://example.com/tool-@VERSION@.tgz', ['@VERSION@']],
    ['https://example.com/<version>/tool.tgz', ['<version>']],
    ['https://example.com/${{ env.V }}/{{a}}.tgz', ['${{ env.V }}', '{{a}}']],
    ['{{url}}', ['{{url}}']],
    ['https://github.com/acme/tool/archive/{{ .commit }}.tar.gz', ['{{ .commit }}']],
    ['https://github.com/acme/tool/raw/{{ .ref }}/a/b.sh', ['{{ .ref }}']],
  ])('%s names no source', (url, missing) => {
    const fetch = one({ url: plain(url) });
    expect(fetch).toMatchObject({ source: null, candidates: [], verdict: 'dynamic', missing });
    expect(fetch.why).toMatch(/a template's placeholder|placeholders of a template/);
    expect(fetch.url).toBe(url);
  });

  it('leave a word beside them that moves', () => {
    expect(one({ url: plain('https://example.com/latest/tool-{{ .arch }}.tgz') })).toMatchObject({
      source: null,
      verdict: 'moving',
      missing: ['{{ .arch }}'],
    });
  });

  it.each(['https://me@example.com/a@b-1.2', 'https://example.com/100%25%25-1.2', 'https://example.com/a<b-1.2'])(
    '%s holds none',
    (url) => {
      expect(one({ url }).missing).toEqual([]);
    },
  );
});

describe('secrets in a query', () => {
  it.each([
    ['token=abc', 'token=***'],
    ['edition=x&license_key=abc&suffix=tar.gz', 'edition=x&license_key=***&suffix=tar.gz'],
    [
      'X-Amz-Credential=AK%2F1&X-Amz-Date=1&X-Amz-Signature=abc',
      'X-Amz-Credential=***&X-Amz-Date=1&X-Amz-Signature=***',
    ],
    ['sv=1&sig=abc%3D', 'sv=1&sig=***'],
    ['AWSAccessKeyId=abc&Expires=1', 'AWSAccessKeyId=***&Expires=1'],
    ['api-key=abc', 'api-key=***'],
    ['key=AIzaSyA1234567890abcdefghij', 'key=***'],
    ['private_token=a{X}', 'private_token=***'],
  ])('%s is shown as %s and gets no source', (query, shown) => {
    const fetch = one({ url: `https://example.com/tool-1.2.tgz?${query}` });
    expect(fetch).toMatchObject({ source: null, candidates: [], verdict: 'versioned', missing: [] });
    expect(fetch.url).toBe(`https://example.com/tool-1.2.tgz?${shown}`);
    expect(fetch.why).toContain('which no lockfile may hold');
  });

  it.each([
    'key=0x1234',
    'key=0123456789ABCDEF0123456789ABCDEF01234567',
    'monkey=abc',
    'token=',
    'author=me',
    'design=1',
  ])('%s is none', (query) => {
    const url = `https://example.com/tool-1.2.tgz?${query}`;
    expect(one({ url })).toMatchObject({ url, source: { key: url } });
  });

  it('that is a variable is shown by its name, and is no unknown part of the address', () => {
    expect(one({ url: 'https://example.com/tool-1.2.tgz?token={TOKEN}' })).toMatchObject({
      url: 'https://example.com/tool-1.2.tgz?token=$TOKEN',
      source: null,
      verdict: 'versioned',
      missing: [],
    });
  });

  it('says nothing by its digits', () => {
    expect(one({ url: 'https://example.com/tool.tgz?token=1.2.3' }).verdict).toBe('moving');
  });

  it('does not keep a file of a forge from having its repository', () => {
    const url = 'https://raw.githubusercontent.com/acme/tool/v1.2/x.sh?token=abc';
    expect(one({ url })).toMatchObject({
      url: url.replace('abc', '***'),
      source: { key: 'git+https://github.com/acme/tool@v1.2' },
    });
  });

  it.each(['https://me:abc@-x/y?token=abc', '{S}://me:abc@example.com/y?token=abc', 'me:abc@example.com/y?token=abc'])(
    'nor a password stands in anything of %s',
    (url) => {
      const { fetch: _, outcomes: __, ...shown } = one({ url });
      expect(JSON.stringify({ ...shown, refPieces: [], place: null, forge: null })).not.toContain('abc');
    },
  );
});

describe('files of forges', () => {
  it.each([
    ['https://github.com/acme/tool/releases/download/v1.2/tool.tgz', 'file', 'versioned', 'version'],
    ['https://github.com/acme/tool/releases/download/v2/tool.tgz', 'file', 'versioned', 'version'],
    ['https://github.com/acme/tool/releases/download/nightly/tool-1.2.tgz', 'file', 'moving', 'rolling'],
    ['https://github.com/acme/tool/releases/download/stable/tool.tgz', 'file', 'moving', 'rolling'],
    ['https://github.com/acme/tool/releases/download/nightly-2024-01-31/tool.tgz', 'file', 'versioned', 'version'],
    ['https://github.com/acme/tool/releases/latest/download/tool-1.2.tgz', 'file', 'moving', 'rolling'],
    ['https://github.com/acme/tool/releases/latest/download/{ASSET}', 'file', 'moving', 'rolling'],
    ['https://api.github.com/repos/acme/tool/releases/latest', 'file', 'moving', 'rolling'],
    ['https://github.com/acme/tool/archive/master.tar.gz', 'git', 'moving', 'branch'],
    ['https://github.com/acme/tool/archive/v1.2.tar.gz', 'git', 'tag', 'tag'],
    ['https://github.com/acme/tool/archive/refs/tags/x.tar.gz', 'git', 'tag', 'tag'],
    ['https://github.com/acme/tool/archive/refs/heads/1.2.tar.gz', 'git', 'moving', 'branch'],
    [`https://github.com/acme/tool/archive/${COMMIT}.tar.gz`, 'git', 'exact', 'commit'],
    [`https://raw.githubusercontent.com/acme/tool/${COMMIT}/a/b/c.sh`, 'git', 'exact', 'commit'],
    ['https://raw.githubusercontent.com/acme/tool/master/{FILE}', 'git', 'moving', 'branch'],
    [`https://github.com/acme/tool/commit/${COMMIT}.patch?full_index=1`, 'git', 'exact', 'commit'],
    ['https://github.com/acme/tool/commit/0123abc.diff', 'git', 'tag', 'commit'],
    ['https://github.com/acme/tool/pull/12.patch', 'file', 'moving', 'rolling'],
    ['https://github.com/acme/tool/compare/v1.2...v1.3.diff', 'file', 'versioned', 'version'],
    ['https://github.com/acme/tool/compare/v1.2...feature/1.2.patch', 'file', 'moving', 'rolling'],
    [`https://gitlab.com/acme/tool/-/commit/${COMMIT}.diff`, 'git', 'exact', 'commit'],
    ['https://gitlab.com/acme/tool/-/merge_requests/1.diff', 'file', 'moving', 'rolling'],
    ['https://gist.githubusercontent.com/acme/0123456789abcdef0123456789abcdef/raw/x.sh', 'git', 'moving', 'default'],
  ])('%s is %s, %s', (url, kind, verdict, refKind) => {
    expect(one({ url })).toMatchObject({ kind, verdict, refKind });
  });

  it('points at the ref inside the URL', () => {
    const fetch = one({ url: 'https://github.com/acme/tool/archive/refs/heads/v{X}.tar.gz' });
    expect(showPieces(fetch.refPieces)).toBe('refs/heads/v$X');
    const { start, end } = fetch.forge?.ref ?? { start: 0, end: 0 };
    expect(flatten(fetch.fetch.url.pieces).slice(start, end)).toBe('refs/heads/v\uFFFC');
    expect(fetch.forge?.pinned).toBe('https://github.com/acme/tool/archive/{commit}.tar.gz');
  });

  it('says what the archive is called', () => {
    const { forge } = one({ url: 'https://github.com/acme/tool/archive/v1.2.tar.gz' });
    expect(forge?.archive).toEqual({ file: '{ref}.tar.gz', folder: 'tool-{ref}' });
  });

  it('leaves out the project itself', () => {
    const fetch = fetchOf({ url: 'https://raw.githubusercontent.com/acme/tool/main/x.sh' });
    expect(classify([fetch], { ownRepositories: new Set(['git+https://github.com/acme/tool']) })).toEqual([]);
  });

  it('knows own hosts', () => {
    const fetch = fetchOf({ url: 'https://code.example.com/acme/tool/raw/main/x.sh' });
    const [classified] = classify([fetch], { ownForges: new Map([['code.example.com', 'gitlab']]) });
    expect(classified?.source?.key).toBe('git+https://code.example.com/acme/tool@main');
  });
});

describe('what a forge says of a ref', () => {
  it.each([
    ['https://codeberg.org/acme/tool/raw/branch/1.5/x.sh', 'moving', 'refs/heads/1.5'],
    ['https://codeberg.org/acme/tool/raw/tag/release/x.sh', 'tag', 'refs/tags/release'],
    ['https://codeberg.org/acme/tool/raw/branch/{B}/x.sh', 'moving', '$B'],
    ['https://codeberg.org/acme/tool/raw/tag/{T}/x.sh', 'dynamic', '$T'],
    [`https://git.example.com/acme/tool/snapshot/tool-${COMMIT}.tar.gz`, 'exact', COMMIT],
  ])('%s is %s', (url, verdict, ref) => {
    expect(one({ url })).toMatchObject({ verdict, ref });
  });

  it('leaves open whether a v belongs to the tag, where the server tries both', () => {
    const fetch = one({ url: 'https://git.example.com/acme/tool/snapshot/tool-1.2.tar.gz' });
    expect(fetch).toMatchObject({ source: null, verdict: 'tag' });
    const [withLetter, plainly] = fetch.candidates;
    if (withLetter === undefined || plainly === undefined) throw new Error('expected two candidates');
    expect([withLetter.ref, plainly.ref]).toEqual(['v1.2', '1.2']);
    expect(settleSource(fetch, withLetter).forge?.pinned).toBe(
      'https://git.example.com/acme/tool/snapshot/tool-{commit}.tar.gz',
    );
  });
});

describe('refs with slashes', () => {
  const url = 'https://raw.githubusercontent.com/acme/tool/a/b/c.sh';
  const keys = ['git+https://github.com/acme/tool@a/b', 'git+https://github.com/acme/tool@a'];

  it('are several candidates and no source', () => {
    const fetch = one({ url });
    expect(fetch).toMatchObject({ source: null, ref: null, forge: null, refPieces: [], verdict: 'moving' });
    expect(fetch.candidates.map(({ key }) => key)).toEqual(keys);
  });

  it('are as loose as the loosest candidate', () => {
    expect(one({ url: 'https://raw.githubusercontent.com/acme/tool/b/v1.2/c.sh' }).verdict).toBe('moving');
    expect(one({ url: 'https://raw.githubusercontent.com/acme/tool/v1.2/3.4/c.sh' }).verdict).toBe('tag');
  });

  it.each([
    [['a', 'a/b'], keys[0], 'https://raw.githubusercontent.com/acme/tool/{commit}/c.sh'],
    [['a'], keys[1], 'https://raw.githubusercontent.com/acme/tool/{commit}/b/c.sh'],
  ])('are settled by who knows %j', (refs, key, pinned) => {
    const [fetch] = classify([fetchOf({ url })], { isKnown: ({ ref }) => refs.includes(ref ?? '') });
    expect({ key: fetch?.source?.key, pinned: fetch?.forge?.pinned }).toEqual({ key, pinned });
  });

  it('are settled afterwards', () => {
    const fetch = one({ url });
    const source = fetch.candidates[1];
    if (source === undefined) throw new Error('expected two candidates');
    const settled = settleSource(fetch, source);
    expect(settled).toMatchObject({ source, ref: 'a', verdict: 'moving', refKind: 'branch', place: fetch.place });
    expect(settled.forge?.pinned).toBe('https://raw.githubusercontent.com/acme/tool/{commit}/b/c.sh');
    expect(settled.candidates).toEqual(fetch.candidates);
    expect(settleSource(fetch, { ...source, key: 'git+https://github.com/acme/other@a' })).toBe(fetch);
  });
});

describe('checks', () => {
  const url = 'https://example.com/install.sh';

  it.each<readonly [string, Partial<Said>, string, ClassifiedFetch['identity']]>([
    ['sha256', { checks: [checksumOf(SHA256, 'sha256')] }, 'exact', { kind: 'sha256', value: SHA256 }],
    [
      'upper case',
      { checks: [checksumOf(SHA256.toUpperCase(), 'sha256')] },
      'exact',
      { kind: 'sha256', value: SHA256 },
    ],
    [
      'sha512',
      { checks: [checksumOf(SHA256.repeat(2), 'sha512')] },
      'exact',
      { kind: 'checksum', value: `sha512:${SHA256.repeat(2)}` },
    ],
    ['unknown, by its length', { checks: [checksumOf(SHA256, 'unknown')] }, 'exact', { kind: 'sha256', value: SHA256 }],
    [
      'weak and strong',
      { checks: [checksumOf(SHA256.slice(0, 32), 'md5'), checksumOf(SHA256, 'sha256')] },
      'exact',
      { kind: 'sha256', value: SHA256 },
    ],
    ['the syntax', { expected: `sha256:${SHA256}` }, 'exact', { kind: 'sha256', value: SHA256 }],
    ['md5', { checks: [checksumOf(SHA256.slice(0, 32), 'md5')] }, 'moving', null],
    ['sha1', { checks: [checksumOf(SHA256.slice(0, 40), 'sha1')] }, 'moving', null],
    ['a swallowed failure', { checks: [checksumOf(SHA256, 'sha256', 'nothing stops the script')] }, 'moving', null],
    ['a variable', { checks: [checksumOf('{SUM}', 'sha256')] }, 'moving', null],
    ['the wrong length', { checks: [checksumOf(SHA256.slice(1), 'sha256')] }, 'moving', null],
    ['no hex', { checks: [checksumOf(`${SHA256.slice(1)}g`, 'sha256')] }, 'moving', null],
    ['an unknown expectation', { expected: '{SUM}' }, 'moving', null],
  ])('%s', (_name, said, verdict, identity) => {
    expect(one({ url, ...said })).toMatchObject({ verdict, identity });
  });

  it.each([
    ['md5', { checks: [checksumOf(SHA256.slice(0, 32), 'md5')] }, /md5 is weak/],
    [
      'swallowed',
      { checks: [checksumOf(SHA256, 'sha256', 'nothing stops the script')] },
      /does not count: nothing stops/,
    ],
  ])('says what is wrong with %s', (_name, said, why) => {
    expect(one({ url, ...said }).why).toMatch(why);
  });

  it('makes an address with holes exact', () => {
    expect(one({ url: '{BASE}/x', checks: [checksumOf(SHA256, 'sha256')] })).toMatchObject({
      verdict: 'exact',
      source: null,
      identity: { kind: 'sha256', value: SHA256 },
    });
  });

  it.each([
    [['signature'], 'signature'],
    [['remote-checksum'], 'remote-checksum'],
    [['remote-checksum', 'signature'], 'signature'],
    [[], null],
  ] as const)('%j leaves the verdict and sets verified', (kinds, verified) => {
    const checks = kinds.map((kind) => ({ ...checksumOf(SHA256, 'sha256'), kind, expected: null }));
    expect(one({ url, checks })).toMatchObject({ verdict: 'moving', verified });
  });
});

describe('pointers', () => {
  const pointing = (url: string) => {
    const pointer = fetchOf({ url });
    const user = fetchOf({ url: 'https://example.com/tool-{V}.tgz', pointers: [pointer.act.invocation] });
    return classify([pointer, user]);
  };

  it('make the URL that holds the answer move, and both places know each other', () => {
    const [pointer, user] = pointing('https://api.github.com/repos/acme/tool/releases/latest');
    expect(user).toMatchObject({ verdict: 'moving', source: null, missing: ['V'] });
    expect(user?.related).toContainEqual({ at: pointer?.place, role: 'pointer' });
    expect(pointer?.related).toContainEqual({ at: user?.place, role: 'pointer' });
  });

  it('that are named firmly leave it unknown', () => {
    expect(pointing('https://example.com/1.2/VERSION')[1]?.verdict).toBe('dynamic');
  });

  it('that are no fetch count as moving', () => {
    const user = fetchOf({ url: 'https://example.com/tool-{V}.tgz', pointers: [invocationOf()] });
    expect(classify([user])[0]?.verdict).toBe('moving');
  });
});

describe('signing keys', () => {
  it.each([
    'https://example.com/apt/release.gpg',
    'https://example.com/key.asc',
    'https://example.com/linux/debian/gpg',
    'https://example.com/RPM-GPG-KEY-acme',
    'https://example.com/pubkey',
    'https://example.com/KEYS',
    'https://keys.example.com/pks/lookup?op=get&search=0x1',
  ])('%s is one', (url) => {
    expect(one({ url }).purpose).toBe('signing-key');
  });

  it.each([
    'https://example.com/tool-1.2.tar.gz.asc',
    'https://example.com/monkeys',
    'https://example.com/keyboard.tar.gz',
    'https://example.com/gpg-1.2.tar.gz',
    'https://example.com/mpc/sprout-proving.key',
  ])('%s is none', (url) => {
    expect(one({ url }).purpose).toBeUndefined();
  });
});
