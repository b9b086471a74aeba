import { configDefaults, defineConfig } from 'vitest/config';
import { InOrder } from './testing/in-order.ts';

/** What takes long: `npm run test:deep`. */
export const deepSuites = '**/*.deep.test.ts';

/**
 * Tests lie beside what they specify. They share no state, so that they need no process each.
 *
 * Modules are loaded as `npm start` loads them: by Node, with tsx for the types. Vitest’s own loader
 * turns each use of an import into a getter, and a search is mostly uses of imports: three fifths of
 * the speed (measured with Node 20.20 and Vitest 4.1). What it would offer in return, mocks of modules,
 * no suite needs.
 *
 * One process, however many cores there are: each would load and compile everything for itself (measured: two take a third
 * more CPU time, and end in 0.7 of the time). In a hurry: `npm test -- --maxWorkers 4`.
 *
 * No result depends on the clock. What is counted here is runs and states; the time limit of a test is there to end one
 * that hangs, and is never met on a busy machine.
 */
export default defineConfig({
  test: {
    include: ['**/*.test.ts'],
    exclude: [...configDefaults.exclude, 'dist/**', 'out/**', deepSuites],
    isolate: false,
    pool: 'forks',
    execArgv: ['--import', 'tsx'],
    experimental: { viteModuleRunner: false, nodeLoader: false },
    maxWorkers: 1,
    sequence: { sequencer: InOrder },
    testTimeout: 600_000,
    hookTimeout: 600_000,
  },
});
