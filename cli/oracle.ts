import { weakenings } from '../campaign/oracle/index.ts';
import { OracleMeasure, type Verdict } from '../campaign/oracle/measure.ts';
import { unknownName } from '../model/input-error.ts';
import type { Console } from './console.ts';
import { ProgressLine } from './progress.ts';

export interface OracleOptions {
  readonly json: boolean;
}

/** Of 100 weakenings, how many have to be noticed. */
const NEEDED_PERCENT = 95;

/** `pasidcheck oracle`: what if the specification said less? 0 if the catalogue notices nearly always. */
export function checkOracle(
  names: readonly string[],
  options: OracleOptions,
  console: Console,
): number {
  const known = weakenings.map((w) => w.name);
  for (const name of names) if (!known.includes(name)) throw unknownName('weakening', name, known);
  const chosen = names.length === 0 ? weakenings : weakenings.filter((w) => names.includes(w.name));
  const progress = new ProgressLine(console.err, console.now);
  const measure = new OracleMeasure();
  const width = Math.max(...chosen.map((w) => w.name.length));
  if (!options.json) console.print(`${'weakening'.padEnd(width)}  noticed by: what is lost\n`);
  let noticed = 0;
  let unfound = 0;
  for (const weakening of chosen) {
    if (console.err.isTTY) progress.line(`${weakening.name} ...`);
    const verdict = measure.verdict(weakening);
    if (verdict.lost !== undefined) noticed++;
    if (verdict.lost?.isMain === true) unfound++;
    progress.clear();
    console.print(options.json ? json(verdict) : row(verdict, width));
  }
  const percent = (100 * noticed) / chosen.length;
  const isEnough = percent >= NEEDED_PERCENT;
  console.print(
    options.json
      ? `${JSON.stringify({ kind: 'summary', weakenings: chosen.length, noticed, unfound, percent, needed: NEEDED_PERCENT, isEnough })}\n`
      : `${noticed} of ${chosen.length} weakenings noticed: ${percent.toFixed(1)} %, ${NEEDED_PERCENT} % ${isEnough ? 'are' : 'would be'} enough\n` +
          `${unfound} of them because a defect goes unfound, ${noticed - unfound} because one is seen less (it breaks “also”)\n`,
  );
  return isEnough ? 0 : 1;
}

function row({ weakening: { name, says, unnoticed }, lost }: Verdict, width: number): string {
  return `${name.padEnd(width)}  ${
    lost === undefined
      ? `NOT NOTICED: ${says}. ${unnoticed === undefined ? 'Nobody knows why.' : `Why: ${unnoticed}.`}`
      : `${lost.defect.id}${lost.isMain ? '' : ' (also)'}: ${lost.law}, ${lost.place}`
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
