import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect } from 'vitest';
import type { Console } from '../cli/console.ts';
import { runProgram } from '../cli/program.ts';
import { formatVersion } from '../model/trace-schema.ts';

/** For suites only. Runs the program as a user would, with a clock that advances a millisecond at each reading. */
export function runCli(...args: string[]): Ran {
  return runOn({}, ...args);
}

/** The output of a program, and its exit code. */
export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** The same with something on standard input. */
export function runWith(input: string | Uint8Array, ...args: string[]): Ran {
  return runOn({ input }, ...args);
}

/** The environment of the program: it has no input, and lines are not folded, because suites search for whole lines. */
interface Surroundings {
  readonly input?: string | Uint8Array;
  readonly width?: number;
}

/** The same in another environment. */
export function runOn({ input = '', width = 1000 }: Surroundings, ...args: string[]): Ran {
  let out = '';
  let err = '';
  let ticks = 0;
  const console: Console = {
    print: (text) => void (out += text),
    note: (text) => void (err += `${text}\n`),
    err: { write: (text) => (err += text) },
    input: (max) => Buffer.from(input).subarray(0, max),
    width,
    colour: false,
    now: () => ticks++,
    newSeed: () => 1,
    date: () => '2022-04-29T12:00:00.000Z',
    isStopped: () => false,
    self: 'pasidcheck',
  };
  return { code: runProgram(args, console), out, err };
}

export const jsonLines = (text: string): Record<string, unknown>[] =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

/** Changes one step of a stored trace. */
export const changedStep =
  (index: number, change: Record<string, unknown>) => (t: Record<string, unknown>) => {
    const steps = t['steps'] as Record<string, unknown>[];
    steps[index] = { ...steps[index], ...change };
  };

/**
 * A new folder for the calling suite, removed when it ends. Each suite has to call it, because suites share their
 * modules.
 */
export function workplace() {
  const folder = mkdtempSync(join(tmpdir(), 'pasidcheck-test-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  let counter = 0;
  /** A path at which no file exists yet. */
  const fresh = (name: string): string => join(folder, name);
  /** A stored trace with a change. */
  const stored = (change: (trace: Record<string, unknown>) => void): string => {
    const trace = {
      format: 'pasidcheck-trace',
      version: formatVersion,
      kernel: 'linux-5.18-rc1',
      world: {
        name: 'w',
        processes: 3,
        closeOnExec: true,
        sva: { devices: 1, files: 3 },
        ioasid: { pasids: 3 },
      },
      steps: [
        { kind: 'open', process: 'p0', device: 'd0', file: 'f0' },
        { kind: 'exit', process: 'p0' },
      ] as Record<string, unknown>[],
    };
    change(trace);
    const file = fresh(`trace-${counter++}.json`);
    writeFileSync(file, JSON.stringify(trace));
    return file;
  };
  return { fresh, stored };
}

/** Checks that something was printed, no line is longer, and all of it is ASCII. */
export function expectOnPage(text: string, width: number): void {
  expect(text).not.toBe('');
  expect(text.split('\n').filter((line) => line.length > width)).toEqual([]);
  expect(text).toMatch(/^[\0-\x7F]*$/);
}

/** Looks from an empty folder: a clone has a corpus, and findings if somebody ran check in it. */
export function elsewhere<T>(look: () => T): T {
  const here = process.cwd();
  const empty = mkdtempSync(join(tmpdir(), 'pasidcheck-empty-'));
  process.chdir(empty);
  try {
    return look();
  } finally {
    process.chdir(here);
    rmSync(empty, { recursive: true });
  }
}
