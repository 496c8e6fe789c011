import { z } from 'zod'

/** About so many letters and blanks a token: a relay cuts by a rule of thumb. */
const charsPerToken = 6.2

export const contextSchema = z
  .strictObject({
    tokens: z.int().min(1).describe('So much of a request is kept.'),
    lost: z.enum(['head', 'middle', 'tail']).describe('What is cut off.'),
    counted: z.boolean().default(false).describe('Whether usage counts what was cut off.'),
  })
  .describe('Longer requests are cut.')

export type ContextSetting = z.output<typeof contextSchema>

/** What is left of a text. */
export function cut(text: string, { tokens, lost }: ContextSetting): string {
  const chars = Math.floor(tokens * charsPerToken)
  if (text.length <= chars) return text
  switch (lost) {
    case 'head':
      return text.slice(-chars)
    case 'tail':
      return text.slice(0, chars)
    case 'middle':
      return `${text.slice(0, chars / 2)}\n\n${text.slice(-chars / 2)}`
  }
}
