/** A sentence for people, in both languages of the project. Plain data, so it can live in a report. */
export interface Text {
  readonly en: string
  readonly zh: string
}

export type Language = keyof Text

/** Something the reader must know before believing the numbers: a stable code and a sentence. */
export interface Notice {
  readonly code: string
  readonly message: Text
}

/** Of those that say the same, one. */
export const distinctNotices = (notices: readonly Notice[]): Notice[] => [
  ...new Map(notices.map((notice) => [JSON.stringify([notice.code, notice.message]), notice])).values(),
]

/**
 * An error that a person can act on: what is wrong, and what to do next.
 * Everything else that is thrown is a defect of ours.
 */
export class UserError extends Error {
  readonly text: Text
  readonly hint: Text | undefined

  constructor(text: Text, hint?: Text) {
    super(text.en)
    this.name = 'UserError'
    this.text = text
    this.hint = hint
  }
}
