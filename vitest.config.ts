import { defineConfig } from 'vitest/config';

/** Tests lie beside what they specify. They share no state, so they need no process each. */
export default defineConfig({
  test: {
    include: ['**/*.test.ts'],
    exclude: ['dist/**', 'node_modules/**'],
    isolate: false,
  },
});
