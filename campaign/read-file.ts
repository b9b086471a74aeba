import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { InputError } from '../model/input-error.ts';
import { readTrace, type StoredTrace } from '../model/trace-json.ts';
import { parseTrace } from '../model/trace-text.ts';
import { findLaw } from '../properties/laws/index.ts';

/** In bytes; ten thousand steps of the greatest length need less. */
export const SIZE_MAX = 4_000_000;
const CHUNK = 65_536;

/**
 * The text of a file, safe for every path: it does not wait for a pipe without a writer, and does not read an
 * endless device to its end.
 *
 * @param what - the expected content, for messages
 * @param hint - an addition to the message if it is not a file
 * @throws InputError if it is not a file, too long, or not UTF-8
 */
export function readTextFile(file: string, what: string, hint = ''): string {
  let bytes: Uint8Array;
  try {
    const status = statSync(file);
    if (!status.isFile())
      throw new InputError(
        `${file}: is ${status.isDirectory() ? 'a folder' : 'no regular file'}, expected ${what}${hint}`,
      );
    const fd = openSync(file, 'r');
    try {
      bytes = readBytes((chunk) => readSync(fd, chunk), SIZE_MAX + 1);
    } finally {
      closeSync(fd);
    }
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw cannotRead(file, error, what);
  }
  return textOf(bytes, file, what);
}

export function cannotRead(file: string, error: unknown, what: string): InputError {
  return new InputError(
    `cannot read ${JSON.stringify(file)} (${(error as NodeJS.ErrnoException).code}); expected ${what}`,
  );
}

/**
 * Reads up to a number of bytes; fewer at the end.
 *
 * @param read - fills a part of the chunk and returns its length; 0 at the end
 */
export function readBytes(read: (chunk: Uint8Array) => number, max: number): Uint8Array {
  const chunks: Uint8Array[] = [];
  let left = max;
  while (left > 0) {
    const chunk = new Uint8Array(Math.min(CHUNK, left));
    const length = read(chunk);
    if (length === 0) break;
    chunks.push(chunk.subarray(0, length));
    left -= length;
  }
  return Buffer.concat(chunks);
}

/**
 * Input bytes as text, without a byte order mark.
 *
 * @throws InputError if they are too many, or not UTF-8
 */
export function textOf(bytes: Uint8Array, file: string, what: string): string {
  if (bytes.length > SIZE_MAX)
    throw new InputError(`${file}: expected ${what} of at most ${SIZE_MAX} bytes, this is longer`);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new InputError(
      `${file}: is not UTF-8 from byte ${firstWrong(bytes)} on, expected ${what}`,
    );
  }
}

/** Decodes and encodes again: the result is equal up to the first wrong byte. */
function firstWrong(bytes: Uint8Array): number {
  const again = new TextEncoder().encode(
    new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes),
  );
  return bytes.findIndex((byte, i) => byte !== again[i]);
}

/** One stored trace, as JSON or as text. @throws InputError if it cannot be read */
export function readTraceFile(file: string): StoredTrace {
  return readTraceText(readTextFile(file, TRACE, '; - reads standard input'), file);
}

/** The expected content, for messages about a trace. */
export const TRACE = 'a stored trace';

/** A stored trace in either form: JSON begins with a brace. @throws InputError if it cannot be read */
export function readTraceText(text: string, file: string): StoredTrace {
  const isJson = file.endsWith('.json') || /^\s*\{/.test(text);
  const read = isJson ? readTrace(text, file) : parseTrace(text, file);
  if (read.violates !== undefined)
    try {
      findLaw(read.violates.law);
    } catch (error) {
      throw new InputError(`${file}: violates.law: ${(error as Error).message}`);
    }
  return read;
}
