import { writeSync } from 'node:fs';
import type { Console } from './console.ts';
import { exitCodes } from './exit.ts';
import { runProgram } from './program.ts';
import { readStdin } from './stdin.ts';
import type { Terminal } from './terminal.ts';

/**
 * Runs the program with the streams of this process. All output is written before the call returns, because nothing can run
 * later to write it.
 *
 * @param signal - the number of the received signal, or 0
 */
export function runHere(args: readonly string[], terminal: Terminal, signal: () => number): number {
  const console: Console = {
    print: (text) => write(1, text),
    note: (text) => write(2, `${text}\n`),
    err: {
      isTTY: terminal.progress,
      columns: terminal.columns,
      write: (text) => write(2, text),
    },
    input: (max) => readStdin(max),
    width: terminal.width,
    colour: terminal.colour,
    now: () => performance.now(),
    newSeed: () => Math.floor(Date.now() % 0x7fffffff),
    date: () => new Date().toISOString(),
    isStopped: () => signal() !== 0,
    self: 'npx pasidcheck',
  };
  const code = runProgram(args, console);
  return signal() === 0 ? code : 128 + signal();
}

function write(fd: 1 | 2, text: string): void {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length;) at += writePart(fd, bytes.subarray(at));
}

/** The program cannot wait, so it tries a full pipe again. */
const pause = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));

function writePart(fd: 1 | 2, bytes: Buffer): number {
  try {
    return writeSync(fd, bytes);
  } catch (error) {
    return afterFailure(fd, bytes, (error as NodeJS.ErrnoException).code);
  }
}

/** The number of bytes that need not be written any more. */
function afterFailure(fd: 1 | 2, bytes: Buffer, code: string | undefined): number {
  if (code === 'EAGAIN') {
    Atomics.wait(pause, 0, 0, 5);
    return 0;
  }
  if (fd === 2) return bytes.length; // nobody reads
  // The reader has closed the pipe (head, for example).
  if (code === 'EPIPE') return process.exit(exitCodes.holds);
  write(2, `pasidcheck: cannot write the results (${code})\n`);
  return process.exit(exitCodes.internal);
}
