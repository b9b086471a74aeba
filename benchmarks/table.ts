import { type Figure, perSecond, type BenchmarkReport } from './report.ts';

const NAME_WIDTH = 36;

/** The reports side by side, one row per figure. They must have the same figures. */
export function renderTable(reports: readonly BenchmarkReport[]): string {
  const first = reports[0]!;
  const row = (name: string, pick: (r: BenchmarkReport) => Figure): string =>
    line(name, ...reports.map((r) => cells(pick(r))));
  const ratio = (name: string, pick: (r: BenchmarkReport) => string): string =>
    line(name, ...reports.map((r) => pick(r).padStart(39)));
  return [
    `world ${first.world}, seed ${first.seed}, ${count(first.commandsPerRound)} commands in ${count(first.tracesPerRound)} traces per round,`,
    `medians of ${first.rounds} interleaved rounds on one core, node ${first.node}`,
    '',
    ratio('', (r) => r.code),
    line('', ...reports.map(() => '   commands/s   ns/command     of whole')),
    row('whole search, as check does it', (r) => r.whole),
    ...first.parts.map(({ name }, i) => row(`  ${name}`, (r) => r.parts[i]!)),
    line('  sum of the parts', ...reports.map((r) => cells(sum(r.parts)))),
    '',
    row('fc.commands, commands that ran', (r) => r.fastCheck),
    ratio('  share of the drawn commands that ran', (r) => percent(r.fastCheck.shareRan)),
    ratio('  share of these with no process left', (r) => percent(r.fastCheck.shareForNobody)),
    ratio('  whole search is faster by', (r) => `${r.fastCheck.timesSlower.toFixed(2)} times`),
  ].join('\n');
}

function sum(parts: readonly Figure[]): Figure {
  const add = (of: (f: Figure) => number): number => parts.reduce((n, f) => n + of(f), 0);
  return {
    name: 'sum',
    nsPerCommand: add((f) => f.nsPerCommand),
    nsMin: add((f) => f.nsMin),
    nsMax: add((f) => f.nsMax),
    ofWhole: add((f) => f.ofWhole),
  };
}

function line(name: string, ...columns: readonly string[]): string {
  return `${name.padEnd(NAME_WIDTH)}${columns.join('  ')}`.trimEnd();
}

function cells(f: Figure): string {
  // A very cheap part may have a negative time; its rate means nothing.
  const rate = f.nsPerCommand < 1 ? '-' : count(perSecond(f));
  return `${rate.padStart(13)}${count(f.nsPerCommand).padStart(13)}${percent(f.ofWhole).padStart(13)}`;
}

function count(n: number): string {
  return Math.round(n).toLocaleString('en-US');
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
