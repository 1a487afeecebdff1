/** The environment that leads a build to the mirror without a change to any text. */
export type Surroundings = Readonly<Record<string, string | undefined>>;

type Led = {
  /** `127.0.0.1:PORT`. */
  readonly host: string;
  /** URLs of repositories as the texts write them, and what the mirror knows them by. */
  readonly repositories: readonly { readonly written: string; readonly repository: string }[];
  /** Hosts of registries. */
  readonly registries: readonly string[];
  /** A file of our own that is to hold the registries' settings. */
  readonly registriesFile: string;
};

/**
 * git by `url.insteadOf`, plain http by the usual proxy variables, which builders of images hand into the build, images of buildah, podman
 * and skopeo by a registries.conf (containers-registries.conf(5)). What else is there in `env` stays.
 */
export function toSurroundings(env: Surroundings, { host, repositories, registriesFile }: Led): Surroundings {
  const proxy = `http://${host}`;
  const names = ['http_proxy', 'https_proxy', 'HTTP_PROXY', 'HTTPS_PROXY', 'all_proxy', 'ALL_PROXY'];
  const settings = repositories.map(
    ({ written, repository }) => [`url.${proxy}/web/${repository.replace('://', '/')}.insteadOf`, written] as const,
  );
  const first = Number.parseInt(env.GIT_CONFIG_COUNT ?? '0', 10) || 0;
  return {
    ...env,
    ...Object.fromEntries(names.map((name) => [name, proxy])),
    no_proxy: '127.0.0.1,localhost',
    NO_PROXY: '127.0.0.1,localhost',
    CONTAINERS_REGISTRIES_CONF: registriesFile,
    GIT_CONFIG_COUNT: String(first + settings.length),
    ...Object.fromEntries(
      settings.flatMap(([key, value], index) => [
        [`GIT_CONFIG_KEY_${first + index}`, key],
        [`GIT_CONFIG_VALUE_${first + index}`, value],
      ]),
    ),
  };
}

/** registries.conf for `toSurroundings`. */
export function printRegistries({ host, registries }: Pick<Led, 'host' | 'registries'>): string {
  const tables = registries.map(
    (registry, index) =>
      `[[registry]]\nprefix = ${JSON.stringify(registry)}\nlocation = "${host}/registry${index}"\ninsecure = true\n`,
  );
  return `unqualified-search-registries = ["docker.io"]\n\n${tables.join('\n')}`;
}
