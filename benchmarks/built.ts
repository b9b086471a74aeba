import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeTwin } from '../build/twin.ts';
import type { Effort } from './benchmark.ts';
import type { BenchmarkReport } from './report.ts';

const root = join(import.meta.dirname, '..');
const out = join(root, 'out', 'bench');

/** The compiled benchmark, for starting it with options of node. */
export const compiledMain = join('out', 'bench', 'benchmarks', 'main.js');

/** Compiles the current sources and the benchmark to out/bench, as `npm run build` does. Not to dist, which is published. */
function compile(): void {
  const typescript = createRequire(import.meta.url).resolve('typescript/package.json');
  const tsc = join(dirname(typescript), 'bin', 'tsc');
  start(ON_STDERR, tsc, '-p', fileURLToPath(new URL('tsconfig.json', import.meta.url)));
  writeTwin(out);
}

/** The same figures for built code, in a separate process without tsx. */
export function measureBuilt({ world, seed, rounds, tracesPerRound }: Effort): BenchmarkReport {
  compile();
  mkdirSync(out, { recursive: true });
  const json = join(out, 'report.json');
  const numbers = ['--seed', seed, '--rounds', rounds, '--traces', tracesPerRound].map(String);
  start('ignore', join(root, compiledMain), '--world', world, ...numbers, '--json', json);
  return (JSON.parse(readFileSync(json, 'utf8')) as { reports: BenchmarkReport[] }).reports[0]!;
}

/** The stream for errors of tsc, which writes them to stdout. */
const ON_STDERR = 2;

/** Runs a script with this node and waits for it, without the environment that tsx passes to child processes. */
function start(
  stdout: 'ignore' | typeof ON_STDERR,
  script: string,
  ...args: readonly string[]
): void {
  const { NODE_OPTIONS: _, ...env } = process.env;
  const { status } = spawnSync(process.execPath, [script, ...args], {
    cwd: root,
    env,
    stdio: ['ignore', stdout, 'inherit'],
  });
  if (status !== 0) throw new Error(`${script} ended with status ${status}`);
}
