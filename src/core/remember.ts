/**
 * A pure function that keeps what it has worked out, for as long as the function itself is kept.
 * @param keyOf tells arguments apart that give different results
 */
export function remembered<Arguments extends readonly unknown[], Result>(
  workOut: (...given: Arguments) => Result,
  keyOf: (...given: Arguments) => string,
): (...given: Arguments) => Result {
  const known = new Map<string, { readonly result: Result }>()
  return (...given) => {
    const key = keyOf(...given)
    const found = known.get(key) ?? { result: workOut(...given) }
    known.set(key, found)
    return found.result
  }
}
