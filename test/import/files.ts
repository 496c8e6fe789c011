import { strToU8, zipSync } from 'fflate'

/** What each tool keeps, in the shape that it documents, with keys that must never come out. */

export const keys = [
  'sk-claude-1111aaaa2222',
  'sk-codex-3333bbbb4444',
  'sk-cherry-5555cccc6666',
  'sk-channel-7777dddd8888',
]
const [claudeKey, codexKey, cherryKey, channelKey] = keys

export const claudeSettings = JSON.stringify({
  permissions: { allow: ['Bash(npm test)'] },
  env: {
    ANTHROPIC_BASE_URL: 'https://relay-a.example/',
    ANTHROPIC_AUTH_TOKEN: claudeKey,
    ANTHROPIC_MODEL: 'claude-opus-5',
  },
})

export const codexConfig = `
model = "gpt-5.6-sol"
model_provider = "relay-b"
approval_policy = "on-request"

[model_providers.relay-b]
name = "Relay B"
base_url = "https://relay-b.example/v1"
wire_api = "responses"
requires_openai_auth = true

[model_providers.other]
name = "Other"
base_url = "https://other.example/v1"
wire_api = "chat"
env_key = "OTHER_KEY"

[mcp_servers.files]
command = "npx"
`
export const codexAuth = JSON.stringify({ OPENAI_API_KEY: codexKey, tokens: null })

export const litellmConfig = `
model_list:
  - model_name: main
    litellm_params: {model: openai/gpt-5.6-sol, api_base: https://relay-c.example/v1, api_key: os.environ/RELAY_C_KEY, rpm: 60}
    model_info: {input_cost_per_token: 0.000004}
  - model_name: fast
    litellm_params: {model: openai/gpt-5.6-mini, api_base: "https://relay-c.example/v1", api_key: os.environ/RELAY_C_KEY}
  - model_name: claude
    litellm_params: {model: anthropic/claude-opus-5, api_base: https://relay-d.example, api_key: ${claudeKey}}
  - model_name: official
    litellm_params: {model: gpt-4o, api_key: os.environ/OPENAI_API_KEY}
router_settings: {num_retries: 3, timeout: 30, allowed_fails: 3, cooldown_time: 60}
`

const channel = (id: number, name: string, base_url: string, models: string, type = 1, key = channelKey) => ({
  ...{ id, type, key, status: 1, name, weight: 0, base_url, models, group: 'default', model_mapping: '{}' },
  ...{ priority: 0, auto_ban: 1, tag: '', test_model: '', channel_info: { is_multi_key: false } },
})

export const channels = JSON.stringify({
  success: true,
  data: {
    items: [
      channel(1, 'east', 'https://east.relay-e.example', 'gpt-5.6-sol,claude-opus-5'),
      channel(2, 'west', 'https://west.relay-e.example', 'gpt-5.6-sol,claude-opus-5'),
      channel(3, 'messages', 'https://relay-f.example', 'claude-opus-5', 14, ''),
      channel(4, 'official', '', 'gpt-4o'),
      {
        ...channel(5, 'own path', 'https://relay-k.example/api/v4/chat/completions', 'gpt-5.6-sol', 8, ''),
        model_mapping: '{"gpt-5.6-sol":"sol-2026","gone":"x"}',
      },
    ],
    total: 4,
  },
})

export const connection = JSON.stringify({
  _type: 'newapi_channel_conn',
  key: channelKey,
  url: 'https://relay-g.example',
})

const cherryData = JSON.stringify({
  time: 1764400000000,
  version: 5,
  localStorage: {
    'persist:cherry-studio': JSON.stringify({
      llm: JSON.stringify({
        providers: [
          {
            ...{ id: 'one', name: '中转 H', type: 'openai', apiKey: `${cherryKey},sk-second-9999eeee0000` },
            ...{ apiHost: 'https://relay-h.example', enabled: true, isSystem: false },
            models: [{ id: 'gpt-5.6-sol', name: 'GPT', group: 'gpt' }],
          },
          {
            ...{
              id: 'two',
              name: 'as is',
              type: 'openai',
              apiKey: '',
              apiHost: 'https://relay-i.example/own/v3/',
            },
            ...{ enabled: true, models: [] },
          },
          {
            id: 'off',
            name: 'off',
            type: 'openai',
            apiHost: 'https://off.example',
            enabled: false,
            models: [],
          },
        ],
      }),
      _persist: '{"version":1}',
    }),
  },
  indexedDB: {},
})
export const cherryBackup = zipSync({ 'data.json': strToU8(cherryData), 'Data/Files/a.txt': strToU8('x') })

/** Rows of cc-switch's database. */
export const ccSwitchRows = {
  providers: [
    {
      ...{ id: 'p1', app_type: 'claude', name: 'Relay A' },
      settings_config: JSON.stringify({
        env: { ANTHROPIC_BASE_URL: 'https://relay-a.example', ANTHROPIC_AUTH_TOKEN: claudeKey },
      }),
    },
    {
      ...{ id: 'p2', app_type: 'codex', name: 'Relay B' },
      settings_config: JSON.stringify({
        auth: { OPENAI_API_KEY: codexKey },
        config:
          'model_provider = "custom"\nmodel = "gpt-5.6-sol"\n[model_providers.custom]\nbase_url = "https://relay-b.example/v1"\nwire_api = "responses"\n',
      }),
    },
    { id: 'p3', app_type: 'gemini', name: 'official', settings_config: '{"env":{}}' },
    { id: 'p4', app_type: 'opencode', name: 'unknown', settings_config: 'not json' },
  ],
  endpoints: [
    { provider_id: 'p1', app_type: 'claude', url: 'https://relay-a.example' },
    { provider_id: 'p1', app_type: 'claude', url: 'https://cn2.relay-a.example' },
    { provider_id: 'p2', app_type: 'codex', url: 'https://hk.relay-b.example' },
  ],
}

export const ccSwitchJson = JSON.stringify({
  version: 2,
  claude: {
    current: 'p1',
    providers: {
      p1: {
        ...{ id: 'p1', name: 'Relay A' },
        settingsConfig: {
          env: { ANTHROPIC_BASE_URL: 'https://relay-a.example', ANTHROPIC_AUTH_TOKEN: claudeKey },
        },
        meta: { custom_endpoints: { 'https://cn2.relay-a.example': { url: 'https://cn2.relay-a.example' } } },
      },
    },
  },
})
