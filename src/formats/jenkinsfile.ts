import type { Program, Step, SyntaxProblem, Template } from '../model/program.ts';
import type { Span } from '../model/span.ts';
import { literalTemplate, partsTemplate } from '../model/template.ts';
import { type GroovyToken, readGroovy } from '../syntax/groovy.ts';
import {
  closing,
  type GroovyArgument,
  isSign,
  readArguments,
  readValue,
  skipLines,
} from '../syntax/groovy-arguments.ts';
import { attempt, besides } from './attempts.ts';
import type { Format } from './format.ts';
import { JenkinsSteps, type Read } from './jenkins-steps.ts';

/** Pipelines of Jenkins, declarative and scripted: https://www.jenkins.io/doc/book/pipeline/syntax/ */
export const jenkinsfile: Format = {
  id: 'jenkinsfile',
  title: 'Jenkinsfile',
  reads: '`sh`, `git`, `checkout`, libraries, images',
  writes: 'commits in `checkout`, digests; in `sh` as in shell scripts',
  matches,
  sign: /\b(?:[lL]ibrary|image|git|checkout)\b/,
  parse,
};

function matches(path: string): boolean {
  return /(?:^|\/)Jenkinsfile\w*(?:[.\-_][^/]*)?$|\.jenkinsfile$|(?:^|\/)[^/]+[.-]Jenkinsfile$/i.test(path);
}

function parse(path: string, text: string): Program {
  const reader = new Reader(readGroovy(path, text));
  const steps = reader.read();
  return { file: path, format: jenkinsfile.id, steps, problems: reader.problems };
}

/** Blocks within blocks; what is nested deeper is read as part of what it stands in. */
const DEEPEST = 100;

class Reader {
  private readonly tokens: readonly GroovyToken[];
  private readonly known: JenkinsSteps;
  /** Steps that run whether the others failed or not. */
  private readonly behind: Step[] = [];

  constructor(tokens: readonly GroovyToken[]) {
    this.tokens = tokens;
    this.known = new JenkinsSteps(tokens);
  }

  get problems(): readonly SyntaxProblem[] {
    return this.known.problems;
  }

  read(): readonly Step[] {
    const steps = this.block(0, this.tokens.length, false, 0);
    const [first] = this.tokens;
    if (this.behind.length === 0 || first === undefined) return steps;
    return [...attempt(steps, first.at), ...this.behind];
  }

  private block(from: number, end: number, isEnvironment: boolean, depth: number): readonly Step[] {
    const steps: Step[] = [];
    for (let index = from; index < end; ) {
      const read = this.statement(index, end, isEnvironment, depth);
      steps.push(...read.steps);
      index = Math.max(read.next, index + 1);
    }
    return steps;
  }

  private statement(index: number, end: number, isEnvironment: boolean, depth: number): Read {
    const token = this.tokens[index];
    const nothing: Read = { steps: [], next: index + 1 };
    if (token?.kind !== 'word') return nothing;
    if (isSign(this.tokens[index - 1], '.')) return this.known.push(token, index) ?? nothing;
    if (depth < DEEPEST) {
      if (token.text === 'if') return this.choice(index, end, isEnvironment, depth);
      if (token.text === 'catch') return this.caught(token, index, end, depth);
      if (token.text === 'post') return this.post(index, end, depth);
      if (token.text === 'catchError' || token.text === 'warnError' || token.text === 'try')
        return this.attempt(token, index, end, depth);
      if (token.text === 'dir' || token.text === 'withEnv' || token.text === 'environment')
        return this.surrounding(token, index, depth);
    }
    return this.assignment(index, isEnvironment) ?? this.known.call(token, index) ?? nothing;
  }

  /** `if (x) { } else { }`: what decides is for Groovy to know. */
  private choice(index: number, end: number, isEnvironment: boolean, depth: number): Read {
    const { tokens } = this;
    const token = tokens[index];
    const open = skipLines(tokens, closing(tokens, index + 1) + 1, true);
    if (token === undefined || !isSign(tokens[index + 1], '(') || !isSign(tokens[open], '{'))
      return { steps: [], next: index + 1 };
    const close = Math.min(closing(tokens, open), end);
    const first = this.block(open + 1, close, isEnvironment, depth + 1);
    const other = skipLines(tokens, close + 1, true);
    let rest: readonly Step[] = [];
    let next = close + 1;
    if (tokens[other]?.text === 'else') {
      const behind = skipLines(tokens, other + 1, true);
      if (tokens[behind]?.text === 'if') {
        const read = this.statement(behind, end, isEnvironment, depth + 1);
        rest = read.steps;
        next = read.next;
      } else if (isSign(tokens[behind], '{')) {
        next = Math.min(closing(tokens, behind), end) + 1;
        rest = this.block(behind + 1, next - 1, isEnvironment, depth + 1);
      }
    }
    const when = { kind: 'unknown', text: String(token.at.start) } as const;
    return {
      steps: [
        {
          kind: 'choice',
          arms: [
            { when, steps: first },
            { when: null, steps: rest },
          ],
          at: token.at,
        },
      ],
      next,
    };
  }

  /** What a block catches, unless it throws it again: `catchError { }`, `try { } catch (e) { }`. */
  private attempt(token: GroovyToken, index: number, end: number, depth: number): Read {
    const { tokens } = this;
    const next = isSign(tokens[index + 1], '(') ? readArguments(tokens, index + 1).next : index + 1;
    const open = skipLines(tokens, next, true);
    if (!isSign(tokens[open], '{')) return { steps: [], next: index + 1 };
    const close = Math.min(closing(tokens, open), end);
    const steps = this.block(open + 1, close, false, depth + 1);
    return { steps: this.throwsAgain(token, close) ? steps : attempt(steps, token.at), next: close + 1 };
  }

  /** `catch (e) { }`: a good build does not come there. */
  private caught(token: GroovyToken, index: number, end: number, depth: number): Read {
    const { tokens } = this;
    const open = skipLines(tokens, closing(tokens, index + 1) + 1, true);
    if (!isSign(tokens[index + 1], '(') || !isSign(tokens[open], '{')) return { steps: [], next: index + 1 };
    const close = Math.min(closing(tokens, open), end);
    return { steps: besides(this.block(open + 1, close, false, depth + 1), token.at), next: close + 1 };
  }

  /** `catch (e) { ...; throw e }`, and a `try` that has only a `finally`. */
  private throwsAgain(token: GroovyToken, close: number): boolean {
    const { tokens } = this;
    if (token.text !== 'try') return false;
    const word = skipLines(tokens, close + 1, true);
    if (tokens[word]?.text !== 'catch') return true;
    const open = skipLines(tokens, closing(tokens, word + 1) + 1, true);
    return tokens
      .slice(open, closing(tokens, open))
      .some(({ kind, text }) => kind === 'word' && (text === 'throw' || text === 'error'));
  }

  /** What runs behind a stage or the whole, if it failed too: read at the end. What runs on success alone stays in its place. */
  private post(index: number, end: number, depth: number): Read {
    const { tokens } = this;
    const open = skipLines(tokens, index + 1, true);
    if (!isSign(tokens[open], '{')) return { steps: [], next: index + 1 };
    const close = Math.min(closing(tokens, open), end);
    const steps: Step[] = [];
    for (let at = open + 1; at < close; ) {
      const inner = skipLines(tokens, at + 1, true);
      if (tokens[at]?.kind !== 'word' || !isSign(tokens[inner], '{')) {
        at += 1;
        continue;
      }
      const innerEnd = Math.min(closing(tokens, inner), close);
      const read = this.block(inner + 1, innerEnd, false, depth + 1);
      const word = tokens[at];
      if (word?.text === 'success') steps.push(...read);
      else if (word !== undefined) this.behind.push(...besides(read, word.at));
      at = innerEnd + 1;
    }
    return { steps, next: close + 1 };
  }

  /** A block with a folder or variables of its own. The variables of `environment` are those of what stands around it. */
  private surrounding(token: GroovyToken, index: number, depth: number): Read {
    const { tokens } = this;
    const isEnvironment = token.text === 'environment';
    const { given, next } = isEnvironment ? { given: [], next: index + 1 } : readArguments(tokens, index + 1);
    const open = skipLines(tokens, next, true);
    if (!isSign(tokens[open], '{')) return { steps: [], next: index + 1 };
    const close = closing(tokens, open);
    const inner = this.block(open + 1, close, isEnvironment, depth + 1);
    if (isEnvironment) return { steps: inner, next: close + 1 };
    const before = token.text === 'dir' ? folderSteps(given, token.at) : this.environmentList(index + 1, next);
    const scope: Step = { kind: 'scope', files: 'shared', steps: [...before, ...inner], at: token.at };
    return { steps: [scope], next: close + 1 };
  }

  /** `withEnv(['A=b', "C=${d}"])`. */
  private environmentList(from: number, end: number): readonly Step[] {
    return this.tokens.slice(from, end).flatMap((token): readonly Step[] => {
      if (token.kind !== 'string') return [];
      const [first, ...rest] = token.parts;
      const sign = first?.kind === 'text' ? first.text.indexOf('=') : -1;
      if (first?.kind !== 'text' || sign <= 0) return [];
      const at = first.verbatim ? { ...first.at, start: first.at.start + sign + 1 } : first.at;
      const value = partsTemplate([{ ...first, text: first.text.slice(sign + 1), at }, ...rest]);
      return [{ kind: 'assign', scope: 'environment', name: first.text.slice(0, sign), value, at: token.at }];
    });
  }

  /** `def x = 'y'`, `x = "y"`, `env.X = 'y'`; what is no text makes the variable unknown. */
  private assignment(index: number, isEnvironment: boolean): Read | undefined {
    const { tokens } = this;
    const isProperty = tokens[index]?.text === 'env' && isSign(tokens[index + 1], '.');
    const at = isProperty ? index + 2 : index;
    const [name, sign, after] = [tokens[at], tokens[at + 1], tokens[at + 2]];
    if (name?.kind !== 'word' || !isSign(sign, '=') || after === undefined) return undefined;
    if (after.kind === 'sign' && '=~'.includes(after.text)) return undefined;
    const value = readValue(tokens, at + 2, false);
    const scope = isEnvironment || isProperty ? 'environment' : 'variable';
    const assign: Step = { kind: 'assign', scope, name: name.text, value: known(value.template, name), at: name.at };
    // What is called behind the sign may be a step (`sh(script: ..., returnStdout: true)`).
    return { steps: [...(this.known.call(after, at + 2)?.steps ?? []), assign], next: at + 2 };
  }
}

/** What nobody knows is called by the variable, not by the whole expression that gives it. */
function known(value: Template, { text, at }: GroovyToken): Template {
  const [only] = value.language === 'parts' ? [] : value.pieces;
  if (only?.kind !== 'hole') return value;
  return literalTemplate([{ ...only, id: `groovy:${text}:${at.start}`, name: `$${text}` }]);
}

function folderSteps(given: readonly GroovyArgument[], at: Span): readonly Step[] {
  const [folder] = given;
  return folder === undefined ? [] : [{ kind: 'folder', path: folder.template, at }];
}
