import { type Deployment, type Exporter, type ExportRelay, oneLine, seconds } from './exporter.ts'

/**
 * nginx in front of the relays, as a template for `envsubst`: keys come from the environment, and callers need none. It does not
 * look into answers, so only failures before the first byte lead on to the next relay.
 */
export const nginx: Exporter = {
  id: 'nginx',
  about: { en: 'nginx, as a template for envsubst', zh: 'nginx 配置（envsubst 模板）' },
  protocols: ['openai-chat', 'openai-responses', 'anthropic-messages'],
  write: (deployment) => {
    const { relays, basis } = deployment
    const variables = relays.map(({ variable }) => `\${${variable}}`).join(' ')
    return [
      `# ${oneLine(basis)}`,
      `# envsubst '${variables}' < relays.conf.template > relays.conf`,
      '# Whoever reaches this port spends your money: it listens on this machine alone.',
      'server {',
      '  listen 127.0.0.1:8080;',
      '  client_max_body_size 32m;',
      '',
      ...relays.map((relay, i) => locationOf(relay, i, deployment)),
      '}',
      '',
    ].join('\n')
  },
}

function locationOf(relay: ExportRelay, i: number, { relays, policy }: Deployment): string {
  const { protocol, origin, pathname } = { protocol: relay.protocol, ...parts(relay.url) }
  const key =
    protocol === 'anthropic-messages'
      ? [`proxy_set_header x-api-key "\${${relay.variable}}";`, 'proxy_set_header Authorization "";']
      : [`proxy_set_header Authorization "Bearer \${${relay.variable}}";`]
  const next = i + 1 < relays.length
  const lines = [
    `# ${oneLine(relay.name)}`,
    // A location with a name takes no path: what callers ask for under /v1 is put behind the relay's own.
    ...(i === 0 ? ['location /v1/ {'] : [`location @relay${i} {`]),
    `  rewrite ^/v1/(.*)$ ${pathname}/$1 break;`,
    `  proxy_pass ${origin};`,
    `  proxy_set_header Host ${new URL(relay.url).host};`,
    '  proxy_ssl_server_name on;',
    '  proxy_http_version 1.1;',
    '  proxy_set_header Connection "";',
    ...key.map((line) => `  ${line}`),
    `  proxy_connect_timeout ${seconds(policy.connectMs)}s;`,
    // Between two reads, so it bounds the wait for the first byte and silence alike.
    `  proxy_read_timeout ${seconds(Math.max(policy.firstTokenMs, policy.idleMs))}s;`,
    '  proxy_buffering off;',
    ...(next
      ? [
          '  proxy_intercept_errors on;',
          '  recursive_error_pages on;',
          `  error_page ${nginxStatuses(policy.retryStatuses)} = @relay${i + 1};`,
        ]
      : []),
    '}',
  ]
  return lines.map((line) => `  ${line}`).join('\n')
}

/** nginx knows only those that HTTP does. */
const nginxStatuses = (statuses: readonly number[]): string =>
  statuses.filter((status) => status <= 511).join(' ')

function parts(url: string): { readonly origin: string; readonly pathname: string } {
  const { origin, pathname } = new URL(url)
  // What nginx would take for the end of a directive, or for a variable.
  const inert = pathname.replace(/[;${}"'\\]/g, encodeURIComponent)
  return { origin, pathname: inert.replace(/\/$/, '') }
}
