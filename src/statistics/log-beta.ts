/** Above this Stirling's series with three terms is exact to 1e-13. */
const asymptoticFrom = 15

/**
 * ln Γ(x) for x > 0: Stirling's series, after shifting small x up by Γ(x) = Γ(x + 1) / x.
 * @see Abramowitz & Stegun, "Handbook of Mathematical Functions" (1964), 6.1.41
 */
function logGamma(x: number): number {
  let shift = 0
  let y = x
  for (; y < asymptoticFrom; y++) shift += Math.log(y)
  const square = y * y
  const series = (1 / 12 - (1 / 360 - (1 / 1260 - 1 / (1680 * square)) / square) / square) / y
  return (y - 0.5) * Math.log(y) - y + 0.5 * Math.log(2 * Math.PI) + series - shift
}

/** ln B(a, b), the logarithm of the beta function, a, b > 0. */
export const logBeta = (a: number, b: number): number => logGamma(a) + logGamma(b) - logGamma(a + b)
