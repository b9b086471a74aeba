import { placeText } from '../model/place.ts';
import { weakenings } from '../campaign/oracle/weakenings/index.ts';
import { generous, OracleMeasure, type Verdict } from '../campaign/oracle/measure.ts';
import type { Weakening } from '../campaign/oracle/weakening.ts';
import { unknownName } from '../model/input-error.ts';
import { OutOfPatience } from '../shrinkers/patience.ts';
import type { Console } from './console.ts';
import { exitCodes } from './exit.ts';
import { ProgressLine } from './progress.ts';

export interface OracleOptions {
  readonly json: boolean;
}

/** The number of 100 weakenings that have to be noticed. */
const NEEDED_PERCENT = 95;

/** `pasidcheck oracle`: whether the catalogue notices a weaker specification. 0 if it nearly always does. */
export function checkOracle(
  names: readonly string[],
  options: OracleOptions,
  console: Console,
): number {
  const known = weakenings.map((w) => w.name);
  for (const name of names) if (!known.includes(name)) throw unknownName('weakening', name, known);
  const chosen = names.length === 0 ? weakenings : weakenings.filter((w) => names.includes(w.name));
  const progress = new ProgressLine(console.err, console.now);
  const measure = new OracleMeasure(generous, () => !console.isStopped());
  const width = Math.max(...chosen.map((w) => w.name.length));
  if (!options.json)
    console.print(`${'weakening'.padEnd(width)}  noticed by: defect, law, place\n`);
  let measured = 0;
  let noticed = 0;
  let unfound = 0;
  for (const weakening of chosen) {
    if (console.err.isTTY) progress.line(`${weakening.name} ...`);
    const verdict = verdictOn(weakening, measure);
    if (verdict === undefined) break;
    measured++;
    if (verdict.lost !== undefined) noticed++;
    if (verdict.lost?.isMain === true) unfound++;
    progress.clear();
    console.print(options.json ? json(verdict) : row(verdict, width));
  }
  progress.clear();
  if (measured < chosen.length)
    console.note(`stopped: ${measured} of ${chosen.length} weakenings were tried`);
  const percent = measured === 0 ? 0 : (100 * noticed) / measured;
  const isEnough = percent >= NEEDED_PERCENT;
  console.print(
    options.json
      ? `${JSON.stringify({ kind: 'summary', weakenings: measured, noticed, unfound, percent, needed: NEEDED_PERCENT, isEnough })}\n`
      : `${noticed} of ${measured} weakenings noticed: ${percent.toFixed(1)} %, ${NEEDED_PERCENT} % ${isEnough ? 'are' : 'would be'} enough\n` +
          `${unfound} of them hide a defect, ${noticed - unfound} hide a law that a defect also breaks\n`,
  );
  return isEnough ? exitCodes.holds : exitCodes.violated;
}

/** Undefined if a signal asks the program to end. */
function verdictOn(weakening: Weakening, measure: OracleMeasure): Verdict | undefined {
  try {
    return measure.verdict(weakening);
  } catch (error) {
    if (error instanceof OutOfPatience) return undefined;
    throw error;
  }
}

function row({ weakening: { name, says, unnoticed }, lost }: Verdict, width: number): string {
  return `${name.padEnd(width)}  ${
    lost === undefined
      ? `NOT NOTICED: ${says}. ${unnoticed === undefined ? 'The reason is unknown.' : `Why: ${unnoticed}.`}`
      : `${lost.defect.id}${lost.isMain ? '' : ' (also)'}: ${lost.law}, ${placeText(lost.place)}`
  }\n`;
}

function json({ weakening: { name, says, of, unnoticed }, lost }: Verdict): string {
  return `${JSON.stringify({
    kind: 'weakening',
    name,
    says,
    of,
    noticed: lost !== undefined,
    ...(lost === undefined
      ? { reason: unnoticed ?? null }
      : { defect: lost.defect.id, law: lost.law, place: lost.place, unfound: lost.isMain }),
  })}\n`;
}
