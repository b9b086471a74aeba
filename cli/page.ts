import { inAscii, inAsciiJson } from '../reports/ascii.ts';
import { fold } from '../reports/wrap.ts';
import type { Console } from './console.ts';
import { countOption } from './options.ts';
import { WIDTH_MAX, WIDTH_MIN } from './width.ts';

/** The layout of results: options of every subcommand. */
export interface PageOptions {
  readonly width?: number | undefined;
  readonly ascii?: boolean;
  readonly json?: boolean;
  /** Of `defects`: a Markdown table. */
  readonly md?: boolean;
  /** Of `report`. */
  readonly format?: string;
}

/** Formats that a program reads: no sign of them is replaced, and no line is wrapped. */
const verbatim: ReadonlySet<string> = new Set(['html', 'svg', 'vitest']);

export const widthOption = countOption('--width', WIDTH_MAX, WIDTH_MIN);

/** The same console with results in the layout of the options. Output for programs is not wrapped. */
export function onPage(options: PageOptions, console: Console): Console {
  const width = options.width ?? console.width;
  const isAscii = options.ascii === true;
  const plain = (text: string): string => (isAscii ? inAscii(text) : text);
  const isJson = options.json === true || options.format === 'json';
  if (options.format !== undefined && verbatim.has(options.format)) return { ...console, width };
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
