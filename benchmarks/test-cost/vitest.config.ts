import { defineConfig, mergeConfig } from 'vitest/config';
import quick from '../../vitest.config.ts';
import CostReporter from './reporter.ts';

/** `npm run test:cost`: like `npm test`, but it prints the CPU time of each suite. */
export default mergeConfig(
  quick,
  defineConfig({
    test: {
      runner: './benchmarks/test-cost/runner.ts',
      reporters: [new CostReporter()],
    },
  }),
);
