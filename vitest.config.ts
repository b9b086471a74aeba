import { defineConfig } from 'vitest/config';

/**
 * Tests lie beside what they specify. They share no state, so that they need no process each, and can
 * use every core.
 */
export default defineConfig({
  test: {
    include: ['**/*.test.ts'],
    exclude: ['dist/**', 'node_modules/**'],
    isolate: false,
    pool: 'threads',
    maxWorkers: '100%',
  },
});
