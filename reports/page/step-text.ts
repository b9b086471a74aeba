import { commandWordsText, withoutStop } from '../../model/command-words.ts';
import type { Step } from '../report.ts';

/** A step in two lines: `3  exit p0`, and what it returned or where it waits. */
export function stepText(step: Step): { readonly command: string; readonly answer: string } {
  const { number, added, words, continues, suspended, answer } = step;
  const command = commandWordsText(withoutStop(words));
  const sign = added === true ? '+' : ' ';
  const of = continues === undefined ? '' : ` (${continues.kind} of step ${continues.step})`;
  return {
    command: `${String(number).padStart(2)}${sign}${command}${of}`,
    answer:
      suspended === undefined || suspended.waits !== undefined
        ? answer
        : `stops at ${suspended.at}`,
  };
}
