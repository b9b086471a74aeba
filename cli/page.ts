import { inAscii, inAsciiJson } from '../reports/ascii.ts';
import { fold } from '../reports/wrap.ts';
import type { Console } from './console.ts';
import { count } from './options.ts';

/** How wide it may be, and why: in fewer columns no table is readable. */
const WIDTH_MIN = 40;
const WIDTH_MAX = 1000;
/** In a file, a pipe or a mail. */
const ORDINARY = 80;
/** Longer lines are hard to read, however wide the terminal. */
const TERMINAL_MAX = 100;

/** How results are laid out: what every subcommand takes. */
export interface PageOptions {
  readonly width?: number | undefined;
  readonly ascii?: boolean;
  readonly json?: boolean;
  /** Of `defects`: a Markdown table. */
  readonly md?: boolean;
  /** Of `report`. */
  readonly format?: string;
}

export const widthOption = count('--width', WIDTH_MAX, WIDTH_MIN);

/**
 * Columns where nobody asked for a width: what the shell says in COLUMNS, if that makes sense; as many as
 * the terminal has, up to 100; 80 where there is none.
 */
export function widthOf(
  stream: { readonly isTTY?: boolean; readonly columns?: number },
  said: string | undefined,
): number {
  const columns = /^[1-9]\d{0,5}$/.test(said ?? '') ? Number(said) : undefined;
  if (columns !== undefined) return between(columns, WIDTH_MAX);
  return stream.isTTY === true ? between(stream.columns ?? ORDINARY, TERMINAL_MAX) : ORDINARY;
}

function between(columns: number, max: number): number {
  return Math.max(WIDTH_MIN, Math.min(columns, max));
}

/** The same console, on which results keep to the options. What is made for programs is not folded. */
export function onPage(options: PageOptions, console: Console): Console {
  const width = options.width ?? console.width;
  const isAscii = options.ascii === true;
  const plain = (text: string): string => (isAscii ? inAscii(text) : text);
  const isJson = options.json === true || options.format === 'json';
  const isWhole = options.md === true || (options.format ?? 'text') !== 'text';
  const laidOut = (text: string): string => {
    if (isJson) return isAscii ? inAsciiJson(text) : text;
    return isWhole ? plain(text) : fold(plain(text), width, console.self);
  };
  return {
    ...console,
    width,
    print: (text) => console.print(laidOut(text)),
    note: (text) => console.note(plain(text)),
  };
}
