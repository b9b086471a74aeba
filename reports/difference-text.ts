import { stateLineText } from '../model/state-line.ts';
import type { DifferenceLine } from './report.ts';

const signs = { stays: ' ', goes: '-', comes: '+' } as const;

export function signOf({ change }: DifferenceLine): string {
  return signs[change];
}

/** As in a patch: `- p0: mm0`. */
export function differenceText(line: DifferenceLine): string {
  return `${signOf(line)} ${stateLineText(line)}`;
}
