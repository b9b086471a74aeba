import { expect } from 'vitest';
import { commands } from '../model/order.ts';
import { findWorld } from '../model/worlds.ts';
import { answers, type Clause, seenOf, whole } from '../testing/clause.ts';

/** The promises about processes and the life of a PASID, and those of every implementation. */

const sva = findWorld('sva');
const small = findWorld('sva-small');

/** Commands of processes and of SVA; each prepares the state for the next. */
export const ofSva = [
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
];

/** Each process closes the files that it opened, in order: no past defect shows here. */
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

export const svaClauses: readonly Clause[] = [
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
        leftovers: [expect.stringContaining('mm0')],
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
        return { answers: answers(port, ofSva), ...whole(port, small) };
      };
      expect(runOnce()).toEqual(runOnce());
    },
  },
  {
    promise: 'is as new after reset, whatever was in the midst of happening',
    holds(port) {
      port.reset(sva);
      const fresh = whole(port, sva);
      answers(port, ofSva.slice(0, 15));
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
      answers(port, ofSva.slice(0, 9));
      port.reset(sva);
      answers(port, orderly);
      expect(whole(port, sva)).toEqual(there);
    },
  },
  {
    promise: 'is not changed by being looked at',
    holds(port) {
      port.reset(sva);
      answers(port, ofSva.slice(0, 9));
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
];
