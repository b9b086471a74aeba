#!/usr/bin/env node
import { isMainThread, Worker, workerData } from 'node:worker_threads';
import { type Terminal, terminal } from './terminal.ts';

/**
 * The program runs in a second thread and never waits, so it would not receive a signal. This thread receives signals and
 * notes them in a word of shared memory. The program then ends with its summary; if it does not, this thread ends the
 * process.
 */
const signals = { SIGINT: 2, SIGTERM: 15 } as const;
/** The time for its summary. */
const PATIENCE_MS = 900;
/** How often this thread checks that the parent still exists. */
const ORPHAN_MS = 200;
/** The same signal arrives twice if a terminal and a wrapper (npx, tsx) both send it. */
const TWICE_MS = 300;

interface Handed {
  readonly signal: Int32Array;
  readonly terminal: Terminal;
}

function startWorker(handed: Handed): Worker {
  const isBuilt = !import.meta.url.endsWith('.ts');
  const file = isBuilt ? import.meta.url : new URL('from-source.mjs', import.meta.url);
  return new Worker(new URL(file), {
    argv: process.argv.slice(2),
    workerData: handed,
    // The garbage of a trace is short-lived: with the small default space of a thread it is collected too often.
    resourceLimits: { maxYoungGenerationSizeMb: 64 },
  });
}

if (isMainThread) {
  const signal = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  const handed: Handed = { signal, terminal: terminal() };
  const worker = startWorker(handed);
  let first: number | undefined;
  for (const [name, number] of Object.entries(signals))
    process.on(name, () => {
      const now = performance.now();
      if (first !== undefined && now - first > TWICE_MS) process.exit(128 + number);
      if (first !== undefined) return;
      first = now;
      Atomics.store(signal, 0, number);
      setTimeout(() => {
        process.stderr.write(`pasidcheck: ended by ${name}\n`);
        process.exit(128 + number);
      }, PATIENCE_MS).unref();
    });
  // npm does not pass a signal on: its child is then an orphan.
  const parent = process.ppid;
  if (process.env['npm_command'] === 'exec')
    setInterval(() => {
      if (process.ppid !== parent) process.kill(process.pid, 'SIGTERM');
    }, ORPHAN_MS).unref();
  worker.on('error', (error) => {
    process.stderr.write(`pasidcheck: internal error, please report it: ${error.stack}\n`);
    process.exitCode = 3;
  });
  worker.on('exit', (code) => {
    process.exitCode ??= code;
  });
} else {
  const { signal, terminal: seen } = workerData as Handed;
  // The first thread does not need the program, and does not load it.
  const { runHere } = await import('./process-console.ts');
  process.exit(runHere(process.argv.slice(2), seen, () => Atomics.load(signal, 0)));
}
