import { defineConfig } from 'vitest/config';

// The one default export: vitest reads its configuration that way.
export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
