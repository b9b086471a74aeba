import { commandWordsText, withoutStop } from '../model/command-words.ts';
import type { GaugeHead, Moment, Party, Report, Step } from './report.ts';

/** The cells of the history as a table, for every renderer that has one. */

/** One column of the table of steps, with a cell for each moment; `asAbove` if the value did not change. */
export interface Column {
  readonly head: string;
  /** Whether it shows a party or a gauge. */
  readonly kind: 'party' | 'gauge';
  readonly cells: readonly string[];
  /** How its cells show another value of the model. */
  readonly marks?: Marks;
}

/** In a column of a gauge: the value of the line above. */
const asAbove = '|';

/** In the column of a party: its command was suspended before and is resumed later. */
const inMidst = ':';

/** A column for each party that acts. */
export function partyColumns(report: Report): Column[] {
  return report.parties
    .filter((party) => party.acts)
    .map((party) => ({
      head: partyText(party),
      kind: 'party',
      cells: laneOf(report, party.name),
    }));
}

function laneOf(report: Report, actor: string): string[] {
  const midst = midstOf(report, actor);
  return report.history.map((m, at) => {
    if (m.kind === 'step' && m.actor === actor) return noted(report, m, laneText(m));
    return midst[at] === true ? inMidst : '';
  });
}

/** For each moment, whether a command of this actor is suspended. */
function midstOf({ history }: Report, actor: string): boolean[] {
  let isOpen = false;
  return history.map((m) => {
    if (m.kind === 'rest' || m.actor !== actor) return isOpen;
    if (m.suspended !== undefined) isOpen = true;
    else if (m.continues !== undefined) isOpen = false;
    return isOpen;
  });
}

/** Columns beside that of all commands: a narrow one for each party with a suspended command. */
export function midstColumns(report: Report): Column[] {
  return report.parties.flatMap(({ name }): Column[] => {
    const midst = midstOf(report, name);
    if (!midst.includes(true)) return [];
    return [{ head: name, kind: 'party', cells: midst.map((is) => (is ? inMidst : '')) }];
  });
}

/** All commands in one column. */
export function commandColumn(report: Report): Column {
  return {
    head: 'command',
    kind: 'party',
    cells: report.history.map((m) => (m.kind === 'step' ? stepText(report, m) : '')),
  };
}

/** The sign between the value of a gauge and another value of the model. */
const unlike = '!=';

/** Whether a text shows another value of the model than of the kernel. */
export function isUnlike(text: string): boolean {
  return text.split(' ').includes(unlike);
}

/** Whether another value of the model is shown, or only marked, which needs less width. */
type Marks = 'full' | 'short';

/** `mm0`; `mm0 != absent` if it should be absent, `mm0 !=` in short. */
function shownText(now: string, expected: string | null, marks: Marks = 'full'): string {
  if (expected === null) return now;
  return marks === 'full' ? `${now} ${unlike} ${expected}` : `${now} ${unlike}`;
}

/** A column for each gauge. */
export function gaugeColumns(report: Report, marks: Marks = 'full'): Column[] {
  const { gauges, history } = report;
  return gauges.map(({ title, idle }, g) => ({
    head: title,
    kind: 'gauge',
    marks,
    cells: history.map((moment, at) => {
      const now = moment.shows[g]!;
      const expected = moment.expected[g]!;
      if (isNews(report, at, g)) return shownText(now, expected, marks);
      if (now === idle && expected === null) return '';
      // At the break of a law the row shows all values, so that the reader need not look above.
      return moment.broke.length > 0 ? shownText(now, expected, marks) : asAbove;
    }),
  }));
}

/** Whether the value of the gauge changed, or its agreement with the model. */
function isNews({ gauges, history }: Report, at: number, g: number): boolean {
  const { shows, expected } = history[at]!;
  const before = history[at - 1];
  return (
    shows[g] !== (before?.shows[g] ?? gauges[g]!.idle) ||
    expected[g] !== (before?.expected[g] ?? null)
  );
}

/** A column for each group of gauges, with only the changes: `entry 1: mm0, quiet; entry 2: mm1`. */
export function groupColumns(report: Report): Column[] {
  const groups = [...new Set(report.gauges.map((gauge) => gauge.group))];
  return groups.map((group) => ({
    head: group,
    kind: 'gauge',
    cells: report.history.map((_, at) =>
      changesAt(report, at)
        .filter((change) => change.group === group)
        .map((change) => changeText(change, 'name'))
        .join('; '),
    ),
  }));
}

/** The points at which commands are suspended, then the meaning of one gauge of each kind. */
export function legend(report: Report): [title: string, says: string][] {
  const kinds = new Set<string>();
  return [
    ...notes(report).map((text, i): [string, string] => [noteSign(i), text]),
    ...report.gauges
      .filter(({ kind }) => !kinds.has(kind) && kinds.add(kind))
      .map(({ title, says }): [string, string] => [title, says]),
  ];
}

/** Notes that are too long for a cell, once each, in order of appearance. */
function notes({ history }: Report): string[] {
  return [...new Set(history.flatMap((m) => (m.kind === 'step' ? (noteOf(m) ?? []) : [])))];
}

/** The point at which the command of this step is suspended, or which it never reached. */
export function noteOf({ suspended, words: { stops }, answer }: Step): string | undefined {
  const stop = stops === undefined ? '' : `, before it reaches ${stops}`;
  if (suspended?.waits !== undefined)
    return `${suspended.at} waits for ${suspended.waits}, which ${suspended.holder} holds${stop}`;
  if (suspended !== undefined) return `stops at ${suspended.at}`;
  return stops === undefined || answer === 'not issued' ? undefined : `never reaches ${stops}`;
}

function noteSign(index: number): string {
  return `(${index + 1})`;
}

/** The meaning of the signs that occur in a table of steps. */
export function signs(
  { history, breaksAt, subject }: Report,
  columns: readonly Column[],
): string[] {
  const others = history.some((moment, at) => at !== breaksAt && moment.broke.length > 0);
  return [
    ...(columns.some((c) => c.cells.includes(asAbove)) ? [`${asAbove} as above`] : []),
    ...unlikeSigns(subject, history, columns),
    ...(history.some((m) => m.kind === 'step' && m.suspended) ? ['... suspended'] : []),
    ...(columns.some((c) => c.cells.includes(inMidst)) ? [`${inMidst} still suspended`] : []),
    `${marks.law} the law is broken`,
    ...(others ? [`${marks.other} another law is broken`] : []),
    ...(hasAdded(history) ? [`${marks.added} not in the trace: resumed at the end`] : []),
  ];
}

function unlikeSigns(
  subject: string,
  history: readonly Moment[],
  columns: readonly Column[],
): string[] {
  if (!history.some((m) => m.expected.some((e) => e !== null))) return [];
  const isShort = columns.some((column) => column.marks === 'short');
  return isShort ? [`${unlike} the model differs`] : [`a ${unlike} b: ${subject} a, model b`];
}

/** Signs before the number of a step; `added` is after it. (Not `>`, which marks a quotation in a mail.) */
const marks = { law: '*', other: '!', added: '+' } as const;

/** `3`, or `3+` for a step that the trace does not have. */
export function numberOf({ number, added }: Step): string {
  return added === true ? `${number}${marks.added}` : String(number);
}

export function hasAdded(history: readonly Moment[]): boolean {
  return history.some((m) => m.kind === 'step' && m.added === true);
}

export function markOf({ breaksAt }: Report, moment: Moment, at: number): string {
  if (at === breaksAt) return marks.law;
  return moment.broke.length > 0 ? marks.other : '';
}

/** `p0 (mm0)`; after an exec `p0 (mm0, mm2)`; `g0 (mdev)`. */
export function partyText({ name, livesIn, is }: Party): string {
  const more = is === undefined ? livesIn : [is];
  return more.length > 0 ? `${name} (${more.join(', ')})` : name;
}

/** A gauge with a change, in its value or in that of the model. */
export interface GaugeChange extends GaugeHead {
  readonly now: string;
  /** The value of the model, if it is another one. */
  readonly expected: string | null;
}

/** The changes of gauges at this moment. */
export function changesAt(report: Report, at: number): GaugeChange[] {
  const { shows, expected } = report.history[at]!;
  return report.gauges.flatMap((gauge, g) =>
    isNews(report, at, g) ? [{ ...gauge, now: shows[g]!, expected: expected[g]! }] : [],
  );
}

/** A change in words: `PASID 1: free != mm0`. @param name - the form of the gauge’s name */
export function changeText(
  { now, expected, ...gauge }: GaugeChange,
  name: 'title' | 'name' = 'title',
): string {
  return `${gauge[name]}: ${shownText(now, expected)}`;
}

/** The command without its stop, which is a note below the table. */
export function unstopped({ words }: Step): string {
  return commandWordsText(withoutStop(words));
}

/** The command without its actor, for the actor’s column: `open d0 -> f0`; `continues open`. */
export function laneText(step: Step): string {
  if (step.continues !== undefined) return `continues ${step.continues.kind}`;
  const words = withoutStop(step.words);
  const own = words.args.indexOf(step.actor);
  return commandWordsText(own < 0 ? words : { ...words, args: words.args.toSpliced(own, 1) });
}

/** Everything about it in one line: `open p0 d0 -> f0: PASID 1`; `continue p0 (open): PASID 1`. */
export function stepText(report: Report, step: Step): string {
  const of = step.continues === undefined ? '' : ` (${step.continues.kind})`;
  return noted(report, step, unstopped(step) + of);
}

/** With its answer, and the number of its note: `open d0 -> f0 ... (1)`. */
function noted(report: Report, step: Step, command: string): string {
  const note = noteOf(step);
  const sign = note === undefined ? '' : ` ${noteSign(notes(report).indexOf(note))}`;
  return step.suspended === undefined
    ? withAnswer(command + sign, step.answer)
    : `${command} ...${sign}`;
}

/** Success is not printed. */
function withAnswer(command: string, answer: string): string {
  return answer === 'success' ? command : `${command}: ${answer}`;
}
