import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Two cores: real sockets and child processes need room, and timing tests must not starve each other.
    maxWorkers: 2,
    // For what hangs, not for what is slow: a busy machine may take many times as long as a quiet one.
    testTimeout: 180_000,
    hookTimeout: 300_000,
    expect: { poll: { timeout: 60_000 } },
  },
})
