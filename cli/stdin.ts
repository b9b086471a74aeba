import { readSync } from 'node:fs';
import { cannotRead, readBytes } from '../campaign/read-file.ts';

/** Milliseconds between two looks at an input that has nothing yet and does not wait by itself. */
const PAUSE_MS = 20;

/** Standard input up to its end, or up to so many bytes. Waits for whoever writes there. */
export function readStdin(max: number): Uint8Array {
  return readBytes(readSome, max);
}

function readSome(chunk: Uint8Array): number {
  for (;;)
    try {
      return readSync(0, chunk);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EOF') return 0; // Windows says so of a pipe that was closed
      if (code !== 'EAGAIN') throw cannotRead('standard input', error, 'a stored trace');
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE_MS);
    }
}
