import { type RunnerTask, type RunnerTestFile, type RunnerTestSuite, TestRunner } from 'vitest';

declare module 'vitest' {
  interface TaskMeta {
    /** CPU milliseconds, user and system, of this process; for a suite without those for loading it. */
    cpuMs?: number;
    /** For a suite: those for loading it, with the modules that no earlier suite has loaded in this process. */
    loadMs?: number;
    /** For a suite: this process and its CPU milliseconds from its start to the end of the suite. */
    worker?: { readonly pid: number; readonly cpuMs: number };
  }
}

/** Runs tests as usual and records the CPU time of each test and of each suite. */
export default class CostRunner extends TestRunner {
  #loading: { readonly file: RunnerTestFile; readonly since: number } | undefined;
  #sinceSuite = 0;
  #sinceTest = 0;

  override onCollectStart(file: RunnerTestFile): void {
    this.onCollected();
    this.#loading = { file, since: cpuMs() };
    super.onCollectStart(file);
  }

  onCollected(): void {
    if (this.#loading === undefined) return;
    const { file, since } = this.#loading;
    file.meta.loadMs = cpuMs() - since;
    this.#loading = undefined;
  }

  override onBeforeRunSuite(suite: RunnerTestSuite): Promise<void> {
    if (isFile(suite)) this.#sinceSuite = cpuMs();
    return super.onBeforeRunSuite(suite);
  }

  override onAfterRunSuite(suite: RunnerTestSuite): Promise<void> {
    if (isFile(suite)) {
      const now = cpuMs();
      suite.meta.cpuMs = now - this.#sinceSuite;
      suite.meta.worker = { pid: process.pid, cpuMs: now };
    }
    return super.onAfterRunSuite(suite);
  }

  override onBeforeRunTask(test: RunnerTask & { type: 'test' }): Promise<void> {
    this.#sinceTest = cpuMs();
    return super.onBeforeRunTask(test);
  }

  override onAfterRunTask(test: RunnerTask): void {
    test.meta.cpuMs = cpuMs() - this.#sinceTest;
    super.onAfterRunTask(test);
  }
}

function isFile(suite: RunnerTestSuite): suite is RunnerTestFile {
  return 'filepath' in suite;
}

function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
