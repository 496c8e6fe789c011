/** Rounds to three decimals, as reports keep rates and ratios. */
export const toThousandth = (value: number): number => Math.round(value * 1000) / 1000
