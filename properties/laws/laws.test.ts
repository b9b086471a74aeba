import { describe, expect, it } from 'vitest';
import { sameViolation, violationText } from '../../model/judgement.ts';
import type { Place } from '../../model/place.ts';
import type { Switches } from '../../implementation/kernel/switches.ts';
import { observableKinds } from '../../model/observation.ts';
import { findWorld } from '../../model/worlds.ts';
import { brokenBy } from '../../testing/judge.ts';
import { findLaw, laws } from './index.ts';
import { defects } from '../../defects/index.ts';

/** A guest that has bound a PASID. */
const bound = ['set-open p0 1 -> s0', 'guest-alloc p0 s0 -> v0', 'guest-bind p0 s0 v0 e0'];

/** Each law, by a mechanism that breaks it and the shortest trace that shows it there. */
const breaks: readonly {
  readonly law: string;
  readonly place: Place;
  readonly off: Partial<Switches>;
  readonly trace: readonly string[];
  readonly world?: string;
  /** Says what the reader of a report needs: which mm, which PASID, which device. */
  readonly witness: string;
}[] = [
  {
    law: 'pasid-uniqueness',
    place: { clause: 'handed out while held' },
    off: { pasidFreeAt: 'mmput' },
    trace: ['open p0 d0 -> f0', 'fork p0 -> p1', 'exit p0', 'open p1 d0 -> f1'],
    witness:
      'open answered PASID 1. Admitted: a PASID that nobody holds; 1 is held by the bond of f0 with mm0, kept open by p1.',
  },
  {
    law: 'pasid-uniqueness',
    place: { clause: 'two address spaces claim it' },
    off: { forkPasid: 'copied' },
    trace: ['open p0 d0 -> f0', 'fork p0 -> p1'],
    witness: 'mm0 and mm1 are both in use and both have mm->pasid 1.',
  },
  {
    law: 'no-reuse-while-referenced',
    place: { clause: 'a PASID is free or another’s while something still refers to its old life' },
    off: { pasidFreeAt: 'mmput' },
    trace: ['open p0 d0 -> f0', 'fork p0 -> p1', 'exit p0'],
    witness: 'd0’s entry 1 names mm0, but PASID 1 is free in the allocator.',
  },
  {
    law: 'no-context-after-free',
    place: { clause: 'an entry outlives its PASID' },
    off: { guestFree: 'untold' },
    trace: [...bound, 'guest-free p0 s0 v0'],
    world: 'sets-small',
    witness:
      'e0 has an entry for PASID 1 that leads to the guest of mm0, but 1 is free in the allocator.',
  },
  {
    law: 'no-context-after-free',
    place: { clause: 'an entry of an earlier life' },
    off: { guestFree: 'cleaned-later' },
    trace: [...bound, 'guest-free p0 s0 v0', 'guest-alloc p0 s0 -> v1'],
    world: 'sets-small',
    witness:
      'e0 has an entry for PASID 1 that leads to the guest of mm0, but who has 1 now has not bound it.',
  },
  {
    law: 'set-permission',
    place: { clause: 'guest-bind by another mm' },
    off: { guestOwner: 'not-checked' },
    trace: [...bound.slice(0, 2), 'fork p0 -> p1', 'guest-bind p1 s0 v0 e0'],
    world: 'sets-small',
    witness: 'p1 runs in mm1, but v0 is a PASID of s0, which is for mm0.',
  },
  {
    law: 'set-permission',
    place: { clause: 'a PASID was taken from its set' },
    off: { guestFreeOf: 'any-set' },
    trace: [
      'fork p0 -> p1',
      'set-open p1 1 -> s0',
      'set-open p0 1 -> s1',
      'guest-alloc p0 s1 -> v0',
      'guest-free p1 s0 v0',
    ],
    world: 'sets-small',
    witness:
      'v0 is PASID 1 of s1, which is for mm0, and nobody who may has freed it; but in the allocator it is free.',
  },
  {
    law: 'subscribers-told',
    place: { clause: 'KVM does not know a PASID that is bound' },
    off: { setSubscribers: 'lost' },
    trace: ['kvm-open p0', ...bound],
    world: 'sets-small',
    witness: 'the guest of mm0 has bound PASID 1, but the KVM of mm0 does not translate to it.',
  },
  {
    law: 'subscribers-told',
    place: { clause: 'KVM keeps a PASID that is not bound' },
    off: { guestFree: 'untold' },
    trace: ['kvm-open p0', ...bound, 'guest-free p0 s0 v0'],
    world: 'sets-small',
    witness: 'the KVM of mm0 still translates to PASID 1, which its guest has not bound.',
  },
  {
    law: 'leaf-tables',
    place: { clause: 'a table has more leaves than its PASIDs ever needed' },
    off: { pasidOrder: 'cyclic' },
    trace: ['alloc -> n0', 'free n0', 'open p0 d0 -> f0'],
    world: 'sva-leaves',
    witness:
      'the table of d0 has 2 leaves of 2 entries, but at most 1 PASID was in use at once, for which 1 would be enough.',
  },
  {
    law: 'set-quota',
    place: { clause: 'a set has more PASIDs than its quota' },
    off: { setStoreFails: 'answers-pasid' },
    trace: [
      'set-open p0 1 -> s0',
      'guest-alloc p0 s0 -> v0 [allocation 2 fails]',
      'guest-alloc p0 s0 -> v1',
    ],
    world: 'sets-small',
    witness: 'guest-alloc gave s0 PASID 1, but it has 1 of a quota of 1.',
  },
  {
    law: 'isolation',
    place: { clause: 'reached a foreign mm' },
    off: { pasidFreeAt: 'last-unbind', unbindInvalidate: 'never' },
    trace: [
      'open p0 d0 -> f0',
      'start p0 f0',
      'dma f0',
      'close p0 f0',
      'fork p0 -> p1',
      'open p1 d0 -> f1',
      'start p1 f1',
      'dma f1',
    ],
    witness: 'the queue of f1 works for mm1 under PASID 1, but its DMA reached the memory of mm0.',
  },
  {
    law: 'isolation',
    place: { clause: 'submitted for a foreign mm' },
    off: { idxdWrite: 'any-mm' },
    trace: ['open p0 d0 -> f0', 'fork p0 -> p1', 'write p1 f0'],
    world: 'enqcmd-small',
    witness: 'p1 runs in mm1, but the device worked in mm0 for its write.',
  },
  {
    law: 'submitter-pasid',
    place: { clause: 'a register holds the PASID of another owner' },
    off: { forkRegister: 'copied' },
    trace: ['open p0 d0 -> f0', 'enqcmd p0 f0', 'fork p0 -> p1'],
    world: 'enqcmd-small',
    witness: 'p1 runs in mm1 and submits under PASID 1, which belongs to mm0.',
  },
  {
    law: 'submitter-pasid',
    place: { clause: 'a register holds a PASID that is free' },
    off: { pasidFreeAt: 'last-unbind' },
    trace: ['open p0 d0 -> f0', 'enqcmd p0 f0', 'close p0 f0'],
    world: 'enqcmd-small',
    witness: 'p0 submits under PASID 1, which is free in the allocator.',
  },
  {
    law: 'page-response',
    place: { clause: 'an answer before the last request of its group' },
    off: { prqServe: 'in-thread', prqAnswers: 'each' },
    trace: ['open p0 d0 -> f0', 'request f0 r0 more', 'prq', 'deliver d0'],
    world: 'vtd-small',
    witness: 'd0 had asked for mm0.',
  },
  {
    law: 'page-response',
    place: { clause: 'a page of a foreign mm' },
    off: { prqDrain: 'nowhere' },
    trace: [
      'open p0 d0 -> f0',
      'request f0 r0 last',
      'abort f0',
      'exec p0',
      'open p0 d0 -> f1',
      'prq',
      'iopf',
    ],
    world: 'vtd-small',
    witness: 'd0 had asked for mm0 and got that for mm1.',
  },
  {
    law: 'requests-drained',
    place: { clause: 'a device waits for the answer to an old request' },
    off: { prqDrain: 'nowhere' },
    trace: ['open p0 d0 -> f0', 'request f0 r0 last', 'abort f0', 'close p0 f0'],
    world: 'vtd-small',
    witness: 'd0 waits with r0 for a page of mm0, which is not bound to it any more.',
  },
  {
    law: 'requests-drained',
    place: { clause: 'an old request is still queued' },
    off: { parkedFaults: 'kept' },
    trace: ['open p0 d0 -> f0', 'request f0 r0 more', 'prq', 'exit p0'],
    world: 'vtd-small',
    witness: 'a request of r0 of d0 for mm0 is still queued, but that is not bound to it any more.',
  },
  {
    law: 'no-stale-translation',
    place: { clause: 'a cached translation outlives its bond' },
    off: { unbindInvalidate: 'never' },
    trace: ['open p0 d0 -> f0', 'start p0 f0', 'dma f0', 'close p0 f0'],
    witness: 'd0 still has pages of mm0 cached under PASID 1, but no bond has that mm and PASID.',
  },
  {
    law: 'no-splat',
    place: { splat: 'use-after-free', where: 'arm_smmu_sva_unbind', what: 'arm_smmu_bond' },
    off: { bondPins: 'mm_users', mmputInUnbind: 'after-bond-freed' },
    trace: ['open p0 d0 -> f0', 'close p0 f0'],
    witness: 'use-after-free in arm_smmu_sva_unbind: arm_smmu_bond.',
  },
  {
    law: 'no-splat',
    place: {
      splat: 'out of bounds',
      where: 'arm_smmu_write_ctx_desc',
      what: 'substream N of the CD table',
    },
    off: { pasidFreeAt: 'mmput', unbindIndex: 'mm-pasid' },
    trace: ['open p0 d0 -> f0', 'exit p0'],
    witness: 'out of bounds in arm_smmu_write_ctx_desc: substream -1 of the CD table.',
  },
  {
    law: 'no-splat',
    place: { splat: 'recursive locking', where: 'arm_smmu_mm_release', what: 'sva_lock' },
    off: { bondPins: 'mm_users', mmputInUnbind: 'under-lock' },
    trace: ['open p0 d0 -> f0', 'exit p0'],
    witness: 'recursive locking in arm_smmu_mm_release: sva_lock.',
  },
  {
    law: 'no-splat',
    place: { splat: 'double free', where: 'uacce_vma_close', what: 'uacce_qfile_region' },
    off: { uacceMremap: 'moved', uacceVmaClose: 'keeps-region' },
    trace: ['open p0 d0 -> f0', 'mmap p0 f0 mmio', 'mremap p0 f0 mmio', 'munmap p0 f0 mmio'],
    witness: 'double free in uacce_vma_close: uacce_qfile_region.',
  },
  {
    law: 'liveness',
    place: { clause: 'a reference cycle keeps an mm' },
    off: { bondPins: 'mm_users' },
    trace: ['open p0 d0 -> f0', 'mmap p0 f0 mmio', 'exit p0'],
    witness:
      'no process can reach mm0, but a reference cycle keeps it: mm0 -> its mapping of f0 -> f0 -> the bond of f0 -> mm0.',
  },
  {
    law: 'balance-at-rest',
    place: { clause: 'something is left' },
    off: { bondPins: 'mm_users', mmgetInBind: 'always' },
    trace: ['alloc -> n0', 'open p0 d0 -> f0', 'exit p0'],
    world: 'sva-one-pasid',
    witness:
      'no process is alive and all deferred work has run, but there is still: mm_struct mm0 (mm_users 1, mm_count 1), held by nothing that is left.',
  },
  {
    law: 'pasid-stability',
    place: { clause: 'mm->pasid changed under a bond' },
    off: { pasidFreeAt: 'mmput' },
    trace: ['open p0 d0 -> f0', 'fork p0 -> p1', 'exit p0'],
    witness: 'mm0 is bound to d0 under PASID 1, but mm->pasid is now none.',
  },
  {
    law: 'fresh-mm',
    place: { clause: 'an mm has a PASID that nobody gave it' },
    off: { forkPasid: 'copied' },
    trace: ['open p0 d0 -> f0', 'fork p0 -> p1'],
    witness: 'p1 never bound its mm1, but mm->pasid is 1.',
  },
  {
    law: 'answers-conform',
    place: { command: 'open', answer: 'EBUSY' },
    off: { bindReuse: 'attach-again' },
    trace: ['open p0 d0 -> f0', 'open p0 d0 -> f1'],
    witness: 'open answered EBUSY. Admitted: PASID 1 again.',
  },
  {
    law: 'answers-conform',
    place: { command: 'open', answer: 'ENOMEM' },
    off: { allocFailure: 'invalid-ioasid' },
    trace: ['alloc -> n0', 'open p0 d0 -> f0'],
    world: 'sva-one-pasid',
    witness: 'open answered ENOMEM. Admitted: a PASID that nobody holds, or ENOSPC.',
  },
  {
    law: 'answers-conform',
    place: { command: 'mmap', answer: 'EEXIST' },
    off: { uacceVmaClose: 'keeps-region' },
    trace: ['open p0 d0 -> f0', 'mmap p0 f0 mmio', 'munmap p0 f0 mmio', 'mmap p0 f0 mmio'],
    witness: 'mmap answered EEXIST. Admitted: success.',
  },
  {
    law: 'answers-conform',
    place: { command: 'dma', answer: 'aborted' },
    off: { pasidFreeAt: 'mmput', liveCdRewrite: 'asid-only' },
    trace: [
      'open p0 d0 -> f0',
      'fork p0 -> p1',
      'exit p0',
      'open p1 d0 -> f1',
      'start p1 f1',
      'dma f1',
    ],
    witness: 'mm1 is bound under PASID 1 and alive, but the DMA of f1 was answered “aborted”.',
  },
];

const lawsOfVfio = [
  'locked-vm',
  'memlock-limit',
  'pin-balance',
  'pinned-translation',
  'failure-atomicity',
  'locked-vm-underflow',
  'pin-result',
  'unmap-terminates',
  'drivers-notified',
  'page-identity',
];

describe('the laws', () => {
  it('have different names', () => {
    expect(new Set(laws.map((law) => law.name)).size).toBe(laws.length);
  });

  it('are those that the catalogue speaks of', () => {
    for (const defect of defects) expect(() => findLaw(defect.law)).not.toThrow();
  });

  it.each(laws)('$name has a title, and a reason for someone who never met it', (law) => {
    expect(law.title).toMatch(/^[A-Z]/);
    expect(law.title.length).toBeLessThan(80);
    expect(law.because.length).toBeGreaterThan(60);
  });

  it.each(laws)('$name needs only what can be observed', ({ needs }) => {
    for (const need of needs) expect(observableKinds).toContain(need);
  });

  it('are each broken by some mechanism below', () => {
    // what overlaps is judged in checker/overlap.ts; the laws of VFIO have their own suite
    const elsewhere = new Set(['linearizability', ...lawsOfVfio]);
    const here = laws.filter(({ name }) => !elsewhere.has(name));
    expect(new Set(breaks.map(({ law }) => law))).toEqual(new Set(here.map((law) => law.name)));
  });
});

describe.each(breaks.map((b) => ({ ...b, title: violationText(b) })))(
  '$title',
  ({ law, place, off, trace, world, witness }) => {
    const shown = (switches: Partial<Switches>, lines: readonly string[]) =>
      brokenBy(switches, lines, findWorld(world ?? 'sva'));

    it(`is broken by ${JSON.stringify(off)} at the last command, and says how`, () => {
      const atTheEnd = shown(off, trace).filter((b) => sameViolation(b, { law, place }));
      const step = law === 'balance-at-rest' ? trace.length + 1 : trace.length;
      expect(atTheEnd).toEqual([{ step, law, place, witness }]);
    });

    it('is not broken before that', () => {
      const before = shown(off, trace.slice(0, -1));
      expect(before.filter((b) => sameViolation(b, { law, place }))).toEqual([]);
    });

    it('holds if any of these switches has the value of the reference', () => {
      for (const name of Object.keys(off)) {
        const mended = Object.fromEntries(Object.entries(off).filter(([other]) => other !== name));
        const still = shown(mended, trace).filter((b) => sameViolation(b, { law, place }));
        expect(still, `with ${name} at its reference`).toEqual([]);
      }
    });
  },
);

describe('in an IOMMU group that devices share, no-stale-translation', () => {
  const group = findWorld('sva-group');
  const uses = ['open p0 d0 -> f0', 'open p0 d1 -> f1', 'start p0 f1', 'dma f1', 'close p0 f1'];

  it('lets a device keep what it cached while the PASID is attached through another', () => {
    expect(brokenBy({}, uses, group)).toEqual([]);
  });

  it('is broken when the last of them has unbound, on whichever device it is cached', () => {
    const broken = brokenBy({ unbindInvalidate: 'never' }, [...uses, 'close p0 f0'], group);
    expect(broken.map(({ step, law }) => `${step} ${law}`)).toContain('6 no-stale-translation');
    expect(broken.map(({ step }) => step)).not.toContain(5);
  });
});
