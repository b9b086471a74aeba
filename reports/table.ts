import type { GaugeHead, Moment, Party, Report, Step } from './report.ts';

/** The history as a table, for every renderer that has one: what stands in which cell. */

/** One column of the table of steps, with a cell for each moment; `asAbove` for what did not change. */
export interface Column {
  readonly head: string;
  /** Who acts, or what is watched. */
  readonly kind: 'party' | 'gauge';
  readonly cells: readonly string[];
}

/** In a column of what is watched: still there, and as in the line above. */
const asAbove = '|';

/** A column for each who acts. */
export function partyColumns({ parties, history }: Report): Column[] {
  return parties
    .filter((party) => party.acts)
    .map((party) => ({
      head: partyText(party),
      kind: 'party',
      cells: history.map((m) => (m.kind === 'step' && m.actor === party.name ? cellText(m) : '')),
    }));
}

/** All commands in one column. */
export function commandColumn({ history }: Report): Column {
  return {
    head: 'command',
    kind: 'party',
    cells: history.map((m) => (m.kind === 'step' ? withAnswer(m.command, m.answer) : '')),
  };
}

/** A column for each place that is watched. */
export function gaugeColumns({ gauges, history }: Report): Column[] {
  return gauges.map(({ title, idle }, g) => ({
    head: title,
    kind: 'gauge',
    cells: history.map((moment, at) => {
      const now = moment.shows[g]!;
      const before = history[at - 1]?.shows[g] ?? idle;
      if (now !== before) return now;
      if (now === idle) return '';
      // Where a law is broken the reader wants to see it all without looking up.
      return moment.broke.length > 0 ? now : asAbove;
    }),
  }));
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
        .map(({ name, now }) => `${name}: ${now}`)
        .join('; '),
    ),
  }));
}

/** What is watched, and what it means: one gauge of each kind stands for all. */
export function legend({ gauges }: Report): [title: string, says: string][] {
  const kinds = new Set<string>();
  return gauges
    .filter(({ kind }) => !kinds.has(kind) && kinds.add(kind))
    .map(({ title, says }) => [title, says]);
}

/** What the signs in a table of steps mean, as far as they occur. */
export function signs({ history, breaksAt }: Report, columns: readonly Column[]): string[] {
  const others = history.some((moment, at) => at !== breaksAt && moment.broke.length > 0);
  return [
    ...(columns.some((c) => c.cells.includes(asAbove)) ? [`${asAbove} as above`] : []),
    `${marks.law} the law is broken`,
    ...(others ? [`${marks.other} another law is broken`] : []),
  ];
}

/** Before the number of a step. (Not `>`: in a mail that is a quotation.) */
const marks = { law: '*', other: '!' } as const;

export function markOf({ breaksAt }: Report, moment: Moment, at: number): string {
  if (at === breaksAt) return marks.law;
  return moment.broke.length > 0 ? marks.other : '';
}

/** `p0 (mm0)`; after an exec `p0 (mm0, mm2)`. */
export function partyText({ name, mms }: Party): string {
  return mms.length > 0 ? `${name} (${mms.join(', ')})` : name;
}

/** A gauge that shows something new. */
export interface GaugeChange extends GaugeHead {
  readonly now: string;
}

/** What shows something new at this moment. */
export function changesAt({ gauges, history }: Report, at: number): GaugeChange[] {
  return gauges.flatMap((gauge, g) => {
    const now = history[at]!.shows[g]!;
    return now === (history[at - 1]?.shows[g] ?? gauge.idle) ? [] : [{ ...gauge, now }];
  });
}

/** In its actor’s column a command needs no actor: `open d0 -> f0: PASID 1`. */
export function cellText({ command, actor, answer }: Step): string {
  const words = command.split(' ');
  const own = words.indexOf(actor);
  const text = own < 0 ? command : words.toSpliced(own, 1).join(' ');
  return withAnswer(text, answer);
}

/** Success is not worth a word. */
export function withAnswer(command: string, answer: string): string {
  return answer === 'success' ? command : `${command}: ${answer}`;
}
