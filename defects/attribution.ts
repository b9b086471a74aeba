import { reference, type Switches } from '../implementation/kernel/switches.ts';
import type { Command } from '../model/command.ts';
import { isContinuation } from '../model/continuations.ts';
import { sameViolation, type Violation } from '../model/judgement.ts';
import { type Break, breaksOf, type Defect } from './defect.ts';
import { mend, switchesWith } from './identify.ts';
import { defects } from './index.ts';

/** How the catalogue explains a violation. */
export interface Attribution {
  /**
   * The defects that explain it. The reference with only these defects breaks the same law at the same place on the same
   * trace, and the kernel without them does not. Usually one defect suffices; if it takes several, all of them are
   * the cause.
   */
  readonly causes: readonly Defect[];
  /**
   * If no defect of the catalogue explains it: without any one of these the kernel does not break the law there. But
   * they do not break it alone, so another mistake has a part in it.
   */
  readonly related: readonly Defect[];
}

/** A violation, and a function that runs its trace on kernels with other switches. */
export interface TracedViolation extends Violation {
  /** The trace up to the break, with its world. */
  readonly trace: { readonly world: { readonly name: string }; readonly steps: readonly Command[] };
  /** The step at which a kernel with these switches first breaks the law at this place; undefined if it does not. */
  readonly breaksAt: (switches: Switches) => number | undefined;
}

/** The kernel that a violation was found on. */
export interface Suspect {
  readonly switches: Switches;
  /** The switches of its release that are a design and not a mistake. */
  readonly design?: Partial<Switches> | undefined;
}

/**
 * Attributes a violation to defects. It is not enough that the violation disappears when a defect is mended: another mistake
 * may need that defect for its effect, and would be confused with it. So the defect has to cause the violation in a kernel
 * without other mistakes, and the trace cannot be simpler than the proven simplest trace of the defect.
 *
 * @param among - the candidates; default: the whole catalogue
 */
export function attribute(
  { switches, design }: Suspect,
  violation: TracedViolation,
  among: readonly Defect[] = defects,
): Attribution {
  const { breaksAt } = violation;
  const at = breaksAt(switches);
  if (at === undefined) return { causes: [], related: [] };
  // At any step of the trace: if commands overlap, another kernel may break the law later.
  const does = (kernel: Switches): boolean => breaksAt(kernel) !== undefined;
  const isGoneWithout = (mended: readonly Defect[]): boolean => {
    const then = breaksAt(mend(switches, mended));
    return then === undefined || then > at;
  };
  // Only mistakes of the catalogue may take part: the design is that of the catalogue or of the release.
  const doIt = (set: readonly Defect[]): boolean =>
    set.length > 0 &&
    (does(together(set, switches)) ||
      (design !== undefined && does({ ...reference, ...design, ...mistakes(set) })));
  // A mistake without one of its essential switches is another mistake.
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
  // If several defects cause the same violation, mending one of them changes nothing.
  if (able.length > 1 && isGoneWithout(able))
    return { causes: smallest(able, isGoneWithout), related: [] };
  const partners = present.filter((defect) => isEventfulEnough(violation, breaksOf(defect)));
  const causes = partly(partners, doIt, isGoneWithout, able);
  if (causes.length > 0) return { causes, related: [] };
  return { causes: [], related: present.filter((defect) => isGoneWithout([defect])) };
}

/**
 * A trace with fewer commands, stops or failing allocations than the shortest of this defect and this break has
 * another cause. The number of commands also depends on the world.
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

/** Whether the trace has at least the fewest stops, and the fewest failing allocations, that any of these breaks needs. */
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

/** The switches without which it is another mistake; none if it has only one switch. */
function essentials({ switches, companions = [] }: Defect): (keyof Switches)[] {
  const names = (Object.keys(switches) as (keyof Switches)[]).filter(
    (n) => !companions.includes(n),
  );
  return names.length > 1 ? names : [];
}

function mistakes(set: readonly Defect[]): Partial<Switches> {
  return Object.assign({}, ...set.map((defect) => defect.switches)) as Partial<Switches>;
}

/** The mistake in the design of this kernel. */
function own(switches: Switches, { given = {}, switches: mistake }: Defect): Partial<Switches> {
  const names = Object.keys(given) as (keyof Switches)[];
  return { ...Object.fromEntries(names.map((name) => [name, switches[name]])), ...mistake };
}

/** The reference with several defects of a kernel. If their designs differ, that of the kernel counts. */
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

/**
 * Some mistakes do it only together, and others do it beside them: then mending the first ones changes nothing. So what does it is
 * taken out, set by set, until it is gone. Each set does it without the others, so that no unknown mistake is needed for it.
 *
 * @param able - those that may be such a set by themselves
 * @returns all of these sets; empty if another mistake has a part in it
 */
function partly(
  partners: readonly Defect[],
  doIt: (set: readonly Defect[]) => boolean,
  isGoneWithout: (set: readonly Defect[]) => boolean,
  able: readonly Defect[],
): readonly Defect[] {
  const causes: Defect[] = [];
  for (let left = partners; doIt(left); left = left.filter((d) => !causes.includes(d))) {
    const set = smallest(left, doIt);
    if (set.length === 1 && !able.includes(set[0]!)) return [];
    causes.push(...set);
    if (isGoneWithout(causes)) return causes;
  }
  return [];
}

/** Removes defects that are not needed, one after the other. */
function smallest(
  set: readonly Defect[],
  suffices: (subset: readonly Defect[]) => boolean,
): readonly Defect[] {
  return set.reduce<readonly Defect[]>((kept, defect) => {
    const without = kept.filter((other) => other !== defect);
    return suffices(without) ? without : kept;
  }, set);
}
