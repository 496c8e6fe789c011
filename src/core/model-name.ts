/** A model's name without what relays put around it: `[官转] OpenAI/GPT-5.6` → `gpt-5.6`. */
export const bareName = (name: string): string =>
  name
    .toLowerCase()
    .replace(/^(\s*(\[[^\]]*\]|【[^】]*】))+/, '')
    .replace(/^.*\//s, '')
    .trim()
