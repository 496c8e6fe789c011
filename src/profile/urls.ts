import type { ProblemWords } from '../words/problems.ts'
import { meaningProblems, shownValue, urlProblems } from '../words/problems.ts'
import { asText, type Mapping, mappingsAt, own, type Placed } from './lenient.ts'
import { isSecretName, looksLikeKey } from './mask.ts'
import { near } from './near.ts'
import type { Path } from './problem.ts'
import type { ProblemList } from './problem-list.ts'

/** Checks where a relay is found: exactly one kind of address, and URLs that a request path can follow. */
export function checkAddresses(relay: Placed, problems: ProblemList): void {
  const stated = ['base_url', 'endpoints', 'simulate'].filter((key) => own(relay.value, key) !== undefined)
  const [first, second] = stated
  if (first === undefined) problems.add(relay.path, meaningProblems.noAddress())
  else if (second !== undefined) {
    problems.add([...relay.path, second], meaningProblems.exclusive(second, first), { on: 'key' })
  }
  for (const { path, url } of urlsOf(relay)) checkUrl(url, path, relay.value, problems)
}

function urlsOf({ path, value }: Placed): { readonly path: Path; readonly url: string }[] {
  const places = [
    { path: [...path, 'base_url'], url: asText(own(value, 'base_url')) },
    ...mappingsAt(value, 'endpoints', path).map((line) => ({
      path: [...line.path, 'url'],
      url: asText(own(line.value, 'url')),
    })),
  ]
  return places.flatMap(({ path: place, url }) => (url === undefined ? [] : [{ path: place, url }]))
}

function checkUrl(text: string, path: Path, relay: Mapping, problems: ProblemList): void {
  const url = httpUrl(text)
  if (!url) {
    problems.add(path, urlProblems.notHttp(shownValue(text), guess(text)))
    return
  }
  const wrong = urlError(url, text)
  if (wrong) problems.add(path, wrong)
  for (const [name, value] of url.searchParams) {
    if (!isSecretName(name) && !looksLikeKey(value)) continue
    problems.add(path, urlProblems.keyInQuery(name))
  }
  const keyed = own(relay, 'api_key') !== undefined || own(relay, 'api_key_env') !== undefined
  if (keyed && url.protocol === 'http:' && !isLoopback(url)) {
    problems.add(path, meaningProblems.keyInClear(), { severity: 'warning' })
  }
}

/** Stricter than the URL parser, which mends `https:/host` and drops spaces without a word. */
function httpUrl(text: string): URL | undefined {
  if (!/^https?:\/\/[^\s/?#][^\s]*$/i.test(text) || !URL.canParse(text)) return undefined
  return new URL(text)
}

function urlError(url: URL, text: string): ProblemWords | undefined {
  if (url.username !== '' || url.password !== '') return urlProblems.userinfo()
  if (text.includes('#')) return urlProblems.fragment(text.slice(0, text.indexOf('#')))
  const ending = /\/(?:(?:chat\/)?completions|messages|responses)(?=\/?$)/.exec(url.pathname)?.[0]
  if (ending === undefined) return undefined
  const at = text.lastIndexOf(ending)
  return urlProblems.endpointPath(ending, text.slice(0, at) + url.search)
}

/** What was probably meant by a text that is no http(s) URL. */
function guess(text: string): string | undefined {
  // Chinese input methods type ：／／ and full-width letters.
  const plain = text.normalize('NFKC').replace(/\s+/g, '')
  const [, scheme, rest] = /^([a-z]+)(?::\/*|\/\/)(.*)$/i.exec(plain) ?? []
  const meant = scheme === undefined ? undefined : near(scheme, ['http', 'https'])
  const candidates = [
    plain,
    meant && `${meant}://${rest}`,
    /^[\w-]+\.[\w.-]+/.test(plain) && `https://${plain}`,
  ]
  return candidates.find((candidate): candidate is string => !!candidate && httpUrl(candidate) !== undefined)
}

/** Whether a relay is simulated or on this very machine, where a pasted key harms nobody. */
export function isLocalRelay(relay: Mapping): boolean {
  if (own(relay, 'simulate') !== undefined) return true
  const urls = urlsOf({ path: [], value: relay }).map(({ url }) => httpUrl(url))
  return urls.length > 0 && urls.every((url) => url !== undefined && isLoopback(url))
}

const isLoopback = ({ hostname }: URL): boolean =>
  /^(?:localhost|(?:[\w-]+\.)*localhost|127(?:\.\d+){3}|\[::1\])$/.test(hostname)
