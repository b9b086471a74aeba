import { defineConfig, mergeConfig } from 'vitest/config';
import quick from '../../vitest.config.ts';
import CostReporter from './reporter.ts';

/** `npm run test:cost`: `npm test`, but what it prints is how much CPU time each suite takes. */
export default mergeConfig(
  quick,
  defineConfig({
    test: {
      runner: './benchmarks/test-cost/runner.ts',
      reporters: [new CostReporter()],
    },
  }),
);
