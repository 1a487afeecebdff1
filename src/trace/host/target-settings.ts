import { BOUNDS } from '../../model/bounds.ts';
import { NameTable, type TargetName } from './target-names.ts';

/** What is set for targets, one time. Ways are told apart by the numbers of their settings. */
export type Setting = { readonly number: number; readonly names: readonly TargetName[]; readonly isPrivate: boolean };

/** A way in which a target is asked for: the settings of those that need it, the outermost first. */
export type Way<One> = { readonly key: string; readonly settings: readonly One[] };

/** Key of the way that stands for more ways than are followed: nobody knows which settings hold. */
export const ANY_WAY = 'any';

type Rule = { readonly names: readonly TargetName[]; readonly prerequisites: readonly TargetName[] };

/**
 * Which settings of other targets a target may see: those of each that needs it, over any number of steps.
 * https://www.gnu.org/software/make/manual/make.html#Target_002dspecific
 */
export class TargetSettings<One extends Setting> {
  private readonly settings = new NameTable<One>();
  private readonly rules = new NameTable<Rule>();
  readonly inherited: One[] = [];
  private ways: NameTable<Way<One>> | undefined;

  addRule(rule: Rule): void {
    for (const name of rule.names) this.rules.add(name, rule);
  }

  addSetting(setting: One): void {
    for (const name of setting.names) this.settings.add(name, setting);
    if (!setting.isPrivate) this.inherited.push(setting);
  }

  /** Settings of the target itself, those of patterns first. */
  own(name: TargetName): readonly One[] {
    const found = [...this.settings.get(name)];
    const isExact = ({ names }: Setting) => names.some(({ key }) => key === name.key);
    const ofPatterns = found.filter(
      (one) => !isExact(one) && (!name.isOpen || one.names.every(({ isOpen }) => isOpen)),
    );
    return [...ofPatterns, ...found.filter(isExact)];
  }

  /** Every further way in which a target is asked for; for a pattern, those of the targets that it makes as well. */
  waysTo(name: TargetName): readonly Way<One>[] {
    if (this.inherited.length === 0 && !name.isOpen) return [];
    this.ways ??= this.follow();
    const own = new Set(this.own(name));
    const made = name.isOpen ? [...this.settings.get(name)].filter((one) => !own.has(one)) : [];
    return [...this.ways.get(name), ...made.map((one) => wayOf([one]))];
  }

  /** Tells of the names of a rule whether one of them is a goal or needed for one. */
  neededBy(goals: readonly TargetName[]): (names: readonly TargetName[]) => boolean {
    const open: TargetName[] = [];
    const known = new Set<string>();
    const table = new NameTable<TargetName>();
    const visit = (name: TargetName): void => {
      if (known.has(name.kind)) return;
      known.add(name.kind);
      table.add(name, name);
      open.push(name);
    };
    for (const name of goals) visit(name);
    // It grows while it is walked.
    for (const name of open) {
      if (name.isOpen && name.before + name.behind === '') return () => true;
      for (const { prerequisites } of this.rules.get(name)) for (const needed of prerequisites) visit(needed);
    }
    return (names) => names.some((name) => table.has(name));
  }

  /** From each target that sets something to what it needs. */
  private follow(): NameTable<Way<One>> {
    const ways = new NameTable<Way<One>>();
    const known = new Map<string, Set<string>>();
    const any: Way<One> = { key: ANY_WAY, settings: [] };
    const open: { readonly name: TargetName; readonly way: Way<One> }[] = [];
    const followed = new Set<string>();
    /** By name, the ways that came to it, of which there are few while a project has thousands of edges. */
    const met = new Map<string, Set<string>>();
    const follow = (name: TargetName, way: Way<One>) => {
      const key = `${name.kind}\n${way.key}`;
      if (!followed.has(key)) open.push({ name, way });
      followed.add(key);
    };
    for (const setting of this.inherited)
      for (const name of setting.names) follow(name, this.behind({ key: '', settings: [] }, name));
    // It grows while it is walked.
    for (const { name, way } of open) {
      for (const { prerequisites } of this.rules.get(name)) {
        for (const needed of prerequisites) {
          const here = known.get(needed.kind) ?? new Set();
          known.set(needed.kind, here);
          const next = here.size < BOUNDS.product && way.settings.length <= BOUNDS.product ? way : any;
          const come = met.get(needed.key) ?? new Set();
          met.set(needed.key, come);
          if (come.has(next.key)) continue;
          come.add(next.key);
          follow(needed, this.behind(next, needed));
          if (here.has(next.key)) continue;
          here.add(next.key);
          ways.add(needed, next);
        }
      }
    }
    return ways;
  }

  private behind(way: Way<One>, name: TargetName): Way<One> {
    if (way.key === ANY_WAY) return way;
    const added = this.own(name).filter((one) => !one.isPrivate && !way.settings.includes(one));
    return added.length === 0 ? way : wayOf([...way.settings, ...added]);
  }
}

function wayOf<One extends Setting>(settings: readonly One[]): Way<One> {
  return { key: settings.map(({ number }) => number).join(), settings };
}
