import type { Act, Capture, FetchAct, PlaceAct, SelectAct, VerifyAct } from '../model/act.ts';
import type { Guard } from '../model/guard.ts';
import type { Invocation, LostWord } from '../model/invocation.ts';
import { type Path, resolvePath } from '../model/path.ts';
import { flatten, knownText, slicePieces, type Word } from '../model/value.ts';
import { compareWords } from './compare-words.ts';
import { evaluate, evaluateAll, holds, isStream, type Scope } from './evaluate.ts';
import { toAlgorithm } from './hash-algorithm.ts';
import type { Reading } from './reading.ts';
import type { ActSpecification, Rule } from './rule.ts';
import { expandGlobs } from './url-globs.ts';
import { fetchKindOf, makingOf, placementOf, selectionOf, updateOf } from './varieties.ts';

/** Where only names of branches and tags are taken, hex digits are such a name. */
const COMMIT = /^[0-9a-f]{7,64}$/i;

function leadOf(ref: Word | null, leads: readonly string[]): string | undefined {
  const text = ref === null ? '' : flatten(ref.pieces);
  return leads.find((lead) => text.startsWith(lead) && text.length > lead.length);
}

function withoutLead(ref: Word, { length }: string): Word {
  return { ...ref, pieces: slicePieces(ref.pieces, length, flatten(ref.pieces).length) };
}

/** Where and under which choices a rule makes its acts. */
export type Site = {
  readonly rule: Rule;
  readonly invocation: Invocation;
  readonly guard: Guard;
  readonly lost: readonly LostWord[];
  readonly folder: Path;
};

/** The acts of one reading, as seen from one folder. */
export function buildActs(site: Site, reading: Reading): readonly Act[] {
  const acts: Act[] = [];
  for (const specification of site.rule.acts) {
    if (!holds(specification.when, reading, site.rule.splits)) continue;
    for (const scope of scopesOf(specification, reading, site.rule))
      acts.push(...new Builder(site, specification, scope).build());
  }
  return acts;
}

const NO_SPLITS: Scope['splits'] = {};

function scopesOf({ each }: ActSpecification, reading: Reading, rule: Rule): readonly Scope[] {
  const splits = rule.splits ?? NO_SPLITS;
  if (each === undefined) return [{ reading, splits, each: null }];
  const unless = rule.globs?.[each];
  const isGlob = unless !== undefined && !reading.marks.has(unless);
  const captures = reading.words.get(each) ?? [];
  return captures.flatMap(({ word }, index) =>
    (isGlob ? expandGlobs(word) : [word]).map((one) => ({ reading, splits, each: { name: each, word: one, index } })),
  );
}

class Builder {
  private readonly site: Site;
  private readonly specification: ActSpecification;
  private readonly scope: Scope;

  constructor(site: Site, specification: ActSpecification, scope: Scope) {
    this.site = site;
    this.specification = specification;
    this.scope = scope;
  }

  build(): readonly Act[] {
    const { kind, variety } = this.specification;
    switch (kind) {
      case 'fetch':
        return this.fetch();
      case 'retrieve':
        return [
          {
            ...this.base('retrieve'),
            repository: this.repository(),
            remote: this.word('remote'),
            refs: this.words('refs'),
            marks: this.scope.reading.marks,
          },
        ];
      case 'select':
        return this.select(selectionOf(variety));
      case 'update':
        return [
          {
            ...this.base('update'),
            how: updateOf(variety),
            repository: this.repository(),
            remote: this.word('remote'),
            ref: this.word('ref'),
            paths: this.words('paths'),
          },
        ];
      case 'repository':
        return this.changeRepository();
      case 'hash':
        return [{ ...this.base('hash'), algorithm: toAlgorithm(this.text('algorithm')), of: this.files('of') }];
      case 'verify':
        return this.verify(variety);
      case 'place':
        return this.place(placementOf(variety));
      case 'extract':
        return this.extract();
      case 'remove': {
        const paths = this.files('paths');
        return paths.length === 0 ? [] : [{ ...this.base('remove'), paths }];
      }
      case 'execute':
        return this.inputActs('execute');
      case 'query':
        return [{ ...this.base('query'), url: this.word('url'), refs: this.words('refs') }];
      case 'trust':
        return this.inputActs('trust');
      case 'make': {
        const names = this.words('names');
        const recipe = this.word('recipe');
        const path = recipe === null ? null : this.path(recipe);
        return names.length === 0 ? [] : [{ ...this.base('make'), where: makingOf(variety), names, recipe: path }];
      }
      default:
        return kind satisfies never;
    }
  }

  private fetch(): readonly FetchAct[] {
    const url = this.word('url');
    if (url === null) return [];
    const into = this.word('into');
    const streams = into !== null && isStream(into);
    const { reading } = this.scope;
    const path = into === null || streams ? null : this.path(into);
    const written = path ?? (streams ? (this.site.invocation.stdout?.path ?? null) : null);
    if (written?.key === '/dev/null') return [];
    const [named, name] = [this.word('ref'), this.word('name')];
    const lead = leadOf(named, this.specification.leads ?? []);
    const ref = lead === undefined || named === null ? named : withoutLead(named, lead);
    const [usual] = this.specification.leads ?? [];
    return [
      {
        ...this.base('fetch'),
        what: fetchKindOf(this.specification.variety),
        url,
        ref: ref ?? name,
        refKind:
          this.specification.as ??
          (lead === undefined ? null : 'branch') ??
          (ref === null && name !== null && COMMIT.test(flatten(name.pieces)) ? 'branch' : null),
        into: path,
        streams,
        expected: this.word('expected'),
        marks: reading.marks,
        captures: this.captures(),
        ...(this.specification.pin === undefined ? {} : { pin: this.specification.pin }),
        ...(this.specification.asks === undefined ? {} : { goPackage: this.word('folder') }),
        ...(usual === undefined || named === null ? {} : { lead: { text: usual, whole: named } }),
        ...(this.specification.remark === undefined ? {} : { remark: this.specification.remark }),
      },
    ];
  }

  /** A ref that vanished with its variable still selects something: what stands there already. */
  private select(how: SelectAct['how']): readonly SelectAct[] {
    const ref = this.word('ref');
    if (ref === null && this.site.lost.length === 0) return [];
    return [{ ...this.base('select'), how, repository: this.repository(), ref }];
  }

  private changeRepository(): readonly Act[] {
    const name = this.word('name');
    const url = this.word('url');
    const remote = name === null || url === null ? null : { name, url };
    return [{ ...this.base('repository'), repository: this.repository(), remote }];
  }

  private verify(variety: string): readonly VerifyAct[] {
    if (variety === 'compare') {
      return compareWords(this.words('words')).map((compared) => ({
        ...this.base('verify'),
        how: 'compare' as const,
        ...compared,
      }));
    }
    if (variety === 'same') {
      const [left, right, more] = this.words('of').map((word) => this.input(word));
      if (left === undefined || right === undefined || more !== undefined) return [];
      return [{ ...this.base('verify'), how: 'same', files: [left, right] }];
    }
    const { marks } = this.scope.reading;
    if (variety === 'lines') {
      const [like, more] = this.words('like');
      if (like === undefined || more !== undefined) return [];
      return [{ ...this.base('verify'), how: 'lines', like, negated: marks.has('inverted') }];
    }
    if (variety === 'signature') {
      const of = this.files('of');
      return of.length === 0 ? [] : [{ ...this.base('verify'), how: 'signature', of }];
    }
    const algorithm = toAlgorithm(this.text('algorithm'));
    const lists = this.words('lists');
    const sources = lists.length === 0 ? (['stdin'] as const) : lists.map((list) => this.input(list));
    const isSilent = marks.has('silent');
    return sources.map((list) => ({ ...this.base('verify'), how: 'sums' as const, algorithm, list, isSilent }));
  }

  private place(how: PlaceAct['how']): readonly PlaceAct[] {
    const target = this.word('target');
    const items = this.words('items');
    const to = target ?? (this.specification.fields.to === undefined ? items.at(-1) : (this.word('to') ?? undefined));
    const from = target === null && this.specification.fields.to === undefined ? items.slice(0, -1) : items;
    if (to === undefined || from.length === 0) return [];
    const intoFolder = target !== null || from.length > 1 || /(?:^|\/)\.{0,2}$/.test(flatten(to.pieces));
    return [{ ...this.base('place'), how, from: from.map((word) => this.path(word)), to: this.path(to), intoFolder }];
  }

  private extract(): readonly Act[] {
    const from = this.word('from');
    const strip = Number.parseInt(this.text('strip') ?? '', 10);
    return [
      {
        ...this.base('extract'),
        from: from === null ? 'stdin' : this.input(from),
        into: this.pathAlong(this.words('into')),
        strip: Number.isNaN(strip) ? 0 : strip,
      },
    ];
  }

  /** What reads a file, or standard input where none is named and something comes in. */
  private inputActs(kind: 'execute' | 'trust'): readonly Act[] {
    const from = this.word('from');
    if (from !== null) return [{ ...this.base(kind), from: this.input(from) }];
    return this.site.invocation.stdin === null ? [] : [{ ...this.base(kind), from: 'stdin' }];
  }

  private base<Kind extends Act['kind']>(kind: Kind) {
    const { rule, invocation, guard, lost } = this.site;
    return { kind, rule: rule.id, invocation, guard, lost };
  }

  private word(field: string): Word | null {
    return evaluate(this.specification.fields[field], this.scope) ?? null;
  }

  private words(field: string): readonly Word[] {
    return evaluateAll(this.specification.fields[field], this.scope);
  }

  private text(field: string): string | undefined {
    const word = this.word(field);
    return word === null ? undefined : knownText(word.pieces);
  }

  private path(word: Word): Path {
    return resolvePath(this.site.folder, word.pieces);
  }

  private pathAlong(words: readonly Word[]): Path {
    return words.reduce((folder, word) => resolvePath(folder, word.pieces), this.site.folder);
  }

  private input(word: Word): Path | 'stdin' {
    return isStream(word) ? 'stdin' : this.path(word);
  }

  /** The files of a field; standard input among them is none. */
  private files(field: string): readonly Path[] {
    return this.words(field).flatMap((word) => (isStream(word) ? [] : [this.path(word)]));
  }

  private repository(): Path {
    const word = this.word('repository');
    return word === null ? this.site.folder : this.path(word);
  }

  /** By role the last word that was given; where an act is made for each, the one that it is about. */
  private captures(): ReadonlyMap<string, Capture> {
    const { reading, each } = this.scope;
    const result = new Map<string, Capture>();
    for (const [role, captures] of reading.words) {
      if (role === 'program' || role === 'subcommand') continue;
      const capture = each?.name === role ? captures[each.index] : captures.at(-1);
      if (capture !== undefined) result.set(role, capture);
    }
    return result;
  }
}
