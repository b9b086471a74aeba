import type { Reporter, TestModule } from 'vitest/node';

/** The largest number of CPU seconds that a single test should take. */
const TEST_MAX_S = 3;

/**
 * Prints the CPU seconds of each suite, the largest first, and of the whole. It never fails. Processes that a suite
 * starts are not counted.
 */
export default class CostReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const suites = modules.map((suite) => {
      const { cpuMs = 0, loadMs = 0 } = suite.meta();
      return { name: suite.relativeModuleId, tests: cpuMs / 1000, loading: loadMs / 1000 };
    });
    console.log('    CPU s  loading  suite');
    for (const { name, tests, loading } of suites.toSorted((a, b) => b.tests - a.tests))
      console.log(`${column(tests)}${column(loading)}  ${name}`);
    const loading = suites.reduce((sum, suite) => sum + suite.loading, 0);
    const tests = suites.reduce((sum, suite) => sum + suite.tests, 0);
    const { user, system } = process.cpuUsage();
    const own = (user + system) / 1e6;
    const all = own + workersOf(modules);
    console.log(
      `\n${column(all)}           in all: ${tests.toFixed(1)} tests, ${loading.toFixed(1)} loading them, ${own.toFixed(1)} Vitest’s main process, the rest its workers`,
    );
    for (const suite of modules)
      for (const test of suite.children.allTests()) {
        const seconds = (test.meta().cpuMs ?? 0) / 1000;
        if (seconds > TEST_MAX_S)
          console.log(
            `${column(seconds)}           more than ${TEST_MAX_S} for one test: ${suite.relativeModuleId} > ${test.fullName}`,
          );
      }
  }
}

/** CPU seconds of the processes that ran the suites. */
function workersOf(modules: readonly TestModule[]): number {
  const byPid = new Map<number, number>();
  for (const suite of modules) {
    const { worker } = suite.meta();
    if (worker !== undefined)
      byPid.set(worker.pid, Math.max(byPid.get(worker.pid) ?? 0, worker.cpuMs));
  }
  return [...byPid.values()].reduce((a, b) => a + b, 0) / 1000;
}

function column(seconds: number): string {
  return seconds.toFixed(2).padStart(9);
}
