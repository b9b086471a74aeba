import { commandWordsText, withoutStop } from '../model/command-words.ts';
import type { GaugeHead, Moment, Party, Report, Step } from './report.ts';

/** The history as a table, for every renderer that has one: what stands in which cell. */

/** One column of the table of steps, with a cell for each moment; `asAbove` for what did not change. */
export interface Column {
  readonly head: string;
  /** Who acts, or what is watched. */
  readonly kind: 'party' | 'gauge';
  readonly cells: readonly string[];
  /** How its cells say what the model holds instead. */
  readonly marks?: Marks;
}

/** In a column of what is watched: still there, and as in the line above. */
const asAbove = '|';

/** In the column of who acts: a command of his was left before and goes on later. */
const inMidst = ':';

/** A column for each who acts. */
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

/** For each moment: has a command of his been left, and not returned by then? */
function midstOf({ history }: Report, actor: string): boolean[] {
  let isOpen = false;
  return history.map((m) => {
    if (m.kind === 'rest' || m.actor !== actor) return isOpen;
    if (m.suspended !== undefined) isOpen = true;
    else if (m.continues !== undefined) isOpen = false;
    return isOpen;
  });
}

/** Beside the column of all commands: one, as narrow as its head, for each who is left in the midst of one. */
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

/** Between what a gauge shows and what the model holds, if that is something else. */
const unlike = '!=';

/** Whether what the model holds instead is said in full, or only that it holds something else: then more fits. */
type Marks = 'full' | 'short';

/** `mm0`; `mm0 != absent` if it should be absent, `mm0 !=` in short. */
function shownText(now: string, expected: string | null, marks: Marks = 'full'): string {
  if (expected === null) return now;
  return marks === 'full' ? `${now} ${unlike} ${expected}` : `${now} ${unlike}`;
}

/** A column for each place that is watched. */
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
      // Where a law is broken the reader wants to see it all without looking up.
      return moment.broke.length > 0 ? shownText(now, expected, marks) : asAbove;
    }),
  }));
}

/** Does the gauge show something new, or is that now as the model has it, or no longer? */
function isNews({ gauges, history }: Report, at: number, g: number): boolean {
  const { shows, expected } = history[at]!;
  const before = history[at - 1];
  return (
    shows[g] !== (before?.shows[g] ?? gauges[g]!.idle) ||
    expected[g] !== (before?.expected[g] ?? null)
  );
}

/** A column for each group of what is watched: `entry 1: mm0, quiet; entry 2: mm1`, only what is new. */
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

/** Where commands were left, then what is watched, and what it means: one gauge of each kind stands for all. */
export function legend(report: Report): [title: string, says: string][] {
  const kinds = new Set<string>();
  return [
    ...notes(report).map((text, i): [string, string] => [noteSign(i), text]),
    ...report.gauges
      .filter(({ kind }) => !kinds.has(kind) && kinds.add(kind))
      .map(({ title, says }): [string, string] => [title, says]),
  ];
}

/** What is too long for a cell, once each, in the order in which it comes. */
function notes({ history }: Report): string[] {
  return [...new Set(history.flatMap((m) => (m.kind === 'step' ? (noteOf(m) ?? []) : [])))];
}

/** Where the command of this step was left, or where it was to be left and never came. */
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

/** What the signs in a table of steps mean, as far as they occur. */
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

/** Before the number of a step, `added` behind it. (Not `>`: in a mail that is a quotation.) */
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

/** A gauge that shows something new, or that should. */
export interface GaugeChange extends GaugeHead {
  readonly now: string;
  /** What the model holds, if that is something else. */
  readonly expected: string | null;
}

/** What shows something new at this moment, or should. */
export function changesAt(report: Report, at: number): GaugeChange[] {
  const { shows, expected } = report.history[at]!;
  return report.gauges.flatMap((gauge, g) =>
    isNews(report, at, g) ? [{ ...gauge, now: shows[g]!, expected: expected[g]! }] : [],
  );
}

/** The same in words: `PASID 1: free != mm0`. @param name - what it is called there */
export function changeText(
  { now, expected, ...gauge }: GaugeChange,
  name: 'title' | 'name' = 'title',
): string {
  return `${gauge[name]}: ${shownText(now, expected)}`;
}

/** The command without where it is left, which stands under the table. */
export function unstopped({ words }: Step): string {
  return commandWordsText(withoutStop(words));
}

/** In its actor’s column a command needs no actor: `open d0 -> f0`; `continues open`. */
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

/** Success is not worth a word. */
function withAnswer(command: string, answer: string): string {
  return answer === 'success' ? command : `${command}: ${answer}`;
}
