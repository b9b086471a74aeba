import { type Measure, measureDefect } from '../campaign/measure-defects.ts';
import type { SchedulerName } from '../checker/interleavings/interleaver.ts';
import type { Defect } from '../defects/defect.ts';
import { defects } from '../defects/index.ts';
import { InputError, unknownName } from '../model/input-error.ts';
import { OutOfPatience } from '../shrinkers/patience.ts';
import type { Console } from './console.ts';
import { exitCodes } from './exit.ts';
import {
  headingLine,
  rangesLegend,
  markdownTable,
  measureJson,
  measureLine,
} from '../campaign/defects-table.ts';
import { ProgressLine } from './progress.ts';

export interface DefectsOptions {
  readonly seeds: number;
  readonly time: number;
  /** How schedules are drawn for the defects that need commands to overlap. */
  readonly scheduler: SchedulerName;
  readonly json: boolean;
  readonly md: boolean;
}

/** `pasidcheck defects`: whether each defect is found, how fast, and how short. 0 if all were found with every seed. */
export function checkDefects(
  ids: readonly string[],
  options: DefectsOptions,
  console: Console,
): number {
  const known = defects.map((d) => d.id);
  for (const id of ids)
    if (!known.includes(id)) throw unknownName('defect', id, known, 'list defects');
  if (options.json && options.md) throw new InputError('--json --md: expected one of them');
  const chosen = ids.length === 0 ? defects : defects.filter((d) => ids.includes(d.id));
  const seeds = Array.from({ length: options.seeds }, (_, i) => i + 1);
  const progress = new ProgressLine(console.err, console.now);
  const isTable = !options.json && !options.md;
  if (isTable) console.print(headingLine(console.width));
  const measures: Measure[] = [];
  for (const defect of chosen) {
    if (console.err.isTTY) progress.line(`${defect.id} ...`);
    const measure = measured(defect, seeds, options, console);
    progress.clear();
    if (measure === undefined) break;
    measures.push(measure);
    if (options.json) console.print(measureJson(measure));
    else if (isTable) console.print(measureLine(measure, console.width));
  }
  if (options.md) console.print(markdownTable(measures));
  else if (isTable) console.note(rangesLegend);
  if (measures.length < chosen.length)
    console.note(`stopped: ${measures.length} of ${chosen.length} defects were measured`);
  return measures.every((m) => m.found === seeds.length) ? exitCodes.holds : exitCodes.violated;
}

/** Undefined if a signal asks the program to end. */
function measured(
  defect: Defect,
  seeds: readonly number[],
  { time, scheduler }: DefectsOptions,
  { now, isStopped }: Console,
): Measure | undefined {
  try {
    const patience = (): boolean => !isStopped();
    return measureDefect(defect, seeds, { budgetMs: time, now, scheduler, patience });
  } catch (error) {
    if (error instanceof OutOfPatience) return undefined;
    throw error;
  }
}
