import { defineConfig } from 'vitest/config';

/**
 * Tests lie beside what they specify. They share no state, so that they need no process each, and can
 * use every core.
 *
 * Modules are loaded as `npm start` loads them: by Node, with tsx for the types. Vitest’s own loader
 * turns each use of an import into a getter, and a search is mostly uses of imports: three fifths of
 * the speed (measured with Node 20.20 and Vitest 4.1). What it would offer in return, mocks of modules,
 * no suite needs.
 */
export default defineConfig({
  test: {
    include: ['**/*.test.ts'],
    exclude: ['dist/**', 'node_modules/**'],
    isolate: false,
    pool: 'forks',
    execArgv: ['--import', 'tsx'],
    experimental: { viteModuleRunner: false, nodeLoader: false },
    maxWorkers: '100%',
  },
});
