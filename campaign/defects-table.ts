import { lengthOfTrace } from '../shrinkers/simpler.ts';
import type { Measure } from './measure-defects.ts';

/** One column of the table: its heading, and its value for a defect. */
interface Column {
  readonly heading: string;
  readonly cell: (measure: Measure) => string;
}

const columns: readonly Column[] = [
  { heading: 'defect', cell: ({ defect }) => defect.id },
  { heading: 'found', cell: ({ found, searches }) => `${found}/${searches.length}` },
  {
    heading: 'ms to find',
    cell: ({ searches }) => range(searches.map((s) => Math.round(s.millisecondsToFind))),
  },
  { heading: 'traces', cell: (m) => range(provenances(m).map((p) => p.run + 1)) },
  { heading: 'shrink runs', cell: (m) => range(provenances(m).map((p) => p.executions)) },
  { heading: 'commands', cell: (m) => range(lengths(m)) },
  { heading: 'switches', cell: (m) => range(switches(m)) },
  {
    heading: 'optimum',
    cell: ({ optimum }) => (optimum === undefined ? '-' : String(optimum.length ?? '?')),
  },
  {
    heading: 'grade',
    cell: ({ optimum }) => (optimum?.isProven === true ? 'proven' : 'not proven'),
  },
  {
    heading: 'as short',
    cell: ({ asShort, found }) => (asShort === undefined ? '-' : `${asShort}/${found}`),
  },
  { heading: 'texts', cell: ({ texts }) => String(texts.length) },
];

/** The widths of the first column and of the others. */
const widths = columns.map(({ heading }, i) => (i === 0 ? 30 : Math.max(heading.length, 9)));

const GAP = '  ';
const tableWidth = widths.reduce((sum, width) => sum + width + GAP.length, -GAP.length);

/** Undefined if the page is too narrow for a table; then each number has a label. */
export function headingLine(width: number): string {
  return width < tableWidth ? '' : line(columns.map((c) => c.heading));
}

/** @param width - the largest number of columns of a line */
export function measureLine(measure: Measure, width: number): string {
  if (width >= tableWidth) return line(columns.map((c) => c.cell(measure)));
  const [name, ...others] = columns;
  const lines = [name!.cell(measure)];
  for (const { heading, cell } of others) {
    const says = `${heading} ${cell(measure)}`;
    const longer = `${lines.at(-1)}${GAP}${says}`;
    if (lines.length > 1 && longer.length <= width) lines[lines.length - 1] = longer;
    else lines.push(`    ${says}`);
  }
  return `${lines.join('\n')}\n`;
}

export function markdownTable(measures: readonly Measure[]): string {
  return [
    markdownRow(columns.map((c) => c.heading)),
    markdownRow(columns.map((_, i) => (i === 0 ? '---' : '---:'))),
    ...measures.map((m) => markdownRow(columns.map((c) => c.cell(m)))),
  ].join('');
}

function markdownRow(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |\n`;
}

export function measureJson(measure: Measure): string {
  const { defect, searches, found, optimum, asShort, texts } = measure;
  return `${JSON.stringify({
    kind: 'defect',
    id: defect.id,
    law: defect.law,
    place: defect.place,
    world: defect.world,
    evidence: defect.evidence,
    seeds: searches.length,
    found,
    optimum,
    asShort,
    texts,
    searches: searches.map((s) => ({
      seed: s.seed,
      found: s.finding !== undefined,
      millisecondsToFind: Math.round(s.millisecondsToFind),
      millisecondsToShrink: Math.round(s.millisecondsToShrink),
      traces: (s.finding?.provenance?.run ?? -1) + 1,
      executions: s.finding?.provenance?.executions ?? 0,
      switches: s.finding?.switches,
      length: s.finding ? lengthOfTrace(s.finding.trace) : 0,
    })),
  })}\n`;
}

/** The meaning of the ranges in the table. */
export const rangesLegend =
  'median, 99th percentile and maximum over the seeds, as one number where they are equal';

function line(cells: readonly string[]): string {
  return `${cells.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!))).join(GAP)}\n`;
}

function provenances({ searches }: Measure) {
  return searches.flatMap((s) => (s.finding?.provenance ? [s.finding.provenance] : []));
}

function lengths({ searches }: Measure): number[] {
  return searches.flatMap((s) => (s.finding ? [lengthOfTrace(s.finding.trace)] : []));
}

function switches({ searches }: Measure): number[] {
  return searches.flatMap((s) => (s.finding?.switches ? [s.finding.switches.count] : []));
}

/** `median p99 max`, or one number if all are equal. */
function range(numbers: readonly number[]): string {
  if (numbers.length === 0) return '-';
  const sorted = numbers.toSorted((a, b) => a - b);
  const at = (share: number): number =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!;
  const three = [at(0.5), at(0.99), sorted.at(-1)!];
  return new Set(three).size === 1 && sorted[0] === three[0] ? String(three[0]) : three.join(' ');
}
