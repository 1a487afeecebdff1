// The library, made on the spot: fixed authors and dates, so the commit ids are the same on every machine. Its name and the days are the
// incident's; what is in it is made up.
import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

const MONDAY = Date.UTC(2019, 9, 14, 9) / 1000;
const TUESDAY = Date.UTC(2019, 9, 15, 8) / 1000;
const TWENTY_MINUTES = 20 * 60;

const PARTITIONER = `# Which of $2 partitions the key $1 belongs to.
rd_kafka_partition() {
  hash=$(printf %s "$1" | cksum | cut -d ' ' -f 1)
  echo $((hash % $2))
}
`;

const TITLES = [
  'Describe the queue of the background thread',
  'Count retries per broker',
  'Name threads after their broker',
  'Fix a leak when a topic is deleted',
  'Shorten the log line of a reconnect',
  'Add a test for empty batches',
  'Sort the statistics by broker',
  'Do not wait for a broker that is gone',
  'Describe what linger means for small messages',
  'Handle a timeout of zero',
  'Use the monotonic clock for back-off',
  'Spread keys better: take the upper bits of the hash',
  'Describe the new spread of keys',
  'Add a test for long keys',
  'Fix the order of two unlocks',
  'Print the version at debug level',
  'Limit the size of a log line',
  'Remove a warning of newer compilers',
  'Describe the statistics',
  'Update the list of contributors',
];
const BREAKING = TITLES.indexOf('Spread keys better: take the upper bits of the hash');

/** Makes `root/edenhill/librdkafka.git` as it stood on Monday, with the release v1.2.1 behind it. */
export function createUpstream(root, env) {
  const folder = join(root, 'edenhill', 'librdkafka.git');
  mkdirSync(folder, { recursive: true });
  const git = (args, input = '') =>
    execFileSync('git', ['--git-dir', folder, ...args], { env, input, encoding: 'utf8' }).trim();
  git(['init', '--quiet', '--bare', '--template=']);
  git(['symbolic-ref', 'HEAD', 'refs/heads/master']);
  const notes = [];
  const commit = (title, instant, extra = {}) => {
    notes.push(`- ${title}`);
    const files = { 'CHANGES.md': `${notes.join('\n')}\n`, ...extra };
    git(['fast-import', '--quiet', '--date-format=raw'], toStream(title, instant, files, notes.length > 1));
  };
  commit('Release 1.2.1', MONDAY - 86_400, { 'src/partition.sh': PARTITIONER });
  git(['update-ref', 'refs/tags/v1.2.1', 'refs/heads/master']);
  commit('Describe the release', MONDAY);
  const head = () => git(['rev-parse', 'refs/heads/master']);
  const monday = head();
  return {
    head,
    titles: TITLES,
    breaking: BREAKING,
    /** The twenty commits of Tuesday. */
    advance: () => {
      for (const [index, title] of TITLES.entries()) {
        const isBreaking = index === BREAKING;
        const files = isBreaking ? { 'src/partition.sh': PARTITIONER.replace('hash % $2', 'hash / 256 % $2') } : {};
        commit(title, TUESDAY + index * TWENTY_MINUTES, files);
      }
    },
    /** Turns the clock back: master is Monday's commit again. */
    rewind: () => {
      notes.length = 2;
      git(['update-ref', 'refs/heads/master', monday]);
    },
  };
}

/** https://git-scm.com/docs/git-fast-import */
function toStream(title, instant, files, hasParent) {
  const person = `Ada Example <ada@example.com> ${instant} +0000`;
  const lines = ['commit refs/heads/master', `author ${person}`, `committer ${person}`, toData(title)];
  if (hasParent) lines.push('from refs/heads/master^0');
  for (const [path, text] of Object.entries(files)) lines.push(`M 100644 inline ${path}`, toData(text));
  return `${lines.join('\n')}\n`;
}

function toData(text) {
  return `data ${Buffer.byteLength(text)}\n${text}`;
}
