import {
  type ComparedKernel,
  type ComparedPair,
  type Comparison,
  type JudgedTrace,
} from '../campaign/comparison/comparison.ts';
import type { Measure } from '../campaign/measures/measure.ts';
import { settingsText } from '../campaign/settings.ts';
import { boundsText } from '../model/world-bounds.ts';
import { worldText } from '../model/world-text.ts';
import { lengthOfTrace } from '../shrinkers/simpler.ts';

/** The sentences of a comparison, which the terminal and Markdown share. */

/** What was searched, and with which budget. */
export function searchedText({ order }: Comparison): string {
  const { world, depth, states, runs, time, seed } = order;
  const random =
    time === undefined
      ? `${runs.toLocaleString('en')} random traces each`
      : `random traces for ${time / 1000} s in all`;
  return `World ${worldText(world)}: ${boundsText(world)}. All traces of up to ${depth} commands, or ${states.toLocaleString('en')} states; then ${random}, seed ${seed}.`;
}

/** The laws that a kernel breaks, each with the length of the shortest trace: `pasid-uniqueness 4`. */
export function lawsText({ broken }: ComparedKernel): string {
  const laws = [...broken].map(([law, { trace, grade }]) => {
    const length = lengthOfTrace(trace);
    return grade === 'proven shortest' ? `${law} ${length}` : `${law} ${length}?`;
  });
  return laws.join(', ') || 'none';
}

/** Up to which length every trace was judged. */
export function completeText({ complete }: ComparedKernel): string {
  return complete === Infinity ? 'all' : String(complete);
}

/** Which kernels break the law on a trace, which do not. */
export function verdictText({ kernels }: Comparison, { verdicts }: JudgedTrace): string {
  const namesOf = (verdict: string): string =>
    kernels
      .filter((_, i) => verdicts[i] === verdict)
      .map(({ version }) => version.name)
      .join(', ');
  return (['broken', 'holds', 'cannot be asked'] as const)
    .filter((verdict) => verdicts.includes(verdict))
    .map((verdict) => `${verdict}: ${namesOf(verdict)}`)
    .join('; ');
}

/** Why a kernel breaks the law on a trace and another one does not, one line each. */
export function causeLines({ causes }: JudgedTrace): string[] {
  return causes.map(({ broken, holds, settings }) =>
    settings.length === 0
      ? `${broken.name}, unlike ${holds.name}, but for no single switch alone`
      : `${broken.name}, unlike ${holds.name}, because of ${settingsText(settings)}`,
  );
}

/** What two kernels do differently on a trace, one line each. */
export function differenceLines(
  { kernels }: Comparison,
  { kernels: [a, b], divergence }: ComparedPair,
): string[] {
  const { answers, shows, laws, isAtRest } = divergence!;
  const [one, other] = [kernels[a]!.version.name, kernels[b]!.version.name];
  const [before, after] = answers.at(-1)!;
  const end = isAtRest ? 'at rest ' : '';
  return [
    ...(before === after
      ? []
      : [`the last command answers ${before} on ${one}, ${after} on ${other}`]),
    ...shows.map(
      ({ title, values }) => `${end}${title}: ${values[0]} on ${one}, ${values[1]} on ${other}`,
    ),
    ...laws.map(
      ({ side, broken }) => `${end}${broken.law} is broken on ${[one, other][side]} alone`,
    ),
  ];
}

/** The head of a pair, and what was tried if nothing was found. */
export function pairText({ kernels }: Comparison, pair: ComparedPair): string {
  const [a, b] = pair.kernels.map((i) => kernels[i]!.version.name);
  const states = `${pair.states.toLocaleString('en')} pairs of states`;
  const unknown =
    pair.notIssued.length > 0
      ? ` Only one of them knows ${pair.notIssued.join(', ')}: not issued.`
      : '';
  if (pair.divergence !== undefined)
    return `${a} and ${b} first differ after ${pair.divergence.trace.steps.length} commands.${unknown}`;
  const agreed =
    pair.agreed === Infinity
      ? `on every trace (${states})`
      : `on every trace of up to ${pair.agreed} commands (${states}); longer ones were not compared`;
  return `${a} and ${b} answer and end the same ${agreed}.${unknown}`;
}

/** The measures that some kernel has, each with its place. */
export function measuredIn({ order, kernels }: Comparison): [Measure, number][] {
  return order.measures
    .map((measure, i): [Measure, number] => [measure, i])
    .filter(([, i]) => kernels.some(({ measured }) => measured[i] !== undefined));
}

/** What was not searched, if somebody has stopped it. */
export const STOPPED = 'Stopped: what is missing was not searched.';

/** Under a law whose traces break it on every kernel that can be asked. */
export const NOT_TOLD_APART = 'No trace tells the kernels apart that were asked.';
