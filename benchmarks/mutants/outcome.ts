import type { Mutant } from './instrument.ts';
import { searches, searchText, type Verdict } from './searches.ts';

/** What became of a mutant. */
export interface Outcome {
  readonly mutant: Mutant;
  /** The text that it replaces. */
  readonly original: string;
  /**
   * A verdict: noticed. `survived`: no search noticed it, or it has no effect. `never ended`, `escaped`: it was noticed, but not as
   * a finding, which is a mistake of the checker. `no program`: it cannot be parsed.
   */
  readonly result: Verdict | 'survived' | 'never ended' | 'no program' | `escaped: ${string}`;
}

const TEXT_MAX = 70;

/** `vfio/map.ts:42  EqualityOperator  a < b -> (a <= b)  survived` */
export function outcomeText({ mutant, original, result }: Outcome): string {
  const { fileName, location, replacement } = mutant;
  const where = `${fileName.replace('implementation/kernel/', '')}:${location.start.line + 1}`;
  return `${where}  ${shortened(original)} -> ${shortened(replacement)}  ${resultText(result)}`;
}

function resultText(result: Outcome['result']): string {
  if (typeof result === 'string') return result;
  const { search, what } = result.noticed!;
  return `noticed in ${searchText(searches[search]!)}: ${what}`;
}

function shortened(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ');
  return line.length <= TEXT_MAX ? line : `${line.slice(0, TEXT_MAX - 3)}...`;
}

/** The numbers, and once more the mutants that were not noticed as they should be. */
export function summaryOf(outcomes: readonly Outcome[]): string {
  const count = (is: (result: Outcome['result']) => boolean): number =>
    outcomes.filter(({ result }) => is(result)).length;
  const noticed = count((result) => typeof result !== 'string');
  const survived = count((result) => result === 'survived');
  const lines = [
    '',
    `${outcomes.length} mutants: ${noticed} noticed, ${survived} survived (missed or without effect: read them)`,
  ];
  const never = count((result) => result === 'never ended');
  if (never > 0) lines.push(`${never} never ended: no step counter saw the loop`);
  const escaped = count((result) => typeof result === 'string' && result.startsWith('escaped'));
  if (escaped > 0) lines.push(`${escaped} threw beyond the checker: a mistake of the checker`);
  const none = count((result) => result === 'no program');
  if (none > 0) lines.push(`${none} cannot be parsed`);
  for (const outcome of outcomes)
    if (typeof outcome.result === 'string') lines.push(`  ${outcomeText(outcome)}`);
  return lines.join('\n');
}
