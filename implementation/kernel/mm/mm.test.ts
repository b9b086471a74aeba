import { describe, expect, it } from 'vitest';
import { Bench, journal } from '../../../testing/kernel.ts';
import type { Switches } from '../switches.ts';
import { tlbHolds } from '../iommu/arm-smmu-v3/translation.ts';
import { mmdrop, mmget, mmgrab, mmput } from './mm.ts';
import { NO_PASID } from './pasid.ts';

describe('an mm', () => {
  it('starts with one user, one count, no PASID, and a number of its own', () => {
    const bench = new Bench();
    bench.run('fork p0 -> p1');
    expect(bench.mm(0)).toMatchObject({ id: 1, users: 1, count: 1 });
    expect(bench.mm(1)).toMatchObject({ id: 2, users: 1, count: 1, pasid: NO_PASID });
    expect(bench.seen.mmPasid(2)).toBe(0);
  });

  it('ends its address space with the last user, and the struct with the last count', () => {
    const { k, mm } = alone();
    mmgrab(k, mm);
    mmget(k, mm);
    mmput(k, mm).next();
    expect(k.mms.at(mm, 'test')).toMatchObject({ live: 1, users: 1, count: 2 });
    mmput(k, mm).next();
    expect(k.mms.at(mm, 'test')).toMatchObject({ live: 1, users: 0, count: 1 });
    mmdrop(k, mm);
    expect(k.mms.isLive(mm)).toBe(false);
  });
});

describe('the end of an address space (__mmput)', () => {
  it('calls the notifiers, frees the page tables, removes the mappings and drops the count, in that order', () => {
    const bench = new Bench();
    bench.run('open p0 d0 -> f0', 'mmap p0 f0 mmio');
    const { k } = bench;
    const order = journal({
      mm_users: [k.mms.rows[0]!, 'users'],
      mm_count: [k.mms.rows[0]!, 'count'],
      quiet: [k.smmu.contexts.rows[1]!, 'epd0'],
      'page tables': [k.mms.rows[0]!, 'mapped'],
      region: [k.uacce.qfrs.rows[0]!, 'live'],
      mapping: [k.vmas.rows[0]!, 'live'],
    });
    mmput(k, bench.task(0).mm).next();
    expect(order).toEqual([
      'mm_users 0',
      'quiet 1',
      'page tables 0',
      'region 0',
      'mapping 0',
      'mm_count 2',
    ]);
  });

  it('does not reach the SMMU’s TLB without a notifier: Linux never turns broadcast invalidation on', () => {
    const bench = new Bench({ unbindInvalidate: 'never' });
    bench.run('open p0 d0 -> f0', 'start p0 f0', 'dma f0', 'close p0 f0', 'exit p0');
    expect(tlbHolds(bench.k, 1)).toBe(1);
  });
});

describe('a count that falls below zero', () => {
  it('is noticed for mm_users', () => {
    const bench = new Bench();
    bench.mm(0).users = 0;
    mmput(bench.k, bench.task(0).mm).next();
    expect(bench.log).toEqual(['refcount underflow in mmput: mm_users']);
  });

  it('is noticed for mm_count', () => {
    const bench = new Bench();
    bench.mm(0).count = 0;
    mmdrop(bench.k, bench.task(0).mm);
    expect(bench.log).toEqual(['refcount underflow in mmdrop: mm_count']);
  });
});

describe('in atomic context', () => {
  it('mmput is noticed, because it may be the last', () => {
    const { k, mm, log } = alone();
    mmget(k, mm);
    k.machine.cpu.atomic = 1;
    mmput(k, mm).next();
    expect(log()).toEqual(['sleeping in atomic context in mmput: depth 1']);
    expect(k.mms.at(mm, 'test')).toMatchObject({ users: 1, mapped: 1 }); // but was not
  });

  it('mmdrop is fine, even where it is the last and frees the PASID', () => {
    const bench = new Bench();
    bench.run('open p0 d0 -> f0', 'close p0 f0');
    bench.settle();
    expect(bench.mm(0)).toMatchObject({ users: 1, count: 1, pasid: 1 });
    bench.k.machine.cpu.atomic = 1;
    mmdrop(bench.k, bench.task(0).mm);
    expect(bench.seen.pasidOwner(1)).toBe(0);
    expect(bench.log).toEqual([]);
  });
});

/** Its owner after each command: `mm0`, or `free`. */
const ownerAfter = (switches: Partial<Switches>, ...lines: string[]) => {
  const bench = new Bench(switches);
  return lines.map((line) => {
    bench.run(line);
    const owner = bench.seen.pasidOwner(1);
    return `${line}: ${owner === 0 ? 'free' : `mm${owner - 1}`}`;
  });
};

describe('the PASID of an mm returns to the allocator', () => {
  it('in __mmdrop (v5.18): after the last bond and a grace period', () => {
    expect(
      ownerAfter({ pasidFreeAt: 'mmdrop' }, 'open p0 d0 -> f0', 'exit p0', 'gp', 'work'),
    ).toEqual(['open p0 d0 -> f0: mm0', 'exit p0: mm0', 'gp: mm0', 'work: free']);
  });

  it('in __mmdrop (v5.18): not while the mm lives, bound or not', () => {
    expect(
      ownerAfter({ pasidFreeAt: 'mmdrop' }, 'open p0 d0 -> f0', 'close p0 f0', 'gp', 'work'),
    ).toContain('work: mm0');
  });

  it('in __mmput (v5.18-rc1): at exit, even if another process has the file', () => {
    expect(
      ownerAfter({ pasidFreeAt: 'mmput' }, 'open p0 d0 -> f0', 'fork p0 -> p1', 'exit p0'),
    ).toEqual(['open p0 d0 -> f0: mm0', 'fork p0 -> p1: mm0', 'exit p0: free']);
  });

  it('in __mmput (v5.18-rc1): not at close', () => {
    expect(ownerAfter({ pasidFreeAt: 'mmput' }, 'open p0 d0 -> f0', 'close p0 f0')).toContain(
      'close p0 f0: mm0',
    );
  });

  it('in the last unbind (v5.17): at close, and not before the last', () => {
    expect(
      ownerAfter(
        { pasidFreeAt: 'last-unbind' },
        'open p0 d0 -> f0',
        'open p0 d1 -> f1',
        'close p0 f0',
        'close p0 f1',
      ),
    ).toEqual([
      'open p0 d0 -> f0: mm0',
      'open p0 d1 -> f1: mm0',
      'close p0 f0: mm0',
      'close p0 f1: free',
    ]);
  });

  it('in the last unbind (v5.17): not at exit, while a daemon has the file', () => {
    expect(
      ownerAfter(
        { pasidFreeAt: 'last-unbind' },
        'open p0 d0 -> f0',
        'fork p0 -> p1',
        'exit p0',
        'close p1 f0',
      ),
    ).toEqual(['open p0 d0 -> f0: mm0', 'fork p0 -> p1: mm0', 'exit p0: mm0', 'close p1 f0: free']);
  });
});

/** p0’s mm, which nothing is bound to. */
function alone() {
  const bench = new Bench();
  return { k: bench.k, mm: bench.task(0).mm, log: () => bench.log };
}
