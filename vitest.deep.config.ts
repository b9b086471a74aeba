import { defineConfig } from 'vitest/config';
import quick, { deepSuites } from './vitest.config.ts';

/** `npm run test:deep`: what `npm test` does at small counts, at their full ones. */
export default defineConfig({
  test: {
    ...quick.test,
    maxWorkers: '100%',
    include: [deepSuites],
    exclude: (quick.test?.exclude ?? []).filter((pattern) => pattern !== deepSuites),
  },
});
