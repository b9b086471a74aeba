import type { Behaviour, LinuxFunction } from '../kernel/fidelity.ts';
import type { FidelityTable } from './tables.ts';

/** The generated part of docs/fidelity.md: the figures, then the rows of each half, function by function. */
export function fidelityPage(tables: readonly FidelityTable[]): string {
  return [figures(tables), ...tables.map(section)].join('\n');
}

const verdicts = ['same', 'simplified', 'not simulated'] as const;

function figures(tables: readonly FidelityTable[]): string {
  const rows = tables.map(({ title, functions }) => {
    const all = functions.flatMap(({ behaviours }) => behaviours);
    const counts = verdicts.map((verdict) => all.filter((b) => b.verdict === verdict).length);
    return row([title, ...counts.map(String), String(all.length)]);
  });
  return [
    row(['', ...verdicts, 'all']),
    row(['---', ...verdicts.map(() => '---:'), '---:']),
    ...rows,
    '',
  ].join('\n');
}

function section({ title, functions }: FidelityTable): string {
  return [`## ${title}`, '', ...functions.map(ofFunction)].join('\n');
}

function ofFunction({ name, file, read, behaviours }: LinuxFunction): string {
  return [
    `### \`${name}\``,
    '',
    `${file}; ${readText(read)}`,
    '',
    row(['Linux', 'versions', 'simulation', 'test']),
    row(['---', '---', '---', '---']),
    ...behaviours.map(ofBehaviour),
    '',
  ].join('\n');
}

/** `read in v5.17 (linux-5.17) and v6.2 (linux-6.3)` */
function readText(read: LinuxFunction['read']): string {
  const texts = Object.entries(read).map(([release, version]) => `${version} for ${release}`);
  return texts.length === 0 ? 'not read' : `read in ${texts.join(', ')}`;
}

function ofBehaviour(b: Behaviour): string {
  const source = b.source === undefined ? '' : ` (${b.source})`;
  const { verdict } = b;
  const where = verdict === 'not simulated' ? '' : `; \`${b.simulation}\``;
  const because = verdict === 'same' ? '' : ` ${b.because} Hides ${b.hides}.`;
  const test = verdict === 'not simulated' ? '' : b.test;
  return row([`${b.linux}${source}`, b.versions, `**${verdict}**${where}.${because}`, test]);
}

function row(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}
