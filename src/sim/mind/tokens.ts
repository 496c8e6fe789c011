/** A text in pieces of one token each, by the rule of `estimatedTokens`: joined they are the text. */
export function tokensOf(text: string): readonly string[] {
  const pieces = text.match(/\s*(?:[A-Za-zÀ-ɏͰ-ӿ]{1,8}|\d{1,3}|[^\s\w]|_)|\s+$/gu) ?? []
  return pieces
}
