import type { Fault } from '../fault.ts';
import type { Http, HttpAnswer, HttpRequest } from '../http.ts';
import { httpFault } from './fault.ts';
import { type Place, showUrl } from './place.ts';

/**
 * An answer that is no redirect. `passed` are the URLs that were asked behind the first one, `ledTo` is the last of them if it is on
 * another host; none shows its query.
 */
export type Followed = {
  readonly kind: 'followed';
  readonly answer: HttpAnswer;
  readonly passed: readonly string[];
  readonly ledTo: string | null;
};

/** Whom redirects may lead to, and who sees an authorization. */
export type Reach = 'same-host' | 'any-host' | 'leave-behind';

const REDIRECTS = 10;
const REDIRECT_STATUS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/**
 * Sends a GET or HEAD and follows redirects: with `same-host` only within the origin that was asked, with `any-host` everywhere, never
 * from https to http. What goes to any host goes without authorization; with `leave-behind` it shows it to the origin that was asked, and to
 * nobody else (blobs of registries lie with other hosts). The deadline is one for all.
 */
export async function followRedirects(http: Http, request: HttpRequest, reach: Reach): Promise<Followed | Fault> {
  const { authorization, ...anonymous } = request.headers ?? {};
  const isShown = reach !== 'any-host' && authorization !== undefined;
  const end = performance.now() + request.limits.deadline;
  const passed: string[] = [];
  let ledTo: string | null = null;
  let start: string | undefined;
  let isAtHome = true;
  let [url, from] = [request.url, request.from];
  for (let turn = 0; turn <= REDIRECTS; turn += 1) {
    const limits = { ...request.limits, deadline: Math.max(end - performance.now(), 1) };
    // A token is for what the build names; whoever leads away does not choose what it opens elsewhere.
    const isWithToken = request.isWithToken === true && isAtHome;
    const more = from === undefined ? { isWithToken } : { isWithToken, from };
    const headers = isShown && isAtHome ? { ...anonymous, authorization } : anonymous;
    const answer = await http.send({ ...request, headers, url, limits, ...more });
    if (answer.kind === 'fault') return answer;
    const location = answer.headers.get('location');
    if (!REDIRECT_STATUS.has(answer.status) || location === undefined)
      return { kind: 'followed', answer, passed, ledTo };
    const target = judgeRedirect(answer.place, location, reach);
    if ('kind' in target) return target;
    url = target.href;
    from = answer.place;
    passed.push(showUrl(target));
    start ??= answer.place.url.origin;
    ledTo = target.origin === start ? null : showUrl(target);
    isAtHome &&= ledTo === null;
  }
  return httpFault('moved', showUrl(new URL(request.url)), `more than ${REDIRECTS} redirects: ${circle(passed)}`);
}

function judgeRedirect(at: Place, location: string, reach: Reach): URL | Fault {
  const shown = showUrl(at.url);
  if (!URL.canParse(location, at.url.href)) return httpFault('moved', shown, 'it was moved to a place that is no URL');
  const target = new URL(location, at.url);
  // Parts for the browser, and user names: neither is part of the address, and a password would be the host's own guess.
  target.hash = '';
  target.username = '';
  target.password = '';
  const isElsewhere = target.origin !== at.url.origin;
  if (isElsewhere && at.isSecure && target.protocol !== 'https:') {
    return httpFault('refused', shown, `it leads from https to ${showUrl(target)}`, { advice: DOWNGRADE });
  }
  if (reach === 'same-host' && isElsewhere) {
    return httpFault('moved', shown, `the host says that it lies at ${showUrl(target)} now`);
  }
  return target;
}

/** The last two places say who sends whom. */
function circle(passed: readonly string[]): string {
  return `${passed.slice(-2).join(' and ')} come last`;
}

const DOWNGRADE = 'pinlock leaves https for nobody: ask the host to mend its redirect, or use another source';
