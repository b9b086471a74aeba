import { letters, type Rules } from '../model/command.ts';
import type { Gauge } from '../model/gauges.ts';
import type { Broken } from '../model/judgement.ts';
import { eachName } from '../model/names.ts';
import type { Needed } from '../reports/report.ts';
import type { Recording, Seen } from './record.ts';
import { sameViolation } from './reproduce.ts';

/** A trace and the same trace without one step, both as they went. */
export interface Comparison {
  readonly whole: Recording;
  readonly without: Recording;
  /** Place of the step that was left out. */
  readonly left: number;
  /** The violation, and at which moment of the whole trace it shows; at rest: the number of steps. */
  readonly target: Broken;
  readonly breaksAt: number;
  readonly gauges: readonly Gauge[];
  readonly rules: Readonly<Record<string, Rules>>;
}

/** Read off the two runs: the first thing that goes differently, and what is broken all the same. */
export function whyNeeded(c: Comparison): Needed {
  const step = c.left + 1;
  const broken = brokenIn(c.without);
  if (broken.some(({ what }) => sameViolation(what, c.target)))
    return { step, isNeeded: false, says: 'the same law is broken at the same place' };
  const different = firstAnswer(c) ?? noRest(c) ?? gaugesDiffer(c);
  const known = brokenIn(c.whole);
  const news = broken.filter((b) => !known.some(({ what }) => sameViolation(what, b.what)));
  if (different === undefined)
    return {
      step,
      isNeeded: true,
      says: broken.length > 0 ? `only ${listOf(broken, c.left)}` : 'nothing is broken',
    };
  const instead = news.length > 0 ? `; instead ${listOf(news, c.left)}` : '';
  return { step, isNeeded: true, says: different + instead };
}

/** The first later command that cannot be asked or is answered differently. */
function firstAnswer(c: Comparison): string | undefined {
  for (let i = c.left + 1; i < c.whole.steps.length; i++) {
    const before = c.whole.steps[i]!.answer;
    const now = renamed(c, c.without.steps[i - 1]!.answer);
    if (before === now) continue;
    if (now === undefined) return cannotBeAsked(c, i);
    return `step ${i + 1} is answered ${now}, not ${before ?? 'at all'}`;
  }
  return undefined;
}

function cannotBeAsked(c: Comparison, first: number): string {
  const also: number[] = [];
  for (let i = first; i < c.whole.steps.length; i++)
    if (c.whole.steps[i]!.answer !== undefined && c.without.steps[i - 1]!.answer === undefined)
      also.push(i + 1);
  const missing = namesMadeAndUsed(c, c.left, first);
  return `${stepsText(also)} cannot be asked${missing.length > 0 ? `: there is no ${missing.join(' and no ')}` : ''}`;
}

/** Names that one step makes and a later one uses. */
function namesMadeAndUsed(c: Comparison, maker: number, user: number): string[] {
  const made = new Set<string>();
  const both: string[] = [];
  const visit = (at: number, see: (name: string, makes: boolean) => void): void => {
    const { command } = c.whole.steps[at]!;
    eachName(c.rules[command.kind]!, command, (sort, _field, number, makes) =>
      see(`${letters[sort]}${number}`, makes),
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
  return `${alive.join(' and ')} ${alive.length === 1 ? 'lives' : 'live'} on, so there is no rest`;
}

/** What is seen at the moment of the break; of the last step alone there is nothing to compare. */
function gaugesDiffer(c: Comparison): string | undefined {
  const before = momentAt(c.whole, c.breaksAt);
  const now = momentAt(c.without, c.breaksAt - 1);
  if (c.left === c.breaksAt || before === undefined || now === undefined) return undefined;
  const when = c.breaksAt === c.whole.steps.length ? 'at rest' : `at step ${c.breaksAt + 1}`;
  const differences = c.gauges.flatMap(({ title, idle }, g) => {
    const shows = renamed(c, now.shows[g])!;
    if (shows === before.shows[g]) return [];
    const moved = [...c.without.steps, now].some((seen) => seen.shows[g] !== idle);
    return [
      moved ? `${when} ${title} is ${shows}, not ${before.shows[g]}` : `${title} stays ${idle}`,
    ];
  });
  return differences.length > 0 ? differences[0] : undefined;
}

function momentAt(r: Recording, at: number): Seen | undefined {
  return at === r.steps.length ? r.rest : r.steps[at];
}

/**
 * Numbers of mms shift when a step that makes one is left out: say it with those of the whole trace, in
 * which the same process ran there after as many execs.
 */
function renamed(c: Comparison, text: string | undefined): string | undefined {
  return text?.replaceAll(/\bmm(\d+)/g, (word, digits: string) => {
    for (const [process, mms] of c.without.ranIn) {
      const execs = mms.indexOf(Number(digits) + 1);
      const mm = execs < 0 ? undefined : c.whole.ranIn.get(process)?.[execs];
      if (mm !== undefined) return `mm${mm - 1}`;
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

/** `no-splat is broken at step 3, balance-at-rest at rest` */
function listOf(broken: readonly BrokenAt[], left: number): string {
  const places = new Map<string, Set<string>>();
  for (const { what, at, isRest } of broken) {
    const where = isRest ? 'at rest' : `at step ${at < left ? at + 1 : at + 2}`;
    places.set(where, (places.get(where) ?? new Set()).add(what.law));
  }
  return [...places]
    .map(([where, laws], i) => {
      const verb = i > 0 ? '' : laws.size === 1 ? ' is broken' : ' are broken';
      return `${[...laws].join(' and ')}${verb} ${where}`;
    })
    .join(', ');
}

function stepsText(steps: readonly number[]): string {
  if (steps.length === 1) return `step ${steps[0]}`;
  return `steps ${steps.slice(0, -1).join(', ')} and ${steps.at(-1)}`;
}
