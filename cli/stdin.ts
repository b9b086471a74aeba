import { readSync } from 'node:fs';
import { cannotRead, readBytes } from '../campaign/read-file.ts';

/** Milliseconds between two reads of an input that is still empty and does not block. */
const PAUSE_MS = 20;

/**
 * Standard input up to its end, or up to a number of bytes. Waits for the writer.
 *
 * @param read - reads as `readSync` does
 * @throws InputError if it cannot be read
 */
export function readStdin(
  max: number,
  read: (chunk: Uint8Array) => number = (chunk) => readSync(0, chunk),
): Uint8Array {
  return readBytes((chunk) => patiently(() => read(chunk)), max);
}

function patiently(read: () => number): number {
  for (;;)
    try {
      return read();
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EOF') return 0; // Windows says so of a pipe that was closed
      if (code !== 'EAGAIN') throw cannotRead('standard input', error, 'a stored trace');
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE_MS);
    }
}
