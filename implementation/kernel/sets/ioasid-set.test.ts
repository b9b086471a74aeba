import { describe, expect, it } from 'vitest';
import { findWorld } from '../../../model/worlds.ts';
import { Bench } from '../../../testing/kernel.ts';
import { DRIVER, ioasidAlloc } from '../ioasid/ioasid.ts';
import { EBUSY, EINVAL, ENOENT, EPERM } from '../machine/errno.ts';
import type { Switches } from '../switches.ts';
import { getIfOwned, pasidGet, pasidPut, setPasidFree } from './ioasid-set.ts';

const bench = (switches: Partial<Switches> = {}, world = 'sets-small'): Bench =>
  new Bench(switches, findWorld(world));

const bound = ['set-open p0 2 -> s0', 'guest-alloc p0 s0 -> v0', 'guest-bind p0 s0 v0 e0'];

/** Frees PASID 1 of the set of p0, and counts how often its subscribers are told. */
const freeing = (b: Bench, told: () => void = () => undefined): number => {
  const { sets } = b.k.sets;
  let times = 0;
  setPasidFree(b.k, sets.pointer(sets.rows[0]!), 1, () => {
    times++;
    told();
  });
  return times;
};

describe('a set', () => {
  it('reserves its quota, and the sets of all mms no more than there is', () => {
    const b = bench();
    expect(b.run('fork p0 -> p1', 'set-open p0 1 -> s0', 'set-open p1 2 -> s1')).toEqual([
      'success',
      'success',
      'ENOSPC',
    ]);
    expect(b.run('set-open p1 1 -> s1')).toEqual(['success']);
  });

  it('is one for each mm, and a quota that is too large is refused before', () => {
    const b = bench();
    b.run('set-open p0 1 -> s0');
    expect(b.run('set-open p0 2 -> s1')).toEqual(['ENOSPC']);
    expect(b.run('set-open p0 1 -> s1')).toEqual(['EEXIST']);
  });

  it('leaves nothing behind if an allocation for it fails', () => {
    const b = bench();
    expect(b.run('set-open p0 1 -> s0 [allocation 1 fails]')).toEqual(['ENOMEM']);
    expect(b.run('set-open p0 1 -> s0 [allocation 2 fails]')).toEqual(['ENOMEM']);
    expect([b.k.sets.sets.live, b.k.sets.pool.reserved]).toEqual([0, 0]);
  });

  it('gives no more PASIDs than its quota', () => {
    const b = bench();
    b.run('set-open p0 1 -> s0');
    expect(b.run('guest-alloc p0 s0 -> v0', 'guest-alloc p0 s0 -> v1')).toEqual([
      'PASID 1',
      'ENOSPC',
    ]);
  });

  it('frees a PASID again that it cannot note', () => {
    const b = bench();
    b.run('set-open p0 1 -> s0');
    expect(b.run('guest-alloc p0 s0 -> v0 [allocation 2 fails]')).toEqual(['ENOMEM']);
    expect(b.run('guest-alloc p0 s0 -> v0')).toEqual(['PASID 1']);
  });

  it('answers that PASID in version 4, and hands it out again', () => {
    const b = bench({ setStoreFails: 'answers-pasid' });
    b.run('set-open p0 2 -> s0');
    expect(
      b.run('guest-alloc p0 s0 -> v0 [allocation 2 fails]', 'guest-alloc p0 s0 -> v1'),
    ).toEqual(['PASID 1', 'PASID 1']);
  });

  it('can shrink to what it has, and grow by what is left', () => {
    const b = bench();
    b.run('set-open p0 2 -> s0', 'guest-alloc p0 s0 -> v0', 'guest-alloc p0 s0 -> v1');
    expect(b.run('set-adjust p0 s0 1', 'set-adjust p0 s0 2', 'set-adjust p0 s0 3')).toEqual([
      'EINVAL',
      'success',
      'ENOSPC',
    ]);
  });

  it('cannot keep its quota in version 1, if that is all there is', () => {
    const b = bench({ setAdjust: 'whole' });
    b.run('set-open p0 1 -> s0');
    expect(b.run('set-adjust p0 s0 1')).toEqual(['ENOSPC']);
  });

  it('ends with its last file, gives its quota back, and frees its PASIDs', () => {
    const b = bench();
    b.run('set-open p0 2 -> s0', 'fork p0 -> p1', 'guest-alloc p0 s0 -> v0', 'set-close p0 s0');
    expect(b.seen.pasidOwner(1)).not.toBe(0);
    b.run('exit p1');
    expect([b.seen.pasidOwner(1), b.k.sets.pool.reserved, b.k.sets.sets.live]).toEqual([0, 0, 0]);
  });

  it('keeps its quota in version 4', () => {
    const b = bench({ setQuotaBack: 'kept' });
    b.run('set-open p0 1 -> s0', 'set-close p0 s0');
    expect(b.run('set-open p0 2 -> s1')).toEqual(['ENOSPC']);
  });

  it('ends with its last PASID in version 4, under a pointer of VFIO', () => {
    const b = bench({ setEnds: 'empty' });
    b.run('set-open p0 1 -> s0', 'guest-alloc p0 s0 -> v0', 'guest-free p0 s0 v0');
    b.run('guest-alloc p0 s0 -> v1');
    expect(b.log).toContain('use-after-free in ioasid_alloc: ioasid_set');
  });

  it('is not freed again by VFIO if it has ended with its last PASID', () => {
    const b = bench({ setEnds: 'empty' });
    b.run('set-open p0 1 -> s0', 'guest-alloc p0 s0 -> v0', 'guest-free p0 s0 v0');
    expect([b.run('set-close p0 s0'), b.log, b.k.sets.sets.live]).toEqual([['success'], [], 0]);
  });

  it('cleans up, ends and gives its quota back at once in version 1', () => {
    const b = bench({ guestFree: 'cleaned-inside', allocLock: 'mutex', setRelease: 'frees' });
    b.run(...bound, 'set-close p0 s0');
    expect([b.seen.endpointMm(0, 1), b.seen.pasidOwner(1)]).toEqual([0, 0]);
    expect([b.k.works.live, b.k.sets.sets.live, b.k.sets.pool.reserved]).toEqual([0, 0, 0]);
  });

  it.each([
    ['unbinds-first', 0],
    ['frees', 1],
  ] as const)('with its last file (%s) frees what is bound', (setRelease, entry) => {
    const b = bench({ guestFree: 'untold', setRelease });
    b.run(...bound, 'exit p0');
    expect([b.seen.pasidOwner(1), b.seen.endpointMm(0, 1)]).toEqual([0, entry]);
  });

  it('that is closed is no longer for its mm, though PASIDs of it wait', () => {
    const again = ['set-close p0 s0', 'set-open p0 1 -> s1'];
    const one = ['set-open p0 1 -> s0', ...bound.slice(1), 'guest-free p0 s0 v0'];
    expect(
      bench()
        .run(...one, ...again)
        .at(-1),
    ).toBe('success');
    expect(
      bench({ setToken: 'until-it-ends' })
        .run(...one, ...again)
        .at(-1),
    ).toBe('EEXIST');
  });

  it('holds its mm, whose address is therefore no other’s', () => {
    const trace = ['set-open p0 1 -> s0', 'fork p0 -> p1', 'exit p0', 'fork p1 -> p2'];
    const open = 'set-open p2 1 -> s1';
    expect(
      bench()
        .run(...trace, open)
        .at(-1),
    ).toBe('success');
    expect(
      bench({ setPins: 'nothing' })
        .run(...trace, open)
        .at(-1),
    ).toBe('EEXIST');
  });

  it('may be made by two at once before version 2, which check too early', () => {
    const b = bench({ setCapacityCheck: 'before-lock' });
    b.run(
      'fork p0 -> p1',
      'set-open p0 1 -> s0 [stops at ioasid_alloc_set: capacity checked, lock not yet taken]',
      'set-open p1 2 -> s1',
      'continue p0',
    );
    expect(b.k.sets.pool.reserved).toBe(3);
  });

  it('may get a PASID too many before version 2, which checks too early', () => {
    const b = bench({ setQuotaCheck: 'before-lock' });
    b.run(
      'set-open p0 1 -> s0',
      'fork p0 -> p1',
      'guest-alloc p0 s0 -> v0 [stops at ioasid_alloc: quota checked, lock not yet taken]',
      'guest-alloc p1 s0 -> v1',
      'continue p0',
    );
    expect(b.k.sets.sets.rows[0]!.count).toBe(2);
  });

  it('is made in atomic context: with GFP_KERNEL that is a splat', () => {
    const b = bench({ setMemory: 'may-sleep' });
    b.run('set-open p0 1 -> s0');
    expect(b.log).toEqual(['sleeping in atomic context in ioasid_set_alloc: depth 1']);
  });
});

describe('a free of a PASID that is bound', () => {
  const freed = [...bound, 'guest-free p0 s0 v0'];

  it('waits for the last reference, and counts until then', () => {
    const b = bench();
    b.run(...freed);
    expect([b.seen.pasidOwner(1) !== 0, b.seen.endpointMm(0, 1)]).toEqual([true, 1]);
    expect(b.run('guest-alloc p0 s0 -> v1', 'guest-alloc p0 s0 -> v2')).toEqual([
      'PASID 2',
      'ENOSPC',
    ]);
    b.run('work');
    expect([b.seen.pasidOwner(1), b.seen.endpointMm(0, 1)]).toEqual([0, 0]);
  });

  it('tells the subscribers once, however often it is called', () => {
    const b = bench();
    b.run(...bound);
    expect([freeing(b), freeing(b)]).toEqual([1, 0]);
    expect([b.k.ioasid.rows[1]!.refs, b.seen.pasidOwner(1)]).toEqual([1, 1]);
  });

  it('tells nobody of a PASID that only its creator holds', () => {
    const b = bench();
    b.run(...bound.slice(0, 2));
    expect([freeing(b), b.seen.pasidOwner(1)]).toEqual([0, 0]);
  });

  it.each(['pending', 'cleaned-inside'] as const)(
    'tells them under the lock, before the number is free',
    (guestFree) => {
      const b = bench({ guestFree });
      b.run(...bound);
      const seen: unknown[] = [];
      freeing(b, () => {
        const [lock] = b.k.ioasid.lock.locks;
        seen.push(lock!.owner !== 0, b.k.machine.cpu.atomic, b.seen.pasidOwner(1));
      });
      expect(seen).toEqual([true, 1, 1]);
    },
  );

  it('gives no reference on a PASID that is free, or whose free waits', () => {
    const b = bench();
    expect(pasidGet(b.k, 1)).toBe(EINVAL);
    b.run(...bound);
    expect(pasidGet(b.k, 1)).toBe(0);
    b.run('guest-free p0 s0 v0');
    expect([pasidGet(b.k, 1), b.k.ioasid.rows[1]!.refs]).toEqual([EBUSY, 2]);
  });

  it('is freed by a put that nobody owed, and nobody is told', () => {
    const b = bench();
    b.run(...bound);
    pasidPut(b.k, 1);
    pasidPut(b.k, 1);
    expect([b.seen.pasidOwner(1), b.seen.endpointMm(0, 1), b.k.works.live]).toEqual([0, 1, 0]);
  });

  it('is refused to a caller of bind by its state, its set, its owner and its free, in this order', () => {
    const b = bench({}, 'sets');
    const { k } = b;
    const owned = (pasid: number, process: number) => getIfOwned(k, pasid, b.task(process).mm);
    expect(owned(1, 0)).toBe(ENOENT);
    expect(owned(ioasidAlloc(k, DRIVER), 0)).toBe(EINVAL);
    b.run('fork p0 -> p1', ...bound, 'guest-free p0 s0 v0');
    expect([owned(2, 1), owned(2, 0)]).toEqual([EPERM, EBUSY]);
  });

  it('refuses new references meanwhile', () => {
    const b = bench();
    b.run('set-open p0 2 -> s0', 'guest-alloc p0 s0 -> v0', 'guest-bind p0 s0 v0 e0');
    const { ids } = b.k.sets;
    ids[1]!.pending = 1;
    expect(b.run('guest-unbind p0 s0 v0 e0')).toEqual(['EBUSY']);
  });

  it('is at once, and the entry goes later, with a workqueue alone', () => {
    const b = bench({ guestFree: 'cleaned-later' });
    b.run(...freed);
    expect([b.seen.pasidOwner(1), b.seen.endpointMm(0, 1)]).toEqual([0, 1]);
    b.run('work');
    expect(b.seen.endpointMm(0, 1)).toBe(0);
  });

  it('cleans up inside with notifiers that block, which need a mutex', () => {
    const withMutex = bench({ guestFree: 'cleaned-inside', allocLock: 'mutex' });
    withMutex.run(...freed);
    expect([withMutex.seen.endpointMm(0, 1), withMutex.seen.pasidOwner(1)]).toEqual([0, 0]);
    const withSpinlock = bench({ guestFree: 'cleaned-inside' });
    withSpinlock.run(...freed);
    expect(withSpinlock.log).toContain(
      'sleeping in atomic context in pasid_status_change: depth 1',
    );
  });

  it('unbinds first in the last proposal', () => {
    const b = bench({ guestFree: 'unbound-first' });
    b.run(...freed);
    expect([b.seen.pasidOwner(1), b.seen.endpointMm(0, 1), b.k.works.live]).toEqual([0, 0, 0]);
  });

  it('tells nobody in the kernels that were released', () => {
    const b = bench({ guestFree: 'untold' });
    b.run(...freed);
    expect([b.seen.pasidOwner(1), b.seen.endpointMm(0, 1), b.k.works.live]).toEqual([0, 1, 0]);
  });

  it('leaves a PASID of another set alone, unless nobody asks', () => {
    const trace = [
      'fork p0 -> p1',
      'set-open p0 1 -> s0',
      'set-open p1 1 -> s1',
      'guest-alloc p0 s0 -> v0',
      'guest-free p1 s1 v0',
    ];
    const asks = bench();
    const asksNot = bench({ guestFreeOf: 'any-set' });
    for (const b of [asks, asksNot]) expect(b.run(...trace).at(-1)).toBe('success');
    expect([asks.seen.pasidOwner(1) === 0, asksNot.seen.pasidOwner(1) === 0]).toEqual([
      false,
      true,
    ]);
  });
});

describe('a cyclic allocator', () => {
  it('hands out a PASID again only after all others', () => {
    const b = bench({ pasidOrder: 'cyclic' });
    b.run('set-open p0 2 -> s0');
    expect(
      b.run(
        'guest-alloc p0 s0 -> v0',
        'guest-free p0 s0 v0',
        'guest-alloc p0 s0 -> v1',
        'guest-free p0 s0 v1',
        'guest-alloc p0 s0 -> v2',
      ),
    ).toEqual(['PASID 1', 'success', 'PASID 2', 'success', 'PASID 1']);
  });
});
