import { cut } from '../model/shown.ts';
import { wrap } from '../reports/wrap.ts';

/** The longest line of a complaint, and the largest number of lines, so that the end is visible in a log. */
const WIDTH = 200;
const LINES_MAX = 3;
/** A piece of input without a space: a path, a name. */
const WORD_MAX = 100;

/**
 * The message about wrong input: one line, or a few if it is very long, whatever the input was and however
 * long.
 */
export function complaint(message: string): string {
  const line = message.replace(/^error: /, '').replaceAll(/\s*\n\s*/g, ' ');
  // Names and files may contain control characters, which a terminal would execute.
  const harmless = line.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, '?');
  const words = harmless.replaceAll(/\S+/g, (word) => middleCut(word));
  const lines = wrap(`pasidcheck: ${cut(words, LINES_MAX * WIDTH)}`, WIDTH);
  return lines.slice(0, LINES_MAX).join('\n');
}

/** The end of a path tells most, and the beginning of a name. */
function middleCut(word: string): string {
  if (word.length <= WORD_MAX) return word;
  const half = WORD_MAX / 2 - 2;
  return `${word.slice(0, half)}...${word.slice(-half)}`;
}
