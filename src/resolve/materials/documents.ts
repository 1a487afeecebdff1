import { fieldOf, isObject, type JsonObject, listOf, textOf } from './fields.ts';
import { type Material, toFile, toGit, toImage } from './material.ts';
import { readPackageUrl } from './package-url.ts';
import { readDependency } from './provenance.ts';

/** What one kind of document says; undefined where the object is no such document. */
type Reader = (document: JsonObject) => readonly Material[] | undefined;

/** Every kind of document that says what a build was made of. */
export const READERS: readonly Reader[] = [readProvenance, readInspection, readCycloneDx, readSpdx];

function readProvenance(document: JsonObject): readonly Material[] | undefined {
  const definition = fieldOf(document, 'buildDefinition');
  const entries = Array.isArray(fieldOf(document, 'materials'))
    ? listOf(document, 'materials')
    : Array.isArray(fieldOf(definition, 'resolvedDependencies'))
      ? listOf(definition, 'resolvedDependencies')
      : undefined;
  return entries?.flatMap(readDependency);
}

/** `docker image inspect`: a digest belongs to the tags of its repository, if that has one digest alone. */
function readInspection(document: JsonObject): readonly Material[] | undefined {
  if (!Array.isArray(fieldOf(document, 'RepoDigests'))) return undefined;
  const texts = (name: string): readonly string[] => listOf(document, name).filter((one) => typeof one === 'string');
  const digests = texts('RepoDigests').map((text) => text.split('@', 2));
  return texts('RepoTags').flatMap((text) => {
    const colon = text.lastIndexOf(':');
    if (colon <= text.lastIndexOf('/')) return [];
    const name = text.slice(0, colon);
    const [first, ...others] = digests.filter(([repository]) => repository === name);
    return first === undefined || others.length > 0 ? [] : toImage(name, text.slice(colon + 1), first[1] ?? '');
  });
}

/** https://cyclonedx.org/docs/1.6/json/ */
function readCycloneDx(document: JsonObject): readonly Material[] | undefined {
  if (textOf(document, 'bomFormat') !== 'CycloneDX') return undefined;
  const result: Material[] = [];
  const open = [...listOf(document, 'components')];
  for (let component = open.pop(); component !== undefined; component = open.pop()) {
    open.push(...listOf(component, 'components'));
    result.push(...readPackageUrl(textOf(component, 'purl'), sha256Of(component, 'hashes', 'alg', 'content')));
    for (const reference of listOf(component, 'externalReferences')) {
      const url = textOf(reference, 'url');
      if (textOf(reference, 'type') === 'vcs') result.push(...toGit(url, ''));
      if (textOf(reference, 'type') === 'distribution')
        result.push(...toFile(url, sha256Of(reference, 'hashes', 'alg', 'content')));
    }
  }
  return result;
}

/** https://spdx.github.io/spdx-spec/v2.3/package-information/ */
function readSpdx(document: JsonObject): readonly Material[] | undefined {
  if (!textOf(document, 'spdxVersion').startsWith('SPDX-2')) return undefined;
  return listOf(document, 'packages').flatMap((entry) => {
    const sha256 = sha256Of(entry, 'checksums', 'algorithm', 'checksumValue');
    const location = textOf(entry, 'downloadLocation');
    const references = listOf(entry, 'externalRefs').filter((one) => textOf(one, 'referenceType') === 'purl');
    return [
      ...toGit(location, ''),
      ...toFile(location, sha256),
      ...references.flatMap((one) => readPackageUrl(textOf(one, 'referenceLocator'), '')),
    ];
  });
}

function sha256Of(entry: unknown, list: string, algorithm: string, value: string): string {
  const found = listOf(entry, list).find((one) => isObject(one) && /^sha-?256$/i.test(textOf(one, algorithm)));
  return textOf(found, value);
}
