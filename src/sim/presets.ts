/** Four relays for a demonstration: an obvious winner, a slow one, one that breaks, one that lists what it can't serve. */
export const presets: Readonly<Record<'good' | 'slow' | 'flaky' | 'ghost', object>> = {
  good: { seed: 11, ttft_ms: { lognormal: { median: 120, sigma: 0.15 } }, token_ms: 8 },
  slow: { seed: 12, ttft_ms: { lognormal: { median: 650, sigma: 0.2 } }, token_ms: 18 },
  flaky: {
    // Spreads all three faults over the first few dozen requests: a demonstration is short.
    seed: 38,
    ttft_ms: { lognormal: { median: 180, sigma: 0.4 } },
    token_ms: 10,
    faults: [
      { fault: 'error-500', rate: 0.14 },
      { fault: 'cut', rate: 0.12 },
      { fault: 'error-429', rate: 0.07 },
    ],
  },
  ghost: {
    seed: 14,
    ttft_ms: { lognormal: { median: 160, sigma: 0.15 } },
    token_ms: 9,
    models: ['demo-mini'],
    listed: ['demo-mini', 'demo-pro'],
    unserved: '503',
  },
}

export const presetNames: readonly string[] = Object.keys(presets)
