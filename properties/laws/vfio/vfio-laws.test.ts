import { describe, expect, it } from 'vitest';
import { placeOf, placeText } from '../../../model/place.ts';
import type { Tell } from '../../law.ts';
import { type Answer, failed, success } from '../../../model/answer.ts';
import { observableKinds, type Observation } from '../../../model/observation.ts';
import { parseCommand } from '../../../model/linux.ts';
import { afterIn, type Model } from '../../../testing/model.ts';
import type { Law, View } from '../../linux-law.ts';
import { findLaw } from '../index.ts';
import { lastCommand } from '../pages/drift.ts';
import { failureAtomicity } from '../pages/failure-atomicity.ts';
import { driversNotified } from './drivers-notified.ts';
import { isolation } from './isolation.ts';
import { lockedVmUnderflow } from '../pages/locked-vm-underflow.ts';
import { lockedVm } from '../pages/locked-vm.ts';
import { pageIdentity } from './page-identity.ts';
import { pinBalance } from '../pages/pin-balance.ts';
import { pinnedTranslation } from './pinned-translation.ts';

/** What can be seen: all as it has to be, but for what is said. */
interface Seen {
  /** More pages charged than have to be, by mm. */
  readonly charged?: Readonly<Record<number, number>>;
  readonly pending?: number;
  readonly pins?: number;
  readonly mapped?: number;
  readonly external?: number;
  readonly isUnpinned?: boolean;
  /** Which pages of memory the IOMMU and a driver have at i0, and which is at a0 or a1. */
  readonly pages?: { readonly mapped?: number; readonly given?: number; readonly now?: number };
  /** What the drivers have pinned by their own records, and of what they were notified: `g0 i0`. */
  readonly kept?: readonly string[];
  readonly notified?: readonly string[];
}

function seeing({ state }: Model, seen: Seen): Observation {
  const { vfio, pages } = state;
  return {
    lockedVm: (mm: number) =>
      state.runs(mm)
        ? pages.expectedLocked(mm) + (seen.charged?.[mm] ?? 0) - (seen.pending ?? 0)
        : undefined,
    pendingCharge: () => seen.pending ?? 0,
    pinReferences: () => vfio.mappings.expectedPinReferences()[0] + (seen.pins ?? 0),
    mappedMm: (_c: number, iova: number) => (iova === 0 ? (seen.mapped ?? 0) : 0),
    externalMm: (_c: number, iova: number) => (iova === 0 ? (seen.external ?? 0) : 0),
    mapsUnpinned: (_c: number, iova: number) => iova === 1 && (seen.isUnpinned ?? false),
    mappedPage: (_c: number, iova: number) => (iova === 0 ? (seen.pages?.mapped ?? 0) : 0),
    externalPage: (_c: number, iova: number) => (iova === 0 ? (seen.pages?.given ?? 0) : 0),
    pageAt: () => seen.pages?.now ?? 0,
    driverPins: (g: number, iova: number) => (seen.kept?.includes(`g${g} i${iova}`) ? 1 : 0),
    isNotified: (g: number, iova: number) => seen.notified?.includes(`g${g} i${iova}`) ?? false,
  } as unknown as Observation;
}

/** What a law says after a command, given what was seen before and after it. */
function told(law: Law, model: Model, line: string, answer: Answer, then: Seen, was: Seen = {}) {
  const view = (seen: Seen): View => ({
    state: model.state,
    seen: seeing(model, seen),
    shows: new Set(observableKinds),
    splatsBefore: 0,
    last: { c: parseCommand(line), answer },
  });
  const measured = law.measure?.(view(was)) ?? [];
  model.answered(line, answer);
  const found: string[] = [];
  const report: Tell = (at, witness) => {
    const place = placeOf(at);
    found.push(`${placeText(place)}: ${witness}`);
  };
  law.onStep?.(view(then), measured, report);
  law.after?.(view(then), report);
  return found;
}

const through = ['container p0 type1v2 -> c0', 'attach p0 c0 g1'];
const model = (...lines: string[]): Model => afterIn('vfio', ...through, ...lines);
const map = 'map p0 c0 i0 a0 1 rw';

describe('locked-vm', () => {
  it('holds if the charge equals the locked pages, now or with queued charges', () => {
    expect(told(lockedVm, model(), map, success, {})).toEqual([]);
    expect(told(lockedVm, model(), map, success, { pending: 1 })).toEqual([]);
  });

  it('reports too much and too little, at the command that caused it', () => {
    expect(told(lockedVm, model(), map, success, { charged: { 1: 1 } })).toEqual([
      'map: too much is charged: after map, mm0 is charged for 2 pages, but 1 of its pages is mlocked or pinned.',
    ]);
    expect(told(lockedVm, model(), map, success, { charged: { 1: -1 } })).toEqual([
      expect.stringMatching(/^map: too little is charged/),
    ]);
  });

  it('does not report an old difference again, nor its end', () => {
    const wrong = { charged: { 1: 1 } };
    expect(told(lockedVm, model(), map, success, wrong, wrong)).toEqual([]);
    expect(told(lockedVm, model(), map, success, {}, wrong)).toEqual([]);
    expect(told(lockedVm, model(), map, success, wrong, { charged: { 1: 2 } })).toEqual([
      expect.stringMatching(/^map: too little/),
    ]);
  });

  it('judges every mm, including a new one', () => {
    expect(told(lockedVm, model(map), 'fork p0 -> p1', success, { charged: { 2: 1 } })).toEqual([
      expect.stringMatching(/^fork: too much is charged: after fork, mm1/),
    ]);
    const exit = told(lockedVm, model('fork p0 -> p1', map), 'exit p0', success, {
      charged: { 1: 3 },
    });
    expect(exit).toEqual([]);
  });

  it('leaves refused commands to another law', () => {
    const wrong = { charged: { 1: 1 } };
    expect(told(lockedVm, model(), map, failed('ENOMEM'), wrong)).toEqual([]);
    expect(told(failureAtomicity, model(), map, failed('ENOMEM'), wrong)).toEqual([
      'map: refused, but more is charged: map was refused, and mm0 is charged for 1 page, but 0 of its pages are mlocked or pinned.',
    ]);
  });
});

describe('failure-atomicity', () => {
  it('reports pins that a refused command has made or lost', () => {
    expect(told(failureAtomicity, model(), map, failed('EFAULT'), { pins: 1 })).toEqual([
      'map: refused, but a page stays pinned: map was refused, and now 1 page more is pinned than before.',
    ]);
    expect(told(failureAtomicity, model(map), map, failed('EEXIST'), { pins: -1 })).toEqual([
      expect.stringMatching(/^map: refused, but a pin is lost/),
    ]);
    expect(
      told(failureAtomicity, model(map), map, failed('EEXIST'), { charged: { 1: -1 } }),
    ).toEqual([expect.stringMatching(/^map: refused, but less is charged/)]);
  });

  it('reports nothing after a success, or if the call never returned', () => {
    expect(told(failureAtomicity, model(), map, success, { pins: 1 })).toEqual([]);
    expect(told(failureAtomicity, model(), map, failed('HUNG'), { pins: 1 })).toEqual([]);
    expect(told(failureAtomicity, model(), map, failed('ENOMEM'), {})).toEqual([]);
  });
});

describe('pin-balance', () => {
  it('reports pins that stay and pins that are lost', () => {
    const gone: Answer = { errno: 0, value: 1 };
    expect(told(pinBalance, model(map), 'unmap p0 c0 i0 1', gone, {})).toEqual([]);
    expect(told(pinBalance, model(map), 'unmap p0 c0 i0 1', gone, { pins: 1 })).toEqual([
      'unmap: a page stays pinned: after unmap, pins hold 1 reference on pages, but mappings and recorded pins account for 0.',
    ]);
    expect(told(pinBalance, model(), map, success, { pins: -1 })).toEqual([
      expect.stringMatching(/^map: a pin is lost/),
    ]);
  });

  it('does not report an old difference again, nor its end, nor a refused command', () => {
    expect(told(pinBalance, model(), map, success, {}, { pins: 2 })).toEqual([]);
    expect(told(pinBalance, model(), map, success, { pins: 2 }, { pins: 2 })).toEqual([]);
    expect(told(pinBalance, model(), map, failed('ENOMEM'), { pins: 2 })).toEqual([]);
  });
});

describe('pins of drivers', () => {
  const twice = ['attach p0 c0 g0', 'map p0 c0 i0 a3 1 rw', 'map p0 c0 i1 a0 1 rw', 'pin g0 i1 1'];
  const pinned: Answer = { errno: 0, value: 1 };
  const pin = 'pin g0 i1 1';

  it('hold one reference for a page, or one for each pin', () => {
    // the IOMMU has one as well
    for (const pins of [0, 1])
      expect(told(pinBalance, model(...twice), pin, pinned, { pins })).toEqual([]);
    expect(told(pinBalance, model(...twice), pin, pinned, { pins: 2 })).toEqual([
      'pin: a page stays pinned: after pin, pins hold 4 references on pages, but mappings and recorded pins account for 3.',
    ]);
    expect(told(pinBalance, model(...twice), pin, pinned, { pins: -1 })).toEqual([
      'pin: a pin is lost: after pin, pins hold 1 reference on pages, but mappings and recorded pins account for 2.',
    ]);
  });
});

const viewOf = (last: View['last']): View => ({
  state: model().state,
  seen: seeing(model(), {}),
  shows: new Set(observableKinds),
  splatsBefore: 0,
  last,
});

describe('the place of a break', () => {
  it('names the command, or that several overlapped', () => {
    expect(lastCommand(viewOf({ c: parseCommand(map), answer: success }))).toBe('map');
    expect(lastCommand(viewOf(undefined))).toBe('commands that overlap');
  });

  it('names several that overlapped, although one of them may have been refused', () => {
    const found: string[] = [];
    const wrong = seeing(model(), { charged: { 1: 1 } });
    lockedVm.onStep!({ ...viewOf(undefined), seen: wrong }, [1, 0], (place) =>
      found.push(placeText(placeOf(place))),
    );
    expect(found).toEqual(['commands that overlap: too much is charged']);
  });
});

describe('locked-vm-underflow', () => {
  it('reports once when the counter falls below zero, whatever the answer was', () => {
    const below = { charged: { 1: -1 } };
    expect(told(lockedVmUnderflow, model(), map, failed('EFAULT'), below)).toEqual([
      'more is credited than was charged: mm->locked_vm of mm0 is -1 page.',
    ]);
    expect(told(lockedVmUnderflow, model(), map, failed('EFAULT'), below, below)).toEqual([]);
    expect(told(lockedVmUnderflow, model(), map, success, below)).toEqual([]);
  });
});

describe('pinned-translation', () => {
  it('is broken by a page that the IOMMU maps and nothing pins', () => {
    expect(told(pinnedTranslation, model(), map, success, {})).toEqual([]);
    expect(told(pinnedTranslation, model(), map, success, { isUnpinned: true })).toEqual([
      'the IOMMU maps a page that nothing pins: in c0 the IOMMU maps a page at i1, but nothing pins it.',
    ]);
  });
});

describe('isolation', () => {
  it('lets the devices of a container reach the owner of the mapping, or nothing', () => {
    expect(told(isolation, model(), map, success, { mapped: 1, external: 1 })).toEqual([]);
    expect(told(isolation, model(), map, success, {})).toEqual([]);
  });

  it('is broken by any other mm', () => {
    expect(told(isolation, model('fork p0 -> p1'), map, success, { mapped: 2 })).toEqual([
      'the IOMMU maps memory of a foreign mm: i0 of c0 belongs to mm0, but devices reach memory of mm1 there.',
    ]);
    expect(told(isolation, model('fork p0 -> p1'), map, success, { external: 2 })).toEqual([
      expect.stringMatching(/^a driver was given memory of a foreign mm/),
    ]);
  });

  it('is broken by a page that nobody maps', () => {
    const gone: Answer = { errno: 0, value: 1 };
    expect(told(isolation, model(map), 'unmap p0 c0 i0 1', gone, { mapped: 1 })).toEqual([
      'the IOMMU maps what nobody maps: nothing is mapped at i0 of c0, but devices reach memory of mm0 there.',
    ]);
  });

  it('lets a mapping that changed hands reach the pages that it had', () => {
    const handed = model(map, 'fork p0 -> p1', 'unmap-vaddr p0 c0 i0');
    expect(told(isolation, handed, 'map-vaddr p1 c0 i0 a0', success, { mapped: 1 })).toEqual([]);
  });
});

/** What `page-identity` says if the pages are these after `mlock`, which changes none. */
function says(made: Model, pages: NonNullable<Seen['pages']>): string[] {
  return told(pageIdentity, made, 'mlock p0 a2', success, { mapped: 1, external: 1, pages });
}

/** One page, pinned by the IOMMU and then by a driver. */
function pinnedByBoth(...between: string[]): Model {
  return model('attach p0 c0 g0', map, ...between, 'pin g0 i0 1');
}

describe('page-identity', () => {
  const at = 'at i0 of c0';
  const byIommu = 'the IOMMU maps another page than was pinned';
  const byDriver = 'a driver has another page than was pinned';
  const replaced = 'mmap-page p0 a0 ram';

  it('lets the IOMMU map the page at the address, until another one comes there', () => {
    expect(says(model(map), { mapped: 5, now: 5 })).toEqual([]);
    expect(says(model(map), { mapped: 5, now: 6 })).toEqual([
      `${byIommu}: ${at} the IOMMU maps another page than the one at a0 of mm0, which was pinned.`,
    ]);
    expect(says(model(map, replaced), { mapped: 5, now: 6 })).toEqual([]);
    expect(says(model(map, replaced), { mapped: 6, now: 6 })).toEqual([
      `${byIommu}: ${at} the IOMMU maps the page that is now at a0 of mm0, but another one was pinned.`,
    ]);
    expect(says(model(map, 'munmap-page p0 a0'), { mapped: 5 })).toEqual([]);
  });

  it('lets no page of memory be where a reserved one was pinned', () => {
    expect(says(model('map p0 c0 i0 a3 1 rw'), { mapped: 5 })).toEqual([
      expect.stringMatching(/^the IOMMU maps another page than was pinned: .* a reserved page/),
    ]);
    expect(says(model('map p0 c0 i0 a3 1 rw'), {})).toEqual([]);
  });

  it('leaves memory of another mm, and none, to other laws', () => {
    const pages = { mapped: 5, given: 5, now: 6 };
    const foreign = { mapped: 2, external: 2, pages };
    const two = model('attach p0 c0 g0', 'fork p0 -> p1', map, 'pin g0 i0 1');
    expect(told(pageIdentity, two, 'mlock p0 a2', success, foreign)).toEqual([]);
    expect(says(two, { now: 6 })).toEqual([]);
    const half = { mapped: 2, external: 1, pages: { mapped: 5, given: 6, now: 6 } };
    expect(told(pageIdentity, two, 'mlock p0 a2', success, half)).toEqual([]);
    const reserved = model('fork p0 -> p1', 'map p0 c0 i0 a3 1 rw');
    expect(told(pageIdentity, reserved, 'mlock p0 a2', success, foreign)).toEqual([]);
  });

  it('compares the address of the mapping now, after it was handed over and back', () => {
    const there = model(map, 'unmap-vaddr p0 c0 i0', 'map-vaddr p0 c0 i0 a1');
    expect(says(there, { mapped: 5, now: 6 })).toEqual([]);
    expect(says(there, { mapped: 5, now: 5 })).toHaveLength(1);
    there.and('unmap-vaddr p0 c0 i0', 'map-vaddr p0 c0 i0 a0');
    expect(says(there, { mapped: 5, now: 5 })).toEqual([]);
  });

  it('lets a driver have the page at the address when it pins', () => {
    expect(says(pinnedByBoth(), { mapped: 5, given: 5, now: 5 })).toEqual([]);
    expect(says(pinnedByBoth(replaced), { mapped: 5, given: 6, now: 6 })).toEqual([]);
    expect(says(pinnedByBoth(replaced), { mapped: 5, given: 5, now: 6 })).toEqual([
      `${byDriver}: ${at} a driver has another page than the one at a0 of mm0, which was pinned.`,
      `${byDriver}: ${at} a driver has the page of the IOMMU, but they have pinned two pages.`,
    ]);
  });

  it('knows whether two old pages are one', () => {
    const one = pinnedByBoth().and(replaced);
    expect(says(one, { mapped: 5, given: 5, now: 7 })).toEqual([]);
    expect(says(one, { mapped: 5, given: 6, now: 7 })).toEqual([
      `${byDriver}: ${at} a driver has another page than the IOMMU, but both have pinned one page.`,
    ]);
    const two = pinnedByBoth(replaced).and(replaced);
    expect(says(two, { mapped: 5, given: 6, now: 7 })).toEqual([]);
    expect(says(two, { mapped: 5, given: 5, now: 7 })).toHaveLength(1);
  });
});

describe('drivers-notified', () => {
  const two: Model = afterIn(
    'vfio',
    'container p0 type1v2 -> c0',
    'attach p0 c0 g0',
    'attach p0 c0 g2',
    'map p0 c0 i0 a0 2 rw',
    'pin g0 i0 1',
    'pin g2 i1 1',
  );
  const all = 'unmap p0 c0 i0 2';
  const gaveUp = failed('EDEADLOCK');
  const both = ['g0 i0', 'g2 i1'];

  it('lets unmap give up if every driver that keeps a page was notified', () => {
    expect(told(driversNotified, two, all, gaveUp, { kept: both, notified: both })).toEqual([]);
    const one = { kept: ['g2 i1'], notified: ['g2 i1'] };
    expect(told(driversNotified, two, all, gaveUp, one)).toEqual([]);
  });

  it('is broken if no driver keeps a page', () => {
    expect(told(driversNotified, two, all, gaveUp, { notified: both })).toEqual([
      'unmap gives up although every driver has unpinned: unmap p0 c0 i0 2 gave up, but no driver has a page of the range pinned any more, by their own records.',
    ]);
  });

  it('is broken if one that keeps a page was not notified of this page', () => {
    const seen = { kept: both, notified: ['g0 i0', 'g2 i0'] };
    expect(told(driversNotified, two, all, gaveUp, seen)).toEqual([
      'unmap gives up without notifying a driver: unmap p0 c0 i0 2 gave up, but the driver of g2, which has i1 pinned, was not notified.',
    ]);
  });

  it('lets unmap stop at one mapping, before it notifies anybody of the others', () => {
    const separate = afterIn(
      'vfio',
      'container p0 type1v2 -> c0',
      'attach p0 c0 g0',
      'map p0 c0 i0 a0 1 rw',
      'map p0 c0 i1 a1 1 rw',
      'pin g0 i0 2',
    );
    const kept = ['g0 i0', 'g0 i1'];
    for (const notified of [['g0 i0'], ['g0 i1']])
      expect(told(driversNotified, separate, all, gaveUp, { kept, notified })).toEqual([]);
    expect(told(driversNotified, separate, all, gaveUp, { kept })).toHaveLength(1);
  });

  it('leaves other answers to the rule of unmap', () => {
    const done: Answer = { errno: 0, value: 2 };
    for (const answer of [done, failed('EINVAL')])
      expect(told(driversNotified, two, all, answer, {})).toEqual([]);
    const free = model(map);
    expect(told(driversNotified, free, 'unmap p0 c0 i0 1', gaveUp, {})).toEqual([]);
  });
});

describe('the laws of VFIO', () => {
  it('say nothing in a world without it', () => {
    const sva = afterIn('sva');
    const blind = {} as Observation; // asked nothing
    const view: View = {
      state: sva.state,
      seen: blind,
      shows: new Set(),
      splatsBefore: 0,
      last: undefined,
    };
    for (const law of [lockedVm, pinBalance, failureAtomicity, lockedVmUnderflow]) {
      const was = law.measure!(view);
      law.onStep!(view, was, () => expect.unreachable());
    }
    for (const law of [isolation, pinnedTranslation]) law.after!(view, () => expect.unreachable());
  });

  it.each(['memlock-limit', 'pin-result', 'unmap-terminates'])('%s is judged by rules', (name) => {
    const law = findLaw(name);
    expect([law.after, law.onStep, law.atRest]).toEqual([undefined, undefined, undefined]);
  });
});
