/**
 * Hosts from which nothing comes from outside, however they are written (lower case, an IPv6 address with or without its brackets): this
 * machine, and the addresses and names under which a cloud tells a machine about itself
 * (https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-data-retrieval.html). For reading what is written; whether an address
 * may be asked is judged where it is asked.
 */
export function isLocalHost(written: string): boolean {
  const host = usualSpelling(written);
  return isLoopbackName(host) || LOCAL_HOSTS.has(host) || LOCAL_ADDRESS.test(host);
}

/** Names that stand for this machine without asking anybody (RFC 6761). */
export function isLoopbackName(host: string): boolean {
  const name = host.replace(/\.$/, '');
  return name === 'localhost' || name.endsWith('.localhost') || name === 'localhost.localdomain';
}

const LOCAL_HOSTS: ReadonlySet<string> = new Set([
  'ip6-localhost',
  'host.docker.internal',
  '0.0.0.0',
  '[::]',
  '[::1]',
  'metadata',
  'metadata.google.internal',
  'instance-data',
  'instance-data.ec2.internal',
  '100.100.100.200',
  '[fd00:ec2::254]',
]);

/** Loopback and link-local; a name that begins like one is a name like any other. */
const LOCAL_ADDRESS = /^(?:(?:127\.|169\.254\.)[\d.]+|\[fe80:.*)$/;

/** `2130706433`, `127.1` and `0x7f.1` are spellings of addresses; the URL standard's parser knows them all. */
function usualSpelling(host: string): string {
  if (!/^[0-9[]|:/.test(host)) return host;
  try {
    return new URL(`http://${host.includes(':') && !host.startsWith('[') ? `[${host}]` : host}/`).hostname;
  } catch {
    return host;
  }
}
