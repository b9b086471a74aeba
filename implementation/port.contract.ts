import { describe, expect, it } from 'vitest';
import { errno, errnos } from '../model/answer.ts';
import { commands } from '../model/commands/index.ts';
import { parseCommand } from '../model/parse.ts';
import { findWorld, type World, worlds } from '../model/world.ts';
import { inWords, Model, rulesOf } from '../testing/model.ts';
import type { Port } from './port.ts';
import type { Observable } from '../model/observation.ts';

/** What is different about an implementation that stands for something of the past. */
export interface Allowances {
  /** It has no mediated devices: what is promised of them is skipped. */
  readonly noMediated?: boolean;
  /** Promises that it does not keep, and why: by a mistake that it is there to show. They have to be broken. */
  readonly breaks?: Readonly<Record<string, string>>;
}

/**
 * What the checker relies on in anything under test. A suite of an implementation is one call of
 * `portContract`; what that implementation cannot do or show is skipped, and the reason is in the
 * report of the test.
 */
export function portContract(
  make: () => Port,
  { noMediated = false, breaks = {} }: Allowances = {},
): void {
  const { capabilities } = make();
  const promises = contract.map((clause) => clause.promise);
  for (const promise of Object.keys(breaks)) expect(promises).toContain(promise);
  for (const { promise, needs = [], knows = [], mediated = false, holds } of contract) {
    if (mediated && noMediated) {
      it.skip(`${promise} (it has no mediated devices)`, () => {});
      continue;
    }
    if (breaks[promise] !== undefined) {
      it.fails(`not: ${promise} (${breaks[promise]})`, () => holds(make()));
      continue;
    }
    const unknown = knows.filter((kind) => !capabilities.commands.has(kind));
    if (unknown.length > 0) {
      it.skip(`${promise} (it does not know ${unknown.join(', ')})`, () => {});
      continue;
    }
    const lacking = needs.filter((need) => !capabilities.observes.has(need));
    if (lacking.length > 0)
      it.skip(`${promise} (cannot be seen: it shows no ${lacking.join(', ')})`, () => {});
    else it(promise, () => holds(make()));
  }
  describe.each(worlds)('in world $name', (world) => {
    it('answers every command that makes sense with an errno that there is', () => {
      const port = make();
      port.reset(world);
      const model = new Model(world);
      for (const line of everyKind) {
        if (!model.isPossible(line)) continue;
        const a = port.apply(parseCommand(line));
        expect(errnos[a.errno], line).toBeDefined();
        if (a.errno !== errno.OK) expect(a.value, line).toBe(0);
        model.answered(line, a);
      }
    });
  });
}

interface Clause {
  readonly promise: string;
  /** What has to be observable for the promise to be tested. */
  readonly needs?: readonly Observable[];
  /** Commands that it takes. */
  readonly knows?: readonly string[];
  /** Whether a mediated device pins in it. */
  readonly mediated?: boolean;
  readonly holds: (port: Port) => void;
}

const sva = findWorld('sva');
const small = findWorld('sva-small');
const vfio = findWorld('vfio');
const passthrough = findWorld('vfio-passthrough');
const kindsOfVfio = ['container', 'attach', 'map', 'unmap', 'pin', 'detach'];

/** Commands of VFIO, with what each leaves for the next. */
const ofVfio = [
  'container p0 type1v2 -> c0',
  'attach p0 c0 g0',
  'attach p0 c0 g1',
  'map p0 c0 i0 a0 1 rw',
  'pin g0 i0 1',
  'unpin g0 i0 1',
  'detach p0 g0',
  'unmap-vaddr p0 c0 i0',
  'map-vaddr p0 c0 i0 a1',
  'dirty p0 c0 start',
  'setrlimit p0 1',
  'mlock p0 a1',
  'munlock p0 a1',
  'munmap-page p0 a1',
  'mmap-page p0 a1 ram',
  'contend p0',
  'dropcap p0',
  'unmap p0 c0 i0 1',
  'detach p0 g1',
  'close-container p0 c0',
];

/** Every kind of command, in an order in which most make sense in every world. */
const everyKind = [
  'open p0 d0 -> f0',
  'open p0 d0 -> f1',
  'fork p0 -> p1',
  'mmap p0 f0 mmio',
  'mmap p0 f0 dus',
  'touch p0 f0 mmio',
  'mremap p0 f0 mmio',
  'munmap p0 f0 mmio',
  'start p0 f0',
  'dma f0',
  'bind p1 f0 -> h0',
  'bind p0 f0 -> h1',
  'unbind p0 h1',
  'putq p0 f0',
  'close p0 f1',
  'exec p1',
  'gp',
  'work',
  'exit p1',
  'clone p0 -> p2',
  'exit p2',
  'thread p0 -> p3',
  'exec p3',
  'exit p3',
  ...ofVfio,
  'exit p0',
  'gp',
  'work',
  'alloc -> n0',
  'free n0',
  'hotplug d0 remove',
  'hotplug d0 add',
];

/** Everybody closes what they opened, in good order: no defect of the past shows here. */
const orderly = [
  'open p0 d0 -> f0',
  'start p0 f0',
  'dma f0',
  'putq p0 f0',
  'close p0 f0',
  'fork p0 -> p1',
  'open p1 d0 -> f1',
  'mmap p1 f1 mmio',
  'munmap p1 f1 mmio',
  'close p1 f1',
  'exit p1',
  'exit p0',
];

const contract: readonly Clause[] = [
  {
    promise: 'has a name, and knows only commands that the model has',
    holds(port) {
      expect(port.name).toMatch(/./);
      const kinds = new Set(commands.map((r) => r.kind));
      expect([...port.capabilities.commands].filter((kind) => !kinds.has(kind))).toEqual([]);
    },
  },
  {
    promise: 'begins with one process p0',
    holds(port) {
      port.reset(sva);
      expect(answers(port, ['exec p0', 'exec p1'])).toEqual(['success', 'ESRCH']);
    },
  },
  {
    promise: 'begins with every device present',
    holds(port) {
      port.reset(sva);
      const opens = answers(port, ['open p0 d0 -> f0', 'open p0 d1 -> f1']);
      expect(opens).toEqual(['PASID 1', 'PASID 1']);
    },
  },
  {
    promise: 'begins with nothing bound, nothing cached and nothing in the log',
    needs: ['pasids', 'entries', 'caches', 'bonds', 'mms', 'splats'],
    holds(port) {
      port.reset(sva);
      expect(seenOf(port, sva)).toEqual({
        pasids: [],
        entries: [],
        caches: [],
        bonds: [],
        mms: ['mm0 in use'],
        splats: [],
        leftovers: ['1 mm_struct'],
        cycle: [],
      });
    },
  },
  {
    promise: 'knows no process that was never forked or has exited',
    holds(port) {
      port.reset(sva);
      expect(
        answers(port, ['open p1 d0 -> f0', 'fork p0 -> p1', 'exit p1', 'open p1 d0 -> f0']),
      ).toEqual(['ESRCH', 'success', 'success', 'ESRCH']);
    },
  },
  {
    promise: 'answers the same trace the same way twice, and looks the same afterwards',
    holds(port) {
      const runOnce = () => {
        port.reset(small);
        return { answers: answers(port, everyKind.slice(0, 24)), ...whole(port, small) };
      };
      expect(runOnce()).toEqual(runOnce());
    },
  },
  {
    promise: 'is as new after reset, whatever was in the midst of happening',
    holds(port) {
      port.reset(sva);
      const fresh = whole(port, sva);
      answers(port, everyKind.slice(0, 15));
      port.reset(sva);
      expect(whole(port, sva)).toEqual(fresh);
    },
  },
  {
    promise: 'is as new after reset to another world and back',
    holds(port) {
      port.reset(sva);
      answers(port, orderly);
      const there = whole(port, sva);
      port.reset(small);
      answers(port, everyKind.slice(0, 9));
      port.reset(sva);
      answers(port, orderly);
      expect(whole(port, sva)).toEqual(there);
    },
  },
  {
    promise: 'is not changed by being looked at',
    holds(port) {
      port.reset(sva);
      answers(port, everyKind.slice(0, 9));
      expect(whole(port, sva)).toEqual(whole(port, sva));
    },
  },
  {
    promise: 'has nothing to settle at the start',
    holds(port) {
      port.reset(sva);
      const before = whole(port, sva);
      port.settle();
      expect(whole(port, sva)).toEqual(before);
    },
  },
  {
    promise: 'has nothing left to settle once it has settled',
    holds(port) {
      port.reset(sva);
      answers(port, [...orderly.slice(0, 7), 'close p1 f1']);
      port.settle();
      const before = whole(port, sva);
      port.settle();
      expect(whole(port, sva)).toEqual(before);
    },
  },
  {
    promise: 'leaves nothing once everyone has closed and exited and it has settled',
    needs: ['rest'],
    holds(port) {
      port.reset(sva);
      answers(port, orderly);
      port.settle();
      expect(port.observe().leftovers()).toEqual([]);
    },
  },
  {
    promise: 'shows a bond, its table entry and the owner of its PASID',
    needs: ['pasids', 'entries', 'bonds', 'mms'],
    holds(port) {
      port.reset(sva);
      answers(port, ['fork p0 -> p1', 'open p1 d1 -> f0']);
      expect(seenOf(port, sva)).toMatchObject({
        pasids: ['PASID 1: mm1'],
        entries: ['d1 entry 1: mm1 present'],
        bonds: ['mm1 with d1 as PASID 1'],
        mms: ['mm0 in use', 'mm1 in use, PASID 1'],
      });
    },
  },
  {
    promise: 'shows what a device has cached',
    needs: ['caches'],
    holds(port) {
      port.reset(sva);
      answers(port, ['open p0 d0 -> f0', 'start p0 f0']);
      expect(seenOf(port, sva).caches).toEqual([]);
      answers(port, ['dma f0']);
      expect(seenOf(port, sva).caches).toEqual(['d0 under PASID 1: mm0']);
    },
  },
  {
    promise: 'shows a PASID that a driver took as its own, and does not count it as left over',
    needs: ['pasids', 'rest'],
    holds(port) {
      port.reset(sva);
      answers(port, ['alloc -> n0', 'exit p0']);
      port.settle();
      expect(port.observe().pasidOwner(1)).toBe(-1);
      expect(port.observe().leftovers()).toEqual([]);
    },
  },
  {
    promise: 'is not changed by a command that it refuses',
    holds(port) {
      port.reset(sva);
      answers(port, ['fork p0 -> p1', 'open p0 d0 -> f0', 'hotplug d1 remove']);
      const before = whole(port, sva);
      const refused = ['close p1 f0', 'mmap p1 f0 mmio', 'start p1 f0', 'bind p1 f0 -> h0'];
      expect(answers(port, [...refused, 'open p0 d1 -> f1'])).toEqual([
        'EBADF',
        'EBADF',
        'EBADF',
        'EBADF',
        'ENODEV',
      ]);
      expect(whole(port, sva)).toEqual(before);
    },
  },
  {
    promise: 'begins with no container and no group open, and nothing locked or pinned',
    needs: ['locked-vm', 'pins'],
    knows: kindsOfVfio,
    holds(port) {
      port.reset(vfio);
      expect(pinsOf(port)).toEqual({ locked: 0, pending: 0, references: 0, mapped: [0, 0, 0] });
      const early = ['detach p0 g0', 'container p0 type1v2 -> c0', 'map p0 c0 i0 a0 1 rw'];
      expect(answers(port, early)).toEqual(['EBADF', 'success', 'EINVAL']);
    },
  },
  {
    promise: 'pins nothing for a mapping until there is a device behind the IOMMU',
    needs: ['locked-vm', 'pins'],
    knows: kindsOfVfio,
    holds(port) {
      port.reset(vfio);
      answers(port, [...ofVfio.slice(0, 2), 'map p0 c0 i0 a0 2 rw']);
      expect(pinsOf(port)).toMatchObject({ locked: 0, references: 0, mapped: [0, 0, 0] });
      answers(port, ['attach p0 c0 g1']);
      expect(pinsOf(port)).toMatchObject({ locked: 2, references: 2, mapped: [1, 1, 0] });
    },
  },
  {
    promise: 'counts a page once that the IOMMU and a driver have pinned, and every reference',
    needs: ['locked-vm', 'pins'],
    knows: kindsOfVfio,
    mediated: true,
    holds(port) {
      port.reset(vfio);
      expect(answers(port, ofVfio.slice(0, 5)).at(-1)).toBe('1 page');
      expect(pinsOf(port)).toMatchObject({ locked: 1, references: 2 });
      expect(port.observe().externalMm(0, 0)).toBe(1);
      answers(port, ['unmap p0 c0 i0 1']);
      expect(pinsOf(port)).toMatchObject({ locked: 0, references: 0, mapped: [0, 0, 0] });
    },
  },
  {
    promise: 'leaves nothing of VFIO once everyone has exited and it has settled',
    needs: ['rest', 'pins'],
    knows: kindsOfVfio,
    mediated: true,
    holds(port) {
      port.reset(vfio);
      answers(port, [...ofVfio.slice(0, 5), 'exit p0']);
      port.settle();
      expect(port.observe().leftovers()).toEqual([]);
      expect(port.observe().pinReferences()).toBe(0);
    },
  },
  {
    promise: 'counts a page once that two pass-through devices reach, and leaves nothing of them',
    needs: ['locked-vm', 'pins', 'rest'],
    knows: ['container', 'attach', 'map', 'detach'],
    holds(port) {
      port.reset(passthrough);
      const lines = ['attach p0 c0 g0', 'attach p0 c0 g1', 'map p0 c0 i0 a0 1 rw'];
      answers(port, ['container p0 type1v2 -> c0', ...lines]);
      expect(pinsOf(port)).toMatchObject({ locked: 1, references: 1 });
      answers(port, ['detach p0 g0']);
      expect(pinsOf(port)).toMatchObject({ locked: 1, references: 1 });
      answers(port, ['exit p0']);
      port.settle();
      expect(port.observe().leftovers()).toEqual([]);
      expect(port.observe().pinReferences()).toBe(0);
    },
  },
];

/** What can be seen of locked and pinned pages of mm0, and of c0. */
function pinsOf(port: Port) {
  const o = port.observe();
  return {
    locked: o.lockedVm(1),
    pending: o.pendingCharge(1),
    references: o.pinReferences(),
    mapped: [0, 1, 2].map((iova) => o.mappedMm(0, iova)),
  };
}

function answers(port: Port, lines: readonly string[]): string[] {
  return lines.map((line) => {
    const c = parseCommand(line);
    return inWords(rulesOf(c.kind), port.apply(c));
  });
}

function whole(port: Port, world: World) {
  return { seen: seenOf(port, world), describe: port.describe() };
}

/** All that can be observed, as data that can be compared. */
function seenOf(port: Port, world: World) {
  const o = port.observe();
  const { observes } = port.capabilities;
  const pasids = Array.from({ length: world.pasids }, (_, i) => i + 1);
  const devices = Array.from({ length: world.devices }, (_, d) => d);
  const perEntry = (tell: (d: number, n: number) => string | undefined): string[] =>
    devices.flatMap((d) => pasids.flatMap((n) => tell(d, n) ?? []));
  const where = <T>(need: Observable, tell: () => T[]): T[] => (observes.has(need) ? tell() : []);
  return {
    pasids: where('pasids', () =>
      pasids.flatMap((n) => {
        const owner = o.pasidOwner(n);
        return owner === 0 ? [] : [`PASID ${n}: ${owner < 0 ? 'a driver' : `mm${owner - 1}`}`];
      }),
    ),
    entries: where('entries', () =>
      perEntry((d, n) => {
        const state = ['absent', 'present', 'quiet'][o.entry(d, n)];
        return state === 'absent'
          ? undefined
          : `d${d} entry ${n}: mm${o.entryMm(d, n) - 1} ${state}`;
      }),
    ),
    caches: where('caches', () =>
      perEntry((d, n) =>
        o.cachedMm(d, n) === 0 ? undefined : `d${d} under PASID ${n}: mm${o.cachedMm(d, n) - 1}`,
      ),
    ),
    bonds: where('bonds', () =>
      Array.from({ length: o.bondSlots }, (_, i) => i).flatMap((i) =>
        o.bondMm(i) === 0
          ? []
          : [`mm${o.bondMm(i) - 1} with d${o.bondDevice(i)} as PASID ${o.bondPasid(i)}`],
      ),
    ),
    mms: where('mms', () =>
      Array.from({ length: 12 }, (_, i) => i + 1).flatMap((mm) => {
        const pasid = o.mmPasid(mm);
        if (pasid === undefined) return [];
        const use = o.mmInUse(mm) ? 'in use' : 'ended';
        return [`mm${mm - 1} ${use}${pasid === 0 ? '' : `, PASID ${pasid}`}`];
      }),
    ),
    splats: where('splats', () => o.splats.map((s) => `${s.kind} in ${s.where}: ${s.what}`)),
    leftovers: where('rest', () => [...o.leftovers()]),
    cycle: where('mms', () => [...(o.referenceCycle() ?? [])]),
  };
}
