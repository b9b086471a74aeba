import { differenceText } from './difference-text.ts';
import { sequenceDiagram } from './mermaid.ts';
import { printable } from './printable.ts';
import type { Report } from './report.ts';
import {
  alsoBroken,
  breakingMoment,
  firstDifference,
  headline,
  momentName,
  neededLines,
  neededTitle,
  particulars,
  reason,
  whereabouts,
} from './story.ts';
import { gaugeColumns, legend, markOf, numberOf, partyColumns, signs } from './table.ts';

/** The largest number of moments in a diagram; a larger one does not help. */
const DIAGRAM_MAX = 40;

/** A finding for an issue, a wiki or a mail that is shown as Markdown. Ends with a newline. */
export function renderMarkdown(report: Report): string {
  const r = printable(report);
  const isShort = r.history.length <= DIAGRAM_MAX;
  return [
    `# ${escaped(headline(r))}`,
    escaped(whereabouts(r).join(', ')),
    escaped(reason(r)),
    escaped(firstDifference(r)),
    ...(isShort ? [fenced('mermaid', sequenceDiagram(r))] : []),
    ...table(r),
    `**${escaped(breakingMoment(r))}:** ${escaped(r.witness)}`,
    ...section(
      'Also broken',
      alsoBroken(r).map(
        ({ moment, broken }) => `- ${moment}: ${escaped(`${broken.law}: ${broken.witness}`)}`,
      ),
    ),
    ...section(
      neededTitle(r),
      (r.needed.length > 0 ? neededLines(r) : []).map(
        ([label, says]) => `- ${label}: ${escaped(says)}`,
      ),
    ),
    ...changes(r),
    ...section('Particulars', particularLines(r)),
    ...(r.replay === undefined
      ? []
      : [fenced('sh', [r.replay, ...(r.certify === undefined ? [] : [r.certify])])]),
  ]
    .filter((block) => block !== '')
    .join('\n\n')
    .concat('\n');
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [`## ${title}`, lines.join('\n')];
}

function table(r: Report): string[] {
  const columns = [...partyColumns(r), ...gaugeColumns(r)];
  const rows = [
    row(['', 'step', ...columns.map((c) => escaped(c.head))]),
    row(['---', '---', ...columns.map(() => '---')]),
    ...r.history.map((moment, at) =>
      row([
        escaped(markOf(r, moment, at)),
        moment.kind === 'step' ? numberOf(moment) : 'at rest',
        ...columns.map(({ kind, cells }) =>
          kind === 'party' && cells[at]!.length > 1 ? code(cells[at]!) : escaped(cells[at]!),
        ),
      ]),
    ),
  ];
  const meanings = [
    ...legend(r).map(([title, says]) => `- ${escaped(title)}: ${escaped(says)}`),
    `- ${escaped(signs(r, columns).join('; '))}`,
  ];
  return [rows.join('\n'), meanings.join('\n')];
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

function changes(r: Report): string[] {
  const when = momentName(r.history[r.breaksAt]!);
  return [
    `## What ${when === 'at rest' ? 'coming to rest' : when} changes`,
    'The model:',
    fenced('diff', r.model.difference.map(differenceText)),
    `${escaped(r.kernel)}:`,
    fenced('diff', r.implementation.difference.map(differenceText)),
  ];
}

/** A line with an empty label continues the line before. */
function particularLines(r: Report): string[] {
  const lines: string[] = [];
  for (const [label, text] of particulars(r))
    if (label === '') lines.push(`${lines.pop()}; ${escaped(text)}`);
    else lines.push(`- **${label}:** ${escaped(text)}`);
  return lines;
}

/** The fence is longer than any run of backticks in it. */
function fenced(language: string, lines: readonly string[]): string {
  const fence = '`'.repeat(Math.max(3, 1 + longestRun(lines.join('\n'))));
  return [fence + language, ...lines, fence].join('\n');
}

/** A code span for a cell of a table. */
function code(text: string): string {
  const ticks = '`'.repeat(1 + longestRun(text));
  return ticks + text.replaceAll('|', '\\|') + ticks;
}

function longestRun(text: string): number {
  return Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
}

function escaped(text: string): string {
  return text.replaceAll(/[\\`*_[\]<|~&]/g, '\\$&');
}
