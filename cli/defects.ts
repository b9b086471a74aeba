import { type Measure, measureDefect } from '../campaign/measure-defects.ts';
import { defects } from '../defects/index.ts';
import { unknownName } from '../model/input-error.ts';
import type { Console } from './console.ts';
import { ProgressLine } from './progress.ts';

export interface DefectsOptions {
  readonly seeds: number;
  readonly time: number;
  readonly json: boolean;
}

/** `pasidcheck defects`: is each found, how fast, how short? 0 if all were found with every seed. */
export function checkDefects(
  ids: readonly string[],
  options: DefectsOptions,
  console: Console,
): number {
  const known = defects.map((d) => d.id);
  for (const id of ids) if (!known.includes(id)) throw unknownName('defect', id, known);
  const chosen = ids.length === 0 ? defects : defects.filter((d) => ids.includes(d.id));
  const seeds = Array.from({ length: options.seeds }, (_, i) => i + 1);
  const progress = new ProgressLine(console.err, console.now);
  const width = Math.max(...chosen.map((d) => d.id.length));
  if (!options.json) console.print(row('defect'.padEnd(width), headings));
  let allFound = true;
  for (const defect of chosen) {
    if (console.err.isTTY) progress.line(`${defect.id} ...`);
    const measure = measureDefect(defect, seeds, options.time, console.now);
    allFound &&= measure.found === seeds.length;
    progress.clear();
    console.print(
      options.json ? json(measure) : row(defect.id.padEnd(width), cells(measure, seeds.length)),
    );
  }
  return allFound ? 0 : 1;
}

const headings = [
  'found',
  'ms to find',
  'runs',
  'shrink runs',
  'length',
  'known',
  'as short',
  'texts',
];

function row(first: string, rest: readonly string[]): string {
  return `${first}  ${rest.map((cell, i) => cell.padStart(Math.max(6, headings[i]!.length))).join('  ')}\n`;
}

function cells(measure: Measure, seeds: number): string[] {
  const { searches, defect } = measure;
  const findings = searches.flatMap((s) => (s.finding ? [s.finding] : []));
  const lengths = findings.map((f) => f.trace.steps.length);
  return [
    `${measure.found}/${seeds}`,
    range(searches.map((s) => Math.round(s.millisecondsToFind))),
    range(findings.map((f) => (f.provenance?.run ?? 0) + 1)),
    range(findings.map((f) => f.provenance?.executions ?? 0)),
    range(lengths),
    String(defect.shortest.length),
    `${measure.asShort}/${measure.found}`,
    String(measure.texts.length),
  ];
}

/** median (maximum) */
function range(numbers: readonly number[]): string {
  if (numbers.length === 0) return '-';
  const sorted = numbers.toSorted((a, b) => a - b);
  const median = sorted[sorted.length >> 1]!;
  const max = sorted.at(-1)!;
  return median === max ? String(median) : `${median} (${max})`;
}

function json({ defect, searches, found, asShort, texts }: Measure): string {
  return `${JSON.stringify({
    kind: 'defect',
    id: defect.id,
    law: defect.law,
    place: defect.place,
    world: defect.world,
    evidence: defect.evidence,
    known: defect.shortest.length,
    seeds: searches.length,
    found,
    asShort,
    texts,
    searches: searches.map((s) => ({
      seed: s.seed,
      found: s.finding !== undefined,
      millisecondsToFind: Math.round(s.millisecondsToFind),
      millisecondsToShrink: Math.round(s.millisecondsToShrink),
      runs: (s.finding?.provenance?.run ?? -1) + 1,
      executions: s.finding?.provenance?.executions ?? 0,
      length: s.finding?.trace.steps.length ?? 0,
    })),
  })}\n`;
}
