import { reference, type Switches } from '../implementation/kernel/switches.ts';
import type { Command } from '../model/command.ts';
import { isContinuation } from '../model/continuations.ts';
import { sameViolation, type Violation } from '../model/judgement.ts';
import { type Break, breaksOf, type Defect } from './defect.ts';
import { mend, switchesWith } from './identify.ts';
import { defects } from './index.ts';

/** What a violation has to do with the catalogue. */
export interface Attribution {
  /**
   * The defects that it is due to. The reference with nothing else breaks the same law at the same place on this very
   * trace; and without them the kernel does not. As a rule each does it by itself; what takes several is due
   * to all of them.
   */
  readonly causes: readonly Defect[];
  /**
   * If it is due to none of the catalogue: without any one of these the kernel does not break the law there either. But
   * they do not do it alone, so something else has a part in it.
   */
  readonly related: readonly Defect[];
}

/** A violation, and how a trace can be run on kernels that have other switches. */
export interface TracedViolation extends Violation {
  /** The trace up to the break, with the world that it means something in. */
  readonly trace: { readonly world: { readonly name: string }; readonly steps: readonly Command[] };
  /** The step at which a kernel with these switches breaks the law there for the first time; undefined: it does not. */
  readonly breaksAt: (switches: Switches) => number | undefined;
}

/** The kernel that a violation was found on. */
export interface Suspect {
  readonly switches: Switches;
  /** How its release does things where that is no mistake. */
  readonly design?: Partial<Switches> | undefined;
}

/**
 * What a violation on a kernel is due to. That it is gone where a defect is mended is not enough: another mistake may
 * need that defect for its effect, and would be taken for it. So the defect has to do it where there is no other
 * mistake; and the trace cannot be simpler than what is proven to be the simplest that the defect needs.
 *
 * @param among - which defects come into question; default: the whole catalogue
 */
export function attribute(
  { switches, design }: Suspect,
  violation: TracedViolation,
  among: readonly Defect[] = defects,
): Attribution {
  const { breaksAt } = violation;
  const at = breaksAt(switches);
  if (at === undefined) return { causes: [], related: [] };
  // As late as the trace allows: where commands overlap, another kernel may take longer over them.
  const does = (kernel: Switches): boolean => breaksAt(kernel) !== undefined;
  const isGoneWithout = (mended: readonly Defect[]): boolean => {
    const then = breaksAt(mend(switches, mended));
    return then === undefined || then > at;
  };
  // Nothing that is not in the catalogue may have a part in it: the design is that of the catalogue or of the release.
  const doIt = (set: readonly Defect[]): boolean =>
    set.length > 0 &&
    (does(together(set, switches)) ||
      (design !== undefined && does({ ...reference, ...design, ...mistakes(set) })));
  // A part of a mistake is another mistake.
  const isAllNeeded = (defect: Defect): boolean =>
    lists(defect, violation) ||
    essentials(defect).every((name) => !does({ ...switchesWith(defect), [name]: reference[name] }));
  const doesItAlone = (defect: Defect): boolean =>
    doIt([defect]) &&
    isAllNeeded(defect) &&
    (isSetIn(defect.given, switches) || does({ ...reference, ...own(switches, defect) }));

  const present = among.filter((defect) => isSetIn(defect.switches, switches));
  const able = present.filter((defect) => isLongEnough(violation, defect) && doesItAlone(defect));
  const single = able.filter((defect) => isGoneWithout([defect]));
  if (single.length > 0) return { causes: mostTelling(single, switches, violation), related: [] };
  // Where several lead to the same, mending one of them changes nothing.
  if (able.length > 1 && isGoneWithout(able))
    return { causes: smallest(able, isGoneWithout), related: [] };
  const partners = present.filter((defect) => isEventfulEnough(violation, breaksOf(defect)));
  if (doIt(partners)) {
    const causes = smallest(partners, doIt);
    if (causes.length > 1 && isGoneWithout(causes)) return { causes, related: [] };
  }
  return { causes: [], related: present.filter((defect) => isGoneWithout([defect])) };
}

/**
 * A trace with fewer commands, stops or failing allocations than the shortest of this defect and this break is due to
 * something else. How many commands it takes depends on the world, too.
 */
function isLongEnough(violation: TracedViolation, defect: Defect): boolean {
  const { law, place, trace } = violation;
  const all = breaksOf(defect);
  const listed = all.filter((b) => sameViolation(b, { law, place }));
  const { commands } = sizeOf(trace.steps);
  return (
    isEventfulEnough(violation, listed.length > 0 ? listed : all) &&
    listed.every((b) => b.world !== trace.world.name || commands >= sizeOf(b.shortest).commands)
  );
}

/** Has the trace as many stops and failing allocations as each of these breaks needs? */
function isEventfulEnough(
  { trace }: TracedViolation,
  breaks: readonly Pick<Break, 'shortest'>[],
): boolean {
  const needed = breaks.map((b) => sizeOf(b.shortest));
  const { stops, fails } = sizeOf(trace.steps);
  return (
    stops >= Math.min(...needed.map((n) => n.stops)) &&
    fails >= Math.min(...needed.map((n) => n.fails))
  );
}

function sizeOf(steps: readonly Command[]) {
  return {
    commands: steps.filter((c) => !isContinuation(c)).length,
    stops: steps.filter((c) => c.stops !== undefined).length,
    fails: steps.filter((c) => c.fails !== undefined).length,
  };
}

function isSetIn(some: Partial<Switches> = {}, all: Switches): boolean {
  return Object.entries(some).every(([name, value]) => all[name as keyof Switches] === value);
}

function lists(defect: Defect, { law, place }: TracedViolation): boolean {
  return breaksOf(defect).some((b) => sameViolation(b, { law, place }));
}

/** The switches without which it is not that mistake; none if it is only one. */
function essentials({ switches, companions = [] }: Defect): (keyof Switches)[] {
  const names = (Object.keys(switches) as (keyof Switches)[]).filter(
    (n) => !companions.includes(n),
  );
  return names.length > 1 ? names : [];
}

function mistakes(set: readonly Defect[]): Partial<Switches> {
  return Object.assign({}, ...set.map((defect) => defect.switches)) as Partial<Switches>;
}

/** The mistake with what is given as it is in this kernel. */
function own(switches: Switches, { given = {}, switches: mistake }: Defect): Partial<Switches> {
  const names = Object.keys(given) as (keyof Switches)[];
  return { ...Object.fromEntries(names.map((name) => [name, switches[name]])), ...mistake };
}

/** The reference with several defects of a kernel. Where they are given different designs, that of the kernel counts. */
function together(set: readonly Defect[], switches: Switches): Switches {
  if (set.length === 1) return switchesWith(set[0]!);
  const [like, unlike] = [true, false].map((is) =>
    set.flatMap(({ given = {} }) => (isSetIn(given, switches) === is ? [given] : [])),
  ) as [Partial<Switches>[], Partial<Switches>[]];
  return Object.assign({}, reference, ...unlike, ...like, mistakes(set)) as Switches;
}

/**
 * Several defects can be the same switches in different designs. Those that list the very break come first, then those
 * whose design the kernel has, then those that claim the law.
 */
function mostTelling(
  causes: readonly Defect[],
  switches: Switches,
  violation: TracedViolation,
): readonly Defect[] {
  const criteria: readonly ((defect: Defect) => boolean)[] = [
    (defect) => lists(defect, violation),
    (defect) => isSetIn(defect.given, switches),
    (defect) => defect.law === violation.law,
  ];
  return criteria.reduce((left, holds) => {
    const better = left.filter(holds);
    return better.length > 0 ? better : left;
  }, causes);
}

/** Leaves out what is not needed, one after the other. */
function smallest(
  set: readonly Defect[],
  suffices: (subset: readonly Defect[]) => boolean,
): readonly Defect[] {
  return set.reduce<readonly Defect[]>((kept, defect) => {
    const without = kept.filter((other) => other !== defect);
    return suffices(without) ? without : kept;
  }, set);
}
