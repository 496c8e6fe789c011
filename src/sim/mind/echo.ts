import type { Skill } from './skill.ts'

/** "Repeat …": what stands between <text> and </text>, as it is, or nearly. */
export const echo: Skill = {
  id: 'echo',
  answer({ prompt, task, errs, rewrites }, { random }) {
    const text = /\brepeat\b/i.test(task) ? /<text>\n?([\s\S]*?)\n?<\/text>/.exec(prompt)?.[1] : undefined
    if (text === undefined) return undefined
    const [mistyped, changed] = [random.unit(), random.unit()]
    const typed = mistyped < errs ? text.replace(/[a-z]{3}/, 'xyz') : text
    return changed < rewrites ? typed.replace(/example\.\w+|==|@/g, '.evil.') : typed
  },
}
