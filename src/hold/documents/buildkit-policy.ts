import type { HeldPlace, HoldDocument, WriteDocument } from './held-source.ts';

type Rule = {
  readonly action: 'CONVERT';
  readonly selector: { readonly identifier: string; readonly match_type: 'EXACT' };
  readonly updates: { readonly identifier?: string; readonly attrs?: Readonly<Record<string, string>> };
};

const UNSEEN = 'a policy of BuildKit is asked for FROM, COPY --from and ADD, never for what commands fetch';

/**
 * A source policy of BuildKit (EXPERIMENTAL_BUILDKIT_SOURCE_POLICY, `buildctl --source-policy-file`): https://github.com/moby/buildkit,
 * docs/build-repro.md. Identifiers are those that BuildKit makes of an instruction: images with registry and tag, files by their URL,
 * repositories without their protocol.
 */
export const buildkitPolicy: WriteDocument = (places): HoldDocument => {
  const rules = new Map<string, Rule>();
  const unheld = new Map<number, string>();
  for (const place of places) {
    if (place.isExact) continue;
    const rule = place.isInstruction ? toRule(place) : undefined;
    if (rule !== undefined) rules.set(rule.selector.identifier, rule);
    else
      unheld.set(place.index, place.isInstruction ? 'BuildKit has no identifier for an address of this kind' : UNSEEN);
  }
  const sorted = [...rules].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, rule]) => rule);
  return { text: `${JSON.stringify({ version: 1, rules: sorted }, null, 2)}\n`, unheld };
};

function toRule({ source, written }: HeldPlace): Rule | undefined {
  switch (source.kind) {
    case 'image': {
      const identifier = `docker-image://${source.name}:${source.tag ?? 'latest'}`;
      return convert(identifier, { identifier: `${identifier}@${source.digest}` });
    }
    case 'file':
      return convert(written, { attrs: { 'http.checksum': `sha256:${source.sha256}` } });
    case 'git':
      return convertGit(written, source.commit);
    default:
      return source satisfies never;
  }
}

/** `https://host/o/r.git#REF:FOLDER`; the newer form with `?ref=` names no identifier that is the same in all versions. */
function convertGit(written: string, commit: string): Rule | undefined {
  const [, address, fragment = ''] = /^(?:https?|git|ssh):\/\/(?:[^@/]*@)?([^#?]+)(?:#(.*))?$/.exec(written) ?? [];
  if (address === undefined) return undefined;
  const colon = fragment.indexOf(':');
  const [ref, folder] = colon < 0 ? [fragment, ''] : [fragment.slice(0, colon), fragment.slice(colon + 1)];
  const tail = folder === '' ? '' : `:${folder}`;
  const before = ref === '' && tail === '' ? '' : `#${ref}${tail}`;
  return convert(`git://${address}${before}`, { identifier: `git://${address}#${commit}${tail}` });
}

function convert(identifier: string, updates: Rule['updates']): Rule {
  return { action: 'CONVERT', selector: { identifier, match_type: 'EXACT' }, updates };
}
