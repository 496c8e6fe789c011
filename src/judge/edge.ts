/** Names the CDN, and its location where the header tells, from the value of a header that only this CDN sets. */
const edges: readonly { readonly header: string; readonly name: (value: string) => string | undefined }[] = [
  { header: 'cf-ray', name: (ray) => located('Cloudflare', /-([A-Z]{3})$/.exec(ray)) },
  { header: 'eo-log-uuid', name: () => 'EdgeOne' },
  { header: 'x-nws-log-uuid', name: () => 'Tencent' },
  { header: 'eagleid', name: () => 'Alibaba' },
  { header: 'x-amz-cf-pop', name: (pop) => located('CloudFront', /^([A-Z]{3})/.exec(pop)) },
  // Others use this header too; Fastly's cache names are unmistakable, and the last is the one nearest to us.
  {
    header: 'x-served-by',
    name: (caches) => (/^cache-/.test(caches) ? located('Fastly', /-([A-Z]{3})$/.exec(caches)) : undefined),
  },
]

/** The CDN or edge node that answered, such as "Cloudflare HKG", or undefined when no header says. */
export function edgeOf(headers: Readonly<Record<string, string>>): string | undefined {
  for (const { header, name } of edges) {
    const value = headers[header]
    const edge = value === undefined ? undefined : name(value.trim())
    if (edge !== undefined) return edge
  }
  return undefined
}

/** Only three capital letters (an airport) are taken from a header: the rest of it is anybody's text. */
const located = (cdn: string, airport: RegExpExecArray | null): string =>
  airport?.[1] ? `${cdn} ${airport[1]}` : cdn
