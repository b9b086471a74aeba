import { readTraceFile, readTraceText, SIZE_MAX, textOf, TRACE } from '../campaign/read-file.ts';
import type { StoredTrace } from '../model/trace-json.ts';
import type { Console } from './console.ts';

/** The name of standard input in messages. */
const STDIN = 'standard input';

/** The trace that an argument names: a file, or - for standard input. @throws InputError */
export function readTraceArgument(path: string, console: Console): StoredTrace {
  if (path !== '-') return readTraceFile(path);
  return readTraceText(textOf(console.input(SIZE_MAX + 1), STDIN, TRACE), STDIN);
}

/** The name of an argument in messages about its trace. */
export function nameOf(path: string): string {
  return path === '-' ? STDIN : path;
}
