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

export const widthOption = countOption('--width', WIDTH_MAX, WIDTH_MIN);

/** The same console with results in the layout of the options. Output for programs is not wrapped. */
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
