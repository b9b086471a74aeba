import { stateLineText } from '../model/state-line.ts';
import { signOf } from './difference-text.ts';
import { coloured } from './colour.ts';
import { printable } from './printable.ts';
import type { DifferenceLine, Moment, Report } from './report.ts';
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
import {
  changesAt,
  changeText,
  type Column,
  commandColumn,
  gaugeColumns,
  groupColumns,
  hasAdded,
  isUnlike,
  legend,
  markOf,
  midstColumns,
  numberOf,
  partyColumns,
  partyText,
  signs,
  stepText,
} from './table.ts';
import { beside, wrap, wrapWords } from './wrap.ts';

/** The default width: a report fits into a mail. */
const WIDTH = 100;
const GAP = '   ';

/**
 * A finding for a terminal or a mail. Without a newline at its end.
 *
 * @param options - `width`: the largest number of columns of a line; default 100
 */
export function renderText(
  report: Report,
  options: { readonly colour: boolean; readonly width?: number },
): string {
  const r = printable(report);
  const max = options.width ?? WIDTH;
  const paint = options.colour ? inColour : plain;
  return [
    [...head(r, paint, max), '', ...wrap(reason(r), max)],
    wrap(firstDifference(r), max),
    steps(r, paint, max),
    wrap(`${breakingMoment(r)}: ${r.witness}`, max),
    othersBroken(r, max),
    needed(r, max),
    changes(r, paint, max),
    trailer(r, max),
  ]
    .filter((block) => block.length > 0)
    .map((block) => block.join('\n'))
    .join('\n\n');
}

type Paint = (style: keyof typeof styles, text: string) => string;

const styles = {
  law: ['bold', 'red'],
  broken: ['red'],
  gone: ['red'],
  come: ['green'],
  aside: ['dim'],
} as const;

const plain: Paint = (_style, text) => text;
const inColour: Paint = (style, text) => coloured(styles[style], text);

function head(r: Report, paint: Paint, max: number): string[] {
  const left = headline(r);
  const right = whereabouts(r).join(GAP);
  const space = max - left.length - right.length;
  if (space >= GAP.length) return [paint('law', left) + ' '.repeat(space) + right];
  return [
    ...wrap(left, max).map((line) => paint('law', line)),
    ...(right.length <= max ? [right] : wrap(right, max)),
  ];
}

/** The first layout that fits: columns for actors and gauges, fewer columns, a list. */
function steps(r: Report, paint: Paint, max: number): string[] {
  const byParty = [
    [...partyColumns(r), ...gaugeColumns(r)],
    [...partyColumns(r), ...gaugeColumns(r, 'short')],
  ];
  const layouts = [
    ...byParty,
    [commandColumn(r), ...midstColumns(r), ...gaugeColumns(r)],
    [commandColumn(r), ...midstColumns(r), ...gaugeColumns(r, 'short')],
    [commandColumn(r), ...midstColumns(r), ...groupColumns(r)],
  ];
  for (const [i, columns] of layouts.entries()) {
    const rows = table(r, columns, paint, max);
    if (rows !== undefined)
      return [...rows, '', ...explanation(r, columns, i >= byParty.length, paint, max)];
  }
  return [...list(r, paint, max), '', ...explanation(r, [], true, paint, max)];
}

function explanation(
  r: Report,
  columns: readonly Column[],
  tellsParties: boolean,
  paint: Paint,
  max: number,
): string[] {
  const titles = legend(r);
  const width = Math.max(...titles.map(([title]) => title.length));
  const inhabitants = r.parties.filter((party) => party.livesIn.length > 0).map(partyText);
  return [
    ...(tellsParties && inhabitants.length > 0
      ? beside('  ', `${r.inhabitantsAre}: ${inhabitants.join(', ')}`, max)
      : []),
    ...titles.flatMap(([title, says]) => beside(`  ${title.padEnd(width)}${GAP}`, says, max)),
    ...inLines(signs(r, columns), max).flatMap((line) =>
      line.length <= max - 2 ? [`  ${line}`] : beside('  ', line, max),
    ),
  ].map((line) => paint('aside', line));
}

/** As many parts on a line as fit, without breaking any. */
function inLines(parts: readonly string[], max: number): string[] {
  const lines: string[] = [];
  for (const part of parts) {
    const longer = lines.length === 0 ? part : `${lines.at(-1)}${GAP}${part}`;
    if (lines.length > 0 && longer.length <= max - 2) lines[lines.length - 1] = longer;
    else lines.push(part);
  }
  return lines;
}

/** Undefined if it does not fit. */
function table(
  r: Report,
  columns: readonly Column[],
  paint: Paint,
  max: number,
): string[] | undefined {
  const numbers = { head: '', cells: r.history.map((moment, at) => numberText(r, moment, at)) };
  const all = [numbers, ...columns];
  const widths = all.map((c) => Math.max(c.head.length, ...c.cells.map((cell) => cell.length)));
  if (widths.reduce((sum, w) => sum + w + GAP.length, -GAP.length) > max) return undefined;
  const line = (cells: readonly string[], inside: Paint = plain): string =>
    cells
      .map((cell, i) => {
        const isLast = cells.slice(i + 1).every((later) => later === '');
        const shown = isUnlike(cell) ? inside('broken', cell) : cell;
        return isLast ? shown : shown + ' '.repeat(widths[i]! - cell.length);
      })
      .join(GAP)
      .trimEnd();
  return [
    paint('aside', line(all.map((c) => c.head))),
    ...r.history.map((_, at) => {
      const cells = all.map((c) => c.cells[at]!);
      // The row of the break is coloured as a whole.
      return at === r.breaksAt ? paint('broken', line(cells)) : line(cells, paint);
    }),
  ];
}

function list(r: Report, paint: Paint, max: number): string[] {
  return r.history.flatMap((moment, at) => {
    const number = `${numberText(r, moment, at)}${GAP}`;
    const text = moment.kind === 'step' ? stepText(r, moment) : 'all deferred work has run';
    const changed = changesAt(r, at).map((change) => changeText(change));
    return [
      ...beside(number, text, max),
      ...(changed.length > 0 ? beside(' '.repeat(number.length + 4), changed.join('; '), max) : []),
    ].map((line) => (at === r.breaksAt || isUnlike(line) ? paint('broken', line) : line));
  });
}

function numberText(r: Report, moment: Moment, at: number): string {
  const digits = String(r.history.length).length;
  const number =
    moment.kind === 'step'
      ? numberOf(moment).padStart(digits + (moment.added === true ? 1 : 0))
      : 'at rest';
  return `${markOf(r, moment, at).padEnd(1)} ${number.padEnd(hasAdded(r.history) ? digits + 1 : 0)}`;
}

function othersBroken(r: Report, max: number): string[] {
  const others = alsoBroken(r);
  if (others.length === 0) return [];
  const width = Math.max(...others.map(({ moment }) => moment.length));
  return [
    'Also broken:',
    ...others.flatMap(({ moment, broken }) =>
      beside(`  ${moment.padEnd(width)}${GAP}`, `${broken.law}: ${broken.witness}`, max),
    ),
  ];
}

function needed(r: Report, max: number): string[] {
  if (r.needed.length === 0) return [];
  const lines = neededLines(r);
  const width = Math.max(...lines.map(([label]) => label.length));
  return [
    `${neededTitle(r)}:`,
    ...lines.flatMap(([label, says]) => beside(`  ${label.padEnd(width)}${GAP}`, says, max)),
  ];
}

function changes(r: Report, paint: Paint, max: number): string[] {
  const when = momentName(r.history[r.breaksAt]!);
  const side = (title: string, lines: readonly DifferenceLine[]): string[] => [
    ...wrap(
      `${title}, before (-) and after (+) ${when === 'at rest' ? 'coming to rest' : when}:`,
      max,
    ),
    ...(lines.length === 0
      ? ['  nothing']
      : lines.flatMap((line) => differenceLine(line, paint, max))),
  ];
  return [
    ...side('The model', r.model.difference),
    '',
    ...side(r.kernel, r.implementation.difference),
  ];
}

function differenceLine(line: DifferenceLine, paint: Paint, max: number): string[] {
  const style = ({ stays: undefined, goes: 'gone', comes: 'come' } as const)[line.change];
  return beside(`  ${signOf(line)} `, stateLineText(line), max).map((text) =>
    style === undefined ? text : paint(style, text),
  );
}

function trailer(r: Report, max: number): string[] {
  const width = 11;
  return [
    ...particulars(r).flatMap(([label, text]) => beside(label.padEnd(width), text, max)),
    ...(r.replay === undefined ? [] : shellCommand('replay'.padEnd(width), r.replay, max)),
    ...(r.certify === undefined ? [] : shellCommand('certify'.padEnd(width), r.certify, max)),
  ];
}

/** A command line that does not fit is broken with backslashes between its words, so that it can be copied into a shell. */
function shellCommand(label: string, command: string, max: number): string[] {
  if (label.length + command.length <= max) return [label + command];
  const lines = wrapWords(command, max - CONTINUED.length);
  return [
    label.trimEnd(),
    ...lines.map((line, i) => (i < lines.length - 1 ? line + CONTINUED : line)),
  ];
}

/** At the end of a line of a shell that continues in the next one. */
const CONTINUED = ' \\';
