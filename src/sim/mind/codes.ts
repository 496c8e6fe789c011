import type { Skill } from './skill.ts'

/** "There are codes of six digits in the text": all that it has read, but for those that it forgets. */
export const codes: Skill = {
  id: 'codes',
  answer: ({ prompt, forgets }, { random }) =>
    /\bcodes of six digits\b/i.test(prompt)
      ? [...prompt.matchAll(/The code is (\d{6})\./g)]
          .map(([, code = '']) => code)
          .filter((code) => code !== '123456' && random.unit() >= forgets)
          .join(' ')
      : undefined,
}
