import { describe, expect, it } from 'vitest';
import { SLOT_BITS } from './kinds.ts';
import { form, make, two, wait, type Fill } from '../testing/sample-memory.ts';

describe('states have the same form', () => {
  const table: [string, Fill, Fill][] = [
    [
      'if objects lie at other places, in another generation',
      ({ mms, files }) => make(files, 0, { mm: make(mms, 0, { users: 2 }) }),
      ({ mms, files }) => make(files, 3, { mm: make(mms, 2, { users: 2, generation: 7 }) }),
    ],
    [
      'if names are exchanged',
      ({ files }) => [make(files, 0, { name: 0, flags: 1 }), make(files, 1, { name: 1 })],
      ({ files }) => [make(files, 0, { name: 1, flags: 1 }), make(files, 1, { name: 0 })],
    ],
    [
      'if names are others',
      ({ mms, entries }) => [make(mms, 0, { id: 1 }), (entries[1]!.mm = 1)],
      ({ mms, entries }) => [make(mms, 0, { id: 9 }), (entries[1]!.mm = 9)],
    ],
    [
      'if a set holds the same rows elsewhere',
      ({ files, tasks }) => {
        for (const i of [0, 1, 2]) make(files, i, { name: i, flags: i });
        Object.assign(tasks[0]!, { live: 1, fds: 0b011 });
      },
      ({ files, tasks }) => {
        for (const i of [0, 1, 2]) make(files, 5 - i, { name: i, flags: i });
        Object.assign(tasks[3]!, { live: 1, fds: 0b110000 });
      },
    ],
    [
      'if ticks are further apart',
      ({ works, waiting }) => {
        make(works, 0, { until: 2, tick: 4 });
        make(waiting, 0, { tick: 1 });
        make(waiting, 1, { tick: 3, kind: 1 });
      },
      ({ works, waiting }) => {
        make(works, 0, { until: 200, tick: 400 });
        make(waiting, 0, { tick: 10 });
        make(waiting, 1, { tick: 399, kind: 1 });
      },
    ],
    [
      'whichever of two waits longer, if no barrier lies between them',
      ({ works, waiting }) => {
        make(works, 0, { until: 5, tick: 6 });
        make(waiting, 0, { tick: 1 });
        make(waiting, 1, { tick: 2, kind: 1 });
      },
      ({ works, waiting }) => {
        make(works, 0, { until: 5, tick: 6 });
        make(waiting, 0, { tick: 2 });
        make(waiting, 1, { tick: 1, kind: 1 });
      },
    ],
    [
      'if only a counter has run further',
      ({ files }) => make(files, 0),
      ({ files }) => make(files, 0, { reads: 12 }),
    ],
    [
      'whatever lies where no object is',
      ({ files }) => make(files, 1),
      ({ files }) => [make(files, 1), Object.assign(files[0]!, { name: 3, flags: 9, mm: 65 })],
    ],
    [
      'whatever a stale pointer pointed to',
      ({ files }) => make(files, 0, { mm: (1 << SLOT_BITS) + 1 }),
      ({ files, mms }) => {
        make(files, 0, { mm: (4 << SLOT_BITS) + 3 });
        Object.assign(mms[2]!, { live: 0, generation: 4, users: 1 });
      },
    ],
    [
      'if what belongs to a device belongs to another one',
      ({ entries }) => (entries[1]!.mm = 1),
      ({ entries }) => (entries[4]!.mm = 1),
    ],
    [
      'if what belongs to a row went with it',
      ({ mms, tlb }) => [make(mms, 0, { id: 1 }), (tlb[1]!.mm = 1)],
      ({ mms, tlb }) => [make(mms, 2, { id: 1 }), (tlb[3]!.mm = 1)],
    ],
    [
      'if a place without an object is the same one of those that are free',
      ({ mms, tlb }) => [make(mms, 0, { id: 2 }), (tlb[2]!.mm = 1)],
      ({ mms, tlb }) => [make(mms, 1, { id: 2 }), (tlb[1]!.mm = 1)],
    ],
  ];
  it.each(table)('%s', (_what, one, other) => {
    expect(form(other)).toBe(form(one));
  });
});

describe('states have different forms', () => {
  const table: [string, Fill, Fill][] = [
    [
      'if a value differs',
      ({ mms }) => make(mms, 0, { users: 1 }),
      ({ mms }) => make(mms, 0, { users: 2 }),
    ],
    [
      'if there is one more object',
      ({ mms }) => make(mms, 0, { id: 1 }),
      ({ mms }) => [make(mms, 0, { id: 1 }), make(mms, 1, { id: 2 })],
    ],
    [
      'if objects of other kinds exist',
      ({ works }) => make(works, 0),
      ({ waiting }) => make(waiting, 0),
    ],
    [
      'if a pointer points to another object',
      ({ mms, files }) => [make(files, 0, { mm: make(mms, 0, { id: 1 }) }), make(mms, 1, two)],
      ({ mms, files }) => [make(files, 0, { mm: make(mms, 1, two) }), make(mms, 0, { id: 1 })],
    ],
    [
      'if a pointer is stale, or null',
      ({ files }) => make(files, 0, { mm: (1 << SLOT_BITS) + 1 }),
      ({ files }) => make(files, 0, { mm: 0 }),
    ],
    [
      'if a pointer is stale because its place was used again, or is not',
      ({ files, mms }) => [make(mms, 0, { generation: 2 }), make(files, 0, { mm: 65 })],
      ({ files, mms }) => make(files, 0, { mm: make(mms, 0, { generation: 2 }) }),
    ],
    [
      'if two refer to the same name, or to two',
      ({ entries, pasids }) => [(entries[1]!.mm = 1), (pasids[1]!.owner = 1)],
      ({ entries, pasids }) => [(entries[1]!.mm = 1), (pasids[1]!.owner = 2)],
    ],
    [
      'if a name is that of an object, or of none',
      ({ mms, entries }) => [make(mms, 0, { id: 1 }), (entries[1]!.mm = 1)],
      ({ mms, entries }) => [make(mms, 0, { id: 1 }), (entries[1]!.mm = 2)],
    ],
    [
      'if a set holds another of the rows',
      ({ files, tasks }) => {
        for (const i of [0, 1]) make(files, i, { name: i, flags: i });
        Object.assign(tasks[0]!, { live: 1, fds: 0b01 });
      },
      ({ files, tasks }) => {
        for (const i of [0, 1]) make(files, i, { name: i, flags: i });
        Object.assign(tasks[0]!, { live: 1, fds: 0b10 });
      },
    ],
    [
      'if a barrier lies between two that wait, or before both',
      ({ works, waiting }) => [make(works, 0, { until: 2, tick: 9 }), wait(waiting, 1, 3)],
      ({ works, waiting }) => [make(works, 0, { until: 1, tick: 9 }), wait(waiting, 2, 3)],
    ],
    [
      'if one that waits is as late as the barrier, or earlier',
      ({ works, waiting }) => [make(works, 0, { until: 2, tick: 9 }), wait(waiting, 2)],
      ({ works, waiting }) => [make(works, 0, { until: 2, tick: 9 }), wait(waiting, 1)],
    ],
    [
      'if the other of two waits behind the barrier',
      ({ works, waiting }) => [make(works, 0, { until: 2, tick: 9 }), wait(waiting, 1, 3)],
      ({ works, waiting }) => [make(works, 0, { until: 2, tick: 9 }), wait(waiting, 3, 1)],
    ],
    [
      'if barriers are one or two',
      ({ works }) => [make(works, 0, { until: 1, tick: 2 }), make(works, 1, { until: 1, tick: 3 })],
      ({ works }) => [make(works, 0, { until: 1, tick: 2 }), make(works, 1, { until: 2, tick: 3 })],
    ],
    [
      'if it is another of those that belong to the device',
      ({ entries }) => (entries[1]!.mm = 1),
      ({ entries }) => (entries[2]!.mm = 1),
    ],
    [
      'if two belong to one device, or to two',
      ({ entries }) => [(entries[0]!.mm = 1), (entries[1]!.mm = 2)],
      ({ entries }) => [(entries[0]!.mm = 1), (entries[4]!.mm = 2)],
    ],
    [
      'if a number that means itself is another',
      ({ pasids }) => (pasids[1]!.owner = 1),
      ({ pasids }) => (pasids[2]!.owner = 1),
    ],
    [
      'if a place without an object is another one of those that are free',
      ({ mms, tlb }) => [make(mms, 0, { id: 2 }), (tlb[2]!.mm = 1)],
      ({ mms, tlb }) => [make(mms, 0, { id: 2 }), (tlb[3]!.mm = 1)],
    ],
  ];
  it.each(table)('%s', (_what, one, other) => {
    expect(form(other)).not.toBe(form(one));
  });
});
