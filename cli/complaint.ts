import { cut } from '../model/shown.ts';
import { wrap } from '../reports/wrap.ts';

/** A line of a complaint, and how many there may be: whoever reads a log has to see the end of it. */
const WIDTH = 200;
const LINES_MAX = 3;
/** What came from outside, without a space: a path, a name. */
const WORD_MAX = 100;

/**
 * What is wrong with the input, as it is told: one line, more only if it is very long, however long and
 * whatever the input was.
 */
export function complaint(message: string): string {
  const line = message.replace(/^error: /, '').replaceAll(/\s*\n\s*/g, ' ');
  // Names and files may hold control characters, which a terminal would obey.
  const harmless = line.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, '?');
  const words = harmless.replaceAll(/\S+/g, (word) => middleCut(word));
  const lines = wrap(`pasidcheck: ${cut(words, LINES_MAX * WIDTH)}`, WIDTH);
  return lines.slice(0, LINES_MAX).join('\n');
}

/** A path says most at its end, a name at its beginning. */
function middleCut(word: string): string {
  if (word.length <= WORD_MAX) return word;
  const half = WORD_MAX / 2 - 2;
  return `${word.slice(0, half)}...${word.slice(-half)}`;
}
