import { describe, expect, it } from 'vitest';
import { findWorld } from '../../../model/worlds.ts';
import { Bench } from '../../../testing/kernel.ts';
import { Oops } from '../machine/splat.ts';
import type { Switches } from '../switches.ts';
import { pasidGet, pasidPut } from './ioasid-set.ts';

const bench = (switches: Partial<Switches> = {}, world = 'sets-small'): Bench =>
  new Bench(switches, findWorld(world));

const allocated = ['set-open p0 2 -> s0', 'guest-alloc p0 s0 -> v0'];
const bound = [...allocated, 'guest-bind p0 s0 v0 e0'];

describe('pasid_mutex', () => {
  it('is taken under the mutex of the allocator, which a bind takes first (version 1)', () => {
    const b = bench({ guestFree: 'cleaned-inside', allocLock: 'mutex' });
    b.run(...bound);
    expect(b.log).toEqual([]);
    b.run('guest-free p0 s0 v0');
    expect(b.log).toEqual([
      'inverted lock order in pasid_status_change: pasid_mutex under ioasid_allocator_lock',
    ]);
  });

  it('is waited for by a bind, an unbind and the deferred work, and is free after each', () => {
    const b = bench();
    b.run(...bound, 'guest-unbind p0 s0 v0 e0', 'guest-bind p0 s0 v0 e0', 'guest-free p0 s0 v0');
    const { pasidMutex } = b.k.sets;
    expect(pasidMutex.locks[0]!.owner).toBe(0);
    for (const command of ['guest-bind p0 s0 v0 e0', 'guest-unbind p0 s0 v0 e0', 'work']) {
      const other = bench();
      other.run(...bound, ...(command === 'work' ? ['guest-free p0 s0 v0'] : []));
      other.k.sets.pasidMutex.locks[0]!.owner = 1;
      expect([command, other.run(command)]).toEqual([command, ['HUNG']]);
    }
    b.run('work');
    expect([pasidMutex.locks[0]!.owner, b.k.sets.svms.live]).toEqual([0, 0]);
  });
});

describe('a bind of a guest', () => {
  it('makes the entry of the device, once', () => {
    const b = bench();
    b.run(...bound);
    expect(b.seen.endpointMm(0, 1)).toBe(1);
    expect(b.run('guest-bind p0 s0 v0 e0')).toEqual(['EBUSY']);
  });

  it('writes through a null pointer if it uses its device before that is allocated', () => {
    const b = bench({ guestDeviceSet: 'before-allocation' });
    expect(() => b.run(...bound)).toThrow(Oops);
    expect(b.log).toEqual(['null dereference in intel_svm_bind_gpasid: sdev->iommu']);
  });

  it('is refused to another mm, if somebody asks for the owner', () => {
    const other = ['fork p0 -> p1', 'guest-bind p1 s0 v0 e0'];
    expect(
      bench()
        .run(...allocated, ...other)
        .at(-1),
    ).toBe('EPERM');
    expect(
      bench({ guestOwner: 'not-checked' })
        .run(...allocated, ...other)
        .at(-1),
    ).toBe('success');
  });

  it('takes one reference for all devices, and drops it with the last', () => {
    const b = bench({}, 'sets');
    b.run(...bound, 'guest-bind p0 s0 v0 e1');
    expect(b.k.ioasid.rows[1]!.refs).toBe(2);
    b.run('guest-unbind p0 s0 v0 e0');
    expect(b.k.ioasid.rows[1]!.refs).toBe(2);
    b.run('guest-unbind p0 s0 v0 e1');
    expect(b.k.ioasid.rows[1]!.refs).toBe(1);
  });

  it('that fails leaves no svm and no reference', () => {
    for (const n of [1, 2]) {
      const b = bench();
      b.run(...allocated);
      expect(b.run(`guest-bind p0 s0 v0 e0 [allocation ${n} fails]`)).toEqual(['ENOMEM']);
      expect([b.k.sets.svms.live, b.k.ioasid.rows[1]!.refs]).toEqual([0, 1]);
    }
  });

  it('that fails keeps its reference in version 4', () => {
    const b = bench({ guestBindUndo: 'all-but-reference' });
    b.run(...allocated, 'guest-bind p0 s0 v0 e0 [allocation 2 fails]');
    expect(b.k.ioasid.rows[1]!.refs).toBe(2);
  });

  it('leads to the guest of the owner, even if another mm binds', () => {
    const b = bench({ guestOwner: 'not-checked' });
    b.run(
      'set-open p0 2 -> s0',
      'fork p0 -> p1',
      'guest-alloc p0 s0 -> v0',
      'guest-bind p1 s0 v0 e0',
    );
    expect(b.seen.endpointMm(0, 1)).toBe(1);
  });

  it('is refused where an entry of an earlier life is present', () => {
    const b = bench({ guestFree: 'untold', guestOwner: 'not-checked' });
    b.run(...bound, 'guest-free p0 s0 v0', 'guest-alloc p0 s0 -> v1');
    expect(b.run('guest-bind p0 s0 v1 e0')).toEqual(['EBUSY']);
  });

  it('needs a PASID that is allocated', () => {
    const b = bench({ guestFreeOf: 'any-set', guestOwner: 'not-checked' });
    b.run('fork p0 -> p1', 'set-open p0 1 -> s0', 'set-open p1 1 -> s1');
    b.run('guest-alloc p0 s0 -> v0', 'guest-free p1 s1 v0');
    expect(b.run('guest-bind p0 s0 v0 e0')).toEqual(['ENOENT']);
  });
});

describe('a PASID that was freed while bound, where nobody is told', () => {
  const reused = [
    'fork p0 -> p1',
    'set-open p0 1 -> s0',
    'set-open p1 1 -> s1',
    'guest-alloc p0 s0 -> v0',
    'guest-bind p0 s0 v0 e0',
    'guest-free p0 s0 v0',
    'guest-alloc p1 s1 -> v1',
  ];

  it('has a svm of its own for its next owner, to whose guest the next device gets', () => {
    const b = bench({ guestFree: 'untold' }, 'sets');
    b.run(...reused);
    expect(b.run('guest-bind p1 s1 v1 e1')).toEqual(['success']);
    expect([b.seen.endpointMm(0, 1), b.seen.endpointMm(1, 1)]).toEqual([1, 2]);
  });

  it('keeps its old entry when the next owner unbinds, who has not bound it', () => {
    const b = bench({ guestFree: 'untold' }, 'sets');
    b.run(...reused);
    expect(b.run('guest-unbind p1 s1 v1 e0')).toEqual(['EINVAL']);
    expect(b.seen.endpointMm(0, 1)).toBe(1);
  });

  it('is told of for its next owner alone, when the work of the first comes late', () => {
    const b = bench({ guestFree: 'cleaned-later' }, 'sets');
    b.run(...reused.slice(0, 3), 'kvm-open p1', ...reused.slice(3), 'guest-bind p1 s1 v1 e1');
    expect(b.seen.isTranslated(2, 1)).toBe(true);
    b.run('work');
    expect([b.seen.isTranslated(2, 1), b.seen.endpointMm(0, 1)]).toEqual([true, 0]);
  });
});

describe('an unbind of a guest', () => {
  it('clears the entry, and says EINVAL where there is none', () => {
    const b = bench();
    b.run(...bound);
    expect(b.run('guest-unbind p0 s0 v0 e0', 'guest-unbind p0 s0 v0 e0')).toEqual([
      'success',
      'EINVAL',
    ]);
    expect(b.seen.endpointMm(0, 1)).toBe(0);
  });

  it('keeps the PASID, which VFIO owns', () => {
    const b = bench();
    b.run(...bound, 'guest-unbind p0 s0 v0 e0');
    expect(b.seen.pasidOwner(1)).toBe(1);
  });
});

describe('the work of a PASID that was freed', () => {
  it('is queued once, clears every device, and drops the reference', () => {
    const b = bench({}, 'sets');
    b.run(...bound, 'guest-bind p0 s0 v0 e1', 'guest-free p0 s0 v0');
    expect(b.k.works.live).toBe(1);
    b.run('work');
    expect([b.seen.endpointMm(0, 1), b.seen.endpointMm(1, 1), b.seen.pasidOwner(1)]).toEqual([
      0, 0, 0,
    ]);
    expect(b.log).toEqual([]);
  });

  it('comes in the order in which PASIDs were freed', () => {
    const b = bench();
    b.run(...bound, 'guest-alloc p0 s0 -> v1', 'guest-bind p0 s0 v1 e0');
    b.run('guest-free p0 s0 v1', 'guest-free p0 s0 v0', 'work');
    expect([b.seen.pasidOwner(1), b.seen.pasidOwner(2), b.k.works.live]).toEqual([1, 0, 1]);
  });

  it('leaves the PASID to another holder', () => {
    const b = bench();
    b.run(...bound);
    pasidGet(b.k, 1);
    b.run('guest-free p0 s0 v0', 'work');
    expect([b.seen.endpointMm(0, 1), b.seen.pasidOwner(1)]).toEqual([0, 1]);
    pasidPut(b.k, 1);
    expect(b.seen.pasidOwner(1)).toBe(0);
  });

  it('drains under a spinlock in version 4', () => {
    const b = bench({ guestCleanDrains: 'under-spinlock' });
    b.run(...bound, 'guest-free p0 s0 v0', 'work');
    expect(b.log).toEqual(['sleeping in atomic context in intel_svm_drain_prq: depth 1']);
  });
});

describe('KVM', () => {
  it('is told of the first bind and of the last unbind', () => {
    const b = bench({}, 'sets');
    b.run(...allocated.slice(0, 1), 'kvm-open p0', ...allocated.slice(1));
    expect(b.seen.isTranslated(1, 1)).toBe(false);
    b.run('guest-bind p0 s0 v0 e0', 'guest-bind p0 s0 v0 e1', 'guest-unbind p0 s0 v0 e0');
    expect(b.seen.isTranslated(1, 1)).toBe(true);
    b.run('guest-unbind p0 s0 v0 e1');
    expect(b.seen.isTranslated(1, 1)).toBe(false);
  });

  it('is told of no bind that fails', () => {
    const b = bench();
    b.run('kvm-open p0', ...allocated, 'guest-bind p0 s0 v0 e0 [allocation 2 fails]');
    expect(b.seen.isTranslated(1, 1)).toBe(false);
  });

  it('is told of a free at once, before the entries are cleared', () => {
    const b = bench();
    b.run('kvm-open p0', ...bound, 'guest-free p0 s0 v0');
    expect([b.seen.isTranslated(1, 1), b.seen.endpointMm(0, 1)]).toEqual([false, 1]);
  });

  it('may subscribe before the set, unless that is lost', () => {
    const early = ['kvm-open p0', ...bound];
    const found = bench();
    const lost = bench({ setSubscribers: 'lost' });
    for (const b of [found, lost]) b.run(...early);
    expect([found.seen.isTranslated(1, 1), lost.seen.isTranslated(1, 1)]).toEqual([true, false]);
  });

  it('is found by the next set of its mm if it came after the first, which has ended', () => {
    const b = bench({ setSubscribers: 'lost' });
    b.run(allocated[0]!, 'kvm-open p0', 'set-close p0 s0', ...bound);
    expect(b.seen.isTranslated(1, 1)).toBe(true);
  });

  it('may not subscribe twice for an mm, nor to a set that has PASIDs', () => {
    const b = bench();
    expect(b.run(...allocated, 'kvm-open p0').at(-1)).toBe('EBUSY');
    expect(bench().run('kvm-open p0', 'kvm-open p0')).toEqual(['success', 'EBUSY']);
  });

  it('ends with its last file', () => {
    const b = bench();
    b.run('kvm-open p0', 'fork p0 -> p1', 'exit p0');
    expect(b.k.sets.kvms.live).toBe(1);
    b.run('exit p1');
    expect(b.k.sets.kvms.live).toBe(0);
  });
});
