import { placeText } from '../model/place.ts';
import { isContinuation } from '../model/continuations.ts';
import type { Gauge } from '../model/gauge.ts';
import { type Broken, sameViolation } from '../model/judgement.ts';
import { NOBODY } from '../model/task.ts';
import type { Vocabulary } from '../model/vocabulary.ts';
import type { Needed } from '../reports/report.ts';
import type { Resited } from './failing-site.ts';
import type { RecordedStep, Recording, Seen } from './record.ts';

/** A trace, and the same trace without one step or without one stop, both as recorded. */
export interface Compared {
  readonly whole: Recording;
  readonly without: Recording;
  /** The index of the step that was omitted, or that no longer stops. */
  readonly left: number;
  /** For each step of the other trace, its index in the whole one. */
  readonly kept: readonly number[];
  /** The failing allocations whose number differs in the other trace, or which it does not have. */
  readonly resited: readonly Resited[];
  /** The violation, and the moment of the whole trace at which it shows; at rest: the number of steps. */
  readonly target: Broken;
  readonly breaksAt: number;
  readonly gauges: readonly Gauge[];
}

/** A comparison with the vocabulary in which it is described. */
interface Comparison extends Compared {
  readonly vocabulary: Vocabulary;
}

/** For a continuation without which nothing changes: it cannot be left out as a step. */
export const ALL_THE_SAME = 'nothing changes: the suspended command is resumed at the end';

/**
 * Read off the two runs: first the fate of the law (it is still broken, or broken elsewhere, or it holds), then the first
 * difference, and then other broken laws.
 */
export function whyNeeded(vocabulary: Vocabulary, compared: Compared): Needed {
  const c: Comparison = { ...compared, vocabulary };
  const step = c.left + 1;
  if (comesAllTheSame(c)) return { step, isNeeded: true, says: ALL_THE_SAME };
  const broken = brokenIn(c.without);
  if (broken.some(({ what }) => sameViolation(what, c.target)))
    return { step, isNeeded: false, says: 'the law is still broken at this place' };
  const elsewhere = broken.filter(({ what }) => what.law === c.target.law);
  const others = broken.filter(({ what }) => what.law !== c.target.law);
  const fate =
    elsewhere.length === 0
      ? 'the law holds'
      : `the law is broken elsewhere, ${placesOf(elsewhere, c)}`;
  const different = firstAnswer(c) ?? noRest(c) ?? gaugesDiffer(c);
  const known = brokenIn(c.whole);
  const isKnown = (b: BrokenAt): boolean => known.some(({ what }) => sameViolation(what, b.what));
  const news = others.filter((b) => !isKnown(b));
  const still = others.filter(isKnown);
  const says = [
    different === undefined ? fate : `${fate}: ${different}`,
    ...(news.length > 0 ? [`broken instead: ${listOf(news, c)}`] : []),
    ...(still.length > 0 ? [`still broken: ${listOf(still, c)}`] : []),
    ...c.resited.flatMap(({ step: at, what, to }) =>
      to === undefined ? [] : [`in step ${at + 1} allocation ${to} fails, also for ${what}`],
    ),
  ];
  return { step, isNeeded: true, says: says.join('; ') };
}

/** Whether the omitted step is a continuation that runs at the end of the trace anyway. */
function comesAllTheSame({ vocabulary, whole, without, left }: Comparison): boolean {
  return (
    isContinuation(whole.steps[left]!.command) &&
    textOf(vocabulary, whole) === textOf(vocabulary, without)
  );
}

function textOf(vocabulary: Vocabulary, { steps }: Recording): string {
  return steps.map(({ command }) => vocabulary.text(command)).join('\n');
}

/** The index in the other trace of a step of the whole one. */
function inOther(c: Comparison, at: number): number | undefined {
  const place = c.kept.indexOf(at);
  return place >= 0
    ? place
    : sameAdded(c, c.without, at < c.whole.given ? undefined : c.whole.steps[at]);
}

/** The index in the whole trace of a step of the other one. */
function inWhole(c: Comparison, at: number): number | undefined {
  if (at < c.without.given) return c.kept[at];
  const text = c.vocabulary.text(c.without.steps[at]!.command);
  const place = c.whole.steps.findLastIndex(
    ({ command }, i) => !c.kept.includes(i) && c.vocabulary.text(command) === text,
  );
  return place < 0 ? undefined : place;
}

/** The same continuation among those that were added at the end of the trace. */
function sameAdded(
  { vocabulary }: Comparison,
  r: Recording,
  step: RecordedStep | undefined,
): number | undefined {
  if (step === undefined) return undefined;
  const text = vocabulary.text(step.command);
  const place = r.steps.findIndex(
    ({ command }, i) => i >= r.given && vocabulary.text(command) === text,
  );
  return place < 0 ? undefined : place;
}

/** The first later command that cannot be issued or returns another answer. */
function firstAnswer(c: Comparison): string | undefined {
  for (let i = c.left + 1; i < c.whole.steps.length; i++) {
    const place = inOther(c, i);
    if (place === undefined) continue;
    const before = c.whole.steps[i]!;
    const now = c.without.steps[place]!;
    const answer = renamed(c, now.answer);
    const lost = c.resited.find((site) => site.step === i && site.to === undefined);
    if (lost !== undefined && answer !== undefined)
      return `step ${i + 1} allocates no memory for ${lost.what}, so no allocation fails`;
    if (before.answer === answer) continue;
    if (answer === undefined) return cannotBeAsked(c, i);
    return `step ${i + 1} ${otherwise({ ...now, answer }, before)}`;
  }
  return undefined;
}

/** `returns PASID 2, not PASID 1`; `returns success and does not wait for uacce->mutex 0` */
function otherwise(now: RecordedStep, before: RecordedStep): string {
  const says = now.suspended === undefined ? returns(now.answer!) : stays(now);
  if (before.suspended === undefined)
    return `${says}${insteadOf(before.answer, now.suspended !== undefined)}`;
  return before.suspended.waits === undefined
    ? `${says} and does not reach its stop`
    : `${says} and does not wait for ${before.suspended.waits}`;
}

const NEVER = 'never returned';

function returns(answer: string): string {
  return answer === NEVER ? 'never returns' : `returns ${answer}`;
}

function insteadOf(answer: string | undefined, isSuspended: boolean): string {
  if (answer === undefined) return ' and was not issued before';
  if (answer === NEVER) return ' instead of never returning';
  return isSuspended ? ` and does not return ${answer}` : `, not ${answer}`;
}

function stays({ suspended, answer }: RecordedStep): string {
  return suspended?.waits === undefined ? 'stops' : answer!;
}

function cannotBeAsked(c: Comparison, first: number): string {
  const also: number[] = [];
  for (let i = first; i < c.whole.steps.length; i++) {
    const place = inOther(c, i);
    const isGone = place !== undefined && c.without.steps[place]!.answer === undefined;
    if (isGone && c.whole.steps[i]!.answer !== undefined) also.push(i + 1);
  }
  const why = whyNot(c, first);
  return `${stepsText(also)} cannot be issued${why === '' ? '' : `: ${why}`}`;
}

function whyNot(c: Comparison, at: number): string {
  const missing = namesMadeAndUsed(c, c.left, at);
  if (missing.length > 0) return `there is no ${missing.join(' and no ')}`;
  const place = inOther(c, at)!;
  const { command } = c.without.steps[place]!;
  if (isContinuation(command)) return 'no suspended command to resume';
  const task = c.vocabulary.taskOf(command);
  const last = c.without.steps.findLastIndex(
    (s, i) => i < place && s.answer !== undefined && c.vocabulary.taskOf(s.command) === task,
  );
  const isBusy = task !== NOBODY && c.without.steps[last]?.suspended !== undefined;
  const begun = isBusy ? inWhole(c, c.without.steps[last]!.continues ?? last) : undefined;
  return begun === undefined
    ? ''
    : `${c.vocabulary.tasks.text(task)} has not returned from step ${begun + 1}`;
}

/** Names that one step creates and a later one uses. */
function namesMadeAndUsed(c: Comparison, maker: number, user: number): string[] {
  const made = new Set<string>();
  const both: string[] = [];
  const visit = (at: number, see: (name: string, makes: boolean) => void): void => {
    const { command } = c.whole.steps[at]!;
    c.vocabulary.eachName(command, (sort, _field, number, makes) =>
      see(c.vocabulary.name(sort, number), makes),
    );
  };
  visit(maker, (name, makes) => makes && made.add(name));
  visit(user, (name, makes) => !makes && made.has(name) && both.push(name));
  return both;
}

function noRest(c: Comparison): string | undefined {
  if (c.breaksAt < c.whole.steps.length || c.without.rest !== undefined) return undefined;
  const { alive } = c.without;
  if (alive.length === 0) return undefined;
  return `${alive.join(' and ')} ${alive.length === 1 ? 'lives' : 'live'} on, so the laws at rest are not judged`;
}

/** The gauges that differ at the moment of the break; without the last step there is nothing to compare. */
function gaugesDiffer(c: Comparison): string | undefined {
  const before = momentAt(c.whole, c.breaksAt);
  const now = c.breaksAt === c.whole.steps.length ? c.without.rest : otherMoment(c, c.breaksAt);
  if (c.left === c.breaksAt || before === undefined || now === undefined) return undefined;
  const when = c.breaksAt === c.whole.steps.length ? 'at rest' : `at step ${c.breaksAt + 1}`;
  const differences = c.gauges.flatMap(({ title, idle }, g) => {
    const other = sameGauge(c, title);
    const showsIn = (seen: Seen): string => (other < 0 ? idle : renamed(c, seen.shows[other])!);
    if (showsIn(now) === before.shows[g]) return [];
    const moved = [...c.without.steps, now].some((seen) => showsIn(seen) !== idle);
    return [
      moved
        ? `${when} ${title} is ${showsIn(now)}, not ${before.shows[g]}`
        : `${title} stays ${idle}`,
    ];
  });
  return differences.length > 0 ? differences[0] : undefined;
}

/** The index of a gauge in the other trace, where an mm may have another number; -1 if it has none. */
function sameGauge(c: Comparison, title: string): number {
  return c.gauges.findIndex((gauge) => renamed(c, gauge.title) === title);
}

function momentAt(r: Recording, at: number): Seen | undefined {
  return at === r.steps.length ? r.rest : r.steps[at];
}

function otherMoment(c: Comparison, at: number): Seen | undefined {
  const place = inOther(c, at);
  return place === undefined ? undefined : c.without.steps[place];
}

/**
 * The homes of inhabitants are numbered, and numbers shift without a step that makes one. The text has the numbers of the
 * whole trace, in which the same inhabitant lived there after equally many moves.
 */
function renamed(c: Comparison, text: string | undefined): string | undefined {
  return text?.replaceAll(/\b[a-z]+\d+\b/g, (word) => {
    for (const [name, homes] of c.without.livedIn) {
      const moves = homes.indexOf(word);
      const home = moves < 0 ? undefined : c.whole.livedIn.get(name)?.[moves];
      if (home !== undefined) return home;
    }
    return word;
  });
}

interface BrokenAt {
  readonly what: Broken;
  /** Of the trace that was run. */
  readonly at: number;
  readonly isRest: boolean;
}

function brokenIn(r: Recording): BrokenAt[] {
  return [...r.steps, ...(r.rest ? [r.rest] : [])].flatMap((seen, at) =>
    seen.broke.map((what) => ({ what, at, isRest: at === r.steps.length })),
  );
}

/** `at step 3 (the IOMMU maps what nobody maps)` */
function placesOf(broken: readonly BrokenAt[], c: Comparison): string {
  return broken
    .map(
      ({ what, at, isRest }) => `${isRest ? 'at rest' : whereIn(c, at)} (${placeText(what.place)})`,
    )
    .join(', ');
}

/** `no-splat at step 3, balance-at-rest at rest` */
function listOf(broken: readonly BrokenAt[], c: Comparison): string {
  const places = new Map<string, Set<string>>();
  for (const { what, at, isRest } of broken) {
    const where = isRest ? 'at rest' : whereIn(c, at);
    places.set(where, (places.get(where) ?? new Set()).add(what.law));
  }
  return [...places].map(([where, laws]) => `${[...laws].join(' and ')} ${where}`).join(', ');
}

function whereIn(c: Comparison, at: number): string {
  const place = inWhole(c, at);
  return place === undefined
    ? `when ${c.vocabulary.tasks.text(c.vocabulary.taskOf(c.without.steps[at]!.command))} is resumed`
    : `at step ${place + 1}`;
}

function stepsText(steps: readonly number[]): string {
  if (steps.length === 1) return `step ${steps[0]}`;
  return `steps ${steps.slice(0, -1).join(', ')} and ${steps.at(-1)}`;
}
