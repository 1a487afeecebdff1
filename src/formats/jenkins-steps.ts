import type { FactWord, Step, SyntaxProblem, Template } from '../model/program.ts';
import { NO_PLACE, type Span } from '../model/span.ts';
import { impliedTemplate, joinTemplates, partsTemplate, writtenPieces } from '../model/template.ts';
import { flatten } from '../model/value.ts';
import { type GroovyToken, unknownGroovy } from '../syntax/groovy.ts';
import { closing, type GroovyArgument, isSign, readArguments, readValue } from '../syntax/groovy-arguments.ts';
import { readShebang } from '../syntax/shell-start.ts';
import { attempt } from './attempts.ts';
import { otherText } from './other-text.ts';
import { nameWord } from './yaml-reading.ts';

/** What was read, and where the next token stands. */
export type Read = { readonly steps: readonly Step[]; readonly next: number };

/** The steps of Jenkins that run or fetch something: https://www.jenkins.io/doc/pipeline/steps/ */
export class JenkinsSteps {
  readonly problems: SyntaxProblem[] = [];
  private readonly tokens: readonly GroovyToken[];

  constructor(tokens: readonly GroovyToken[]) {
    this.tokens = tokens;
  }

  /** The step that the word at `index` calls; undefined when it is none of them. */
  call(token: GroovyToken, index: number): Read | undefined {
    const { tokens } = this;
    const after = tokens[index + 1];
    if (token.kind !== 'word' || after === undefined) return undefined;
    if (token.text === 'docker' && isSign(after, '.') && tokens[index + 2]?.text === 'image')
      return this.image(tokens[index + 2] ?? token, readArguments(tokens, index + 3));
    if (token.text === 'docker' && isSign(after, '.') && tokens[index + 2]?.text === 'build')
      return this.build(token, readArguments(tokens, index + 3));
    // `image["name"]` is an entry of a map, `image ["name"]` a call.
    const isList = isSign(after, '[') && after.at.start > token.at.end;
    const isCall = after.kind !== 'line' && (after.kind !== 'sign' || after.text === '(' || isList);
    if (!isCall) return undefined;
    switch (token.text) {
      case 'sh':
      case 'bat':
      case 'powershell':
      case 'pwsh': {
        const { given, next } = readArguments(tokens, index + 1);
        return { steps: this.script(token, given), next };
      }
      case 'git': {
        const { given, next } = readArguments(tokens, index + 1);
        const url = named(given, 'url') ?? given.find(({ name }) => name === null);
        const branch = named(given, 'branch');
        // The step takes master where nobody names a branch.
        const ref = branch === undefined ? nameWord('master', token.at) : this.word(branch);
        const steps = url === undefined ? [] : [fact('git', token.at, this.word(url), 'branch', ref, 'folder', '.')];
        return { steps, next };
      }
      case 'checkout':
        return this.checkout(token, index);
      case 'image':
      case 'docker':
      case 'withDockerContainer':
      case 'containerTemplate':
        return this.image(token, readArguments(tokens, index + 1));
      case 'library':
      case 'Library':
        return this.library(token, index);
      case 'string':
      case 'choice':
        return this.parameter(token, index);
      default:
        return undefined;
    }
  }

  /** A shell is started with `-xe`, unless the text begins with a program of its own. */
  private script(token: GroovyToken, given: readonly GroovyArgument[]): readonly Step[] {
    const script = named(given, 'script') ?? given.find(({ name }) => name === null);
    if (script === undefined) return [];
    const { template } = script;
    const text = flatten(writtenPieces(template));
    const at = this.spanOf(script);
    const start =
      token.text === 'sh' ? readShebang(text.trimStart().split('\n', 1)[0] ?? '') : PROGRAMS.get(token.text);
    if (start?.isShell === false) return otherText(this, text, start.program, at);
    const status = named(given, 'returnStatus');
    const isIgnored = status !== undefined && this.tokens[status.start]?.text !== 'false';
    const step: Step = {
      kind: 'shell',
      text: template,
      errexit: start?.errexit ?? true,
      pipefail: start?.pipefail ?? false,
      isolated: true,
      at,
    };
    return isIgnored ? attempt([step], at) : [step];
  }

  /** `checkout([$class: 'GitSCM', branches: [[name: x]], userRemoteConfigs: [[url: y]]])`, `checkout scmGit(...)`. */
  private checkout(token: GroovyToken, index: number): Read {
    const { tokens } = this;
    const open = [index + 1, index + 2].find((at) => isSign(tokens[at], '(') || isSign(tokens[at], '['));
    if (open === undefined) return { steps: [], next: index + 1 };
    const end = closing(tokens, open);
    const texts = tokens.slice(open, end).flatMap((key, offset): readonly (readonly [string, GroovyArgument])[] => {
      if (key.kind !== 'word' || !isSign(tokens[open + offset + 1], ':')) return [];
      const value = readValue(tokens, open + offset + 2, true, end);
      return [[key.text, { ...value, name: key.text }]];
    });
    const said = (name: string) => texts.flatMap(([key, value]) => (key === name ? [value] : []));
    // Whichever of several has something new is built.
    const branches = this.branchesOf(open, end).map((branch) => ['revision', this.word(branch)] as const);
    const merged = said('mergeTarget').map((branch) => ['branch', this.word(branch)] as const);
    const refs = [...(branches.length === 0 ? [[]] : branches), ...merged];
    // The work tree is where the step runs, or in a folder there.
    const [named = this.targetOf(open, end)] = said('relativeTargetDir');
    const folder = ['folder', named === undefined ? '.' : this.word(named)];
    // The submodules go to their newest.
    const isTracking = said('trackingSubmodules').some(({ start }) => tokens[start]?.text !== 'false');
    const tracking = isTracking ? ['tracking', 'yes'] : [];
    const steps = said('url').flatMap((url) =>
      refs.map((ref) => fact('git', token.at, this.word(url), ...ref, ...folder, ...tracking)),
    );
    return { steps, next: end + 1 };
  }

  /** `relativeTargetDirectory('tool')` among the extensions. */
  private targetOf(from: number, end: number): GroovyArgument | undefined {
    const { tokens } = this;
    const at = tokens.findIndex(
      ({ text }, index) =>
        from < index && index < end && text === 'relativeTargetDirectory' && isSign(tokens[index + 1], '('),
    );
    return at < 0 ? undefined : readArguments(tokens, at + 1).given[0];
  }

  /** The names in `branches: [[name: x], ...]`; remotes have names as well. */
  private branchesOf(from: number, end: number): readonly GroovyArgument[] {
    const { tokens } = this;
    const isKey = (text: string, at: number): boolean => tokens[at]?.text === text && isSign(tokens[at + 1], ':');
    const places = Array.from({ length: end - from }, (_, offset) => from + offset);
    const list = places.find((at) => isKey('branches', at));
    if (list === undefined || !isSign(tokens[list + 2], '[')) return [];
    const close = closing(tokens, list + 2);
    return places
      .filter((at) => at > list && at < close && isKey('name', at))
      .map((at) => ({ ...readValue(tokens, at + 2, true, end), name: 'name' }));
  }

  /** `docker.build('name')` is `docker build -t name .`, with a second text in place of the dot. */
  private build({ at }: GroovyToken, { given, next }: ReturnType<typeof readArguments>): Read {
    const [image, rest] = given.filter(({ name }) => name === null);
    if (image === undefined) return { steps: [], next };
    const said = (text: string) => impliedTemplate(text, at);
    if (rest !== undefined) {
      const text = joinTemplates([said('docker build -t '), image.template, said(' '), rest.template]);
      return { steps: [{ kind: 'shell', text, errexit: true, pipefail: false, isolated: true, at }], next };
    }
    const words = [said('docker'), said('build'), said('-t'), image.template, said('.')];
    return { steps: [{ kind: 'exec', words, at }], next };
  }

  /** `image.push()`: which image that is stands in a variable of the pipeline's program. */
  push({ at, text }: GroovyToken, index: number): Read | undefined {
    if (text !== 'push' || !isSign(this.tokens[index + 1], '(')) return undefined;
    const { next } = readArguments(this.tokens, index + 1);
    const said = (text: string) => impliedTemplate(text, at);
    const words = [said('docker'), said('push'), partsTemplate([unknownGroovy('image', at)])];
    return { steps: [{ kind: 'exec', words, at }], next };
  }

  private image(word: GroovyToken, { given, next }: ReturnType<typeof readArguments>): Read {
    const image =
      named(given, 'image') ??
      (word.text === 'containerTemplate' ? undefined : given.find(({ name }) => name === null));
    return { steps: image === undefined ? [] : [fact('image', word.at, this.word(image))], next };
  }

  /** `@Library('x@ref')`: where a library lies the server knows, unless the text says it. */
  private library(token: GroovyToken, index: number): Read {
    const { tokens } = this;
    const end = readArguments(tokens, index + 1).next;
    const inner = tokens.slice(index + 1, end);
    const remote = inner.findIndex((one, at) => one.text === 'remote' && isSign(inner[at + 1], ':'));
    const url = remote < 0 ? undefined : readValue(tokens, index + 1 + remote + 2, true, end);
    const isName = (one: GroovyToken, at: number): boolean =>
      one.kind === 'string' && (!isSign(inner[at - 1], ':') || inner[at - 2]?.text === 'identifier');
    const steps = inner.filter(isName).flatMap((name): readonly Step[] => {
      if (name.kind !== 'string') return [];
      const sign = name.text.lastIndexOf('@');
      const [only] = name.parts;
      const unknown = partsTemplate([
        unknownGroovy(`library ${sign < 0 ? name.text : name.text.slice(0, sign)}`, name.at),
      ]);
      const where: FactWord =
        url === undefined ? { template: unknown, at: name.at } : this.word({ ...url, name: null });
      if (sign < 0 || only?.kind !== 'text' || name.parts.length > 1) return [fact('library', token.at, where)];
      const ref = { ...only, text: only.text.slice(sign + 1), at: { ...only.at, start: only.at.start + sign + 1 } };
      return [fact('library', token.at, where, 'ref', { template: partsTemplate([ref]), at: ref.at })];
    });
    return { steps, next: end };
  }

  /** A parameter of the pipeline, whose default whoever starts it may change. */
  private parameter(token: GroovyToken, index: number): Read {
    const { given, next } = readArguments(this.tokens, index + 1);
    const [key, standard] = [named(given, 'name'), named(given, 'defaultValue')];
    const name = key === undefined ? undefined : flatten(writtenPieces(key.template));
    if (name === undefined || standard === undefined) return { steps: [], next };
    const at = token.at;
    const variable = {
      kind: 'variable',
      name: `parameter ${name}`,
      text: `params.${name}`,
      why: 'placeholder',
    } as const;
    const value: Template = {
      language: 'parts',
      parts: [{ ...variable, fallback: standard.template, emptyIsUnset: false, many: false, at }],
    };
    return {
      steps: [
        { kind: 'assign', scope: 'variable', name: `params.${name}`, value, at },
        { kind: 'assign', scope: 'environment', name, value, at },
      ],
      next,
    };
  }

  private word(argument: GroovyArgument): FactWord {
    return { template: argument.template, at: this.spanOf(argument) };
  }

  private spanOf({ start, next }: GroovyArgument): Span {
    const [first, last] = [this.tokens[start], this.tokens[next - 1]];
    const at = first?.at ?? NO_PLACE;
    return { ...at, end: Math.max(at.end, last?.at.end ?? 0) };
  }
}

const PROGRAMS = new Map(
  [
    ['bat', 'cmd'],
    ['powershell', 'powershell'],
    ['pwsh', 'pwsh'],
  ].map(([step = '', program = '']) => [step, { program, isShell: false, errexit: false, pipefail: false } as const]),
);

function named(given: readonly GroovyArgument[], name: string): GroovyArgument | undefined {
  return given.find((argument) => argument.name === name);
}

function fact(name: string, word: Span, ...words: readonly (string | FactWord)[]): Step {
  const all = [nameWord(name, word), ...words.map((one) => (typeof one === 'string' ? nameWord(one, word) : one))];
  return {
    kind: 'fact',
    form: 'key',
    words: all,
    word,
    at: { ...word, end: Math.max(...all.map(({ at }) => at.end)) },
  };
}
