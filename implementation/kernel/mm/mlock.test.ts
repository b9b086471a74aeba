import { describe, expect, it } from 'vitest';
import { passthrough, VfioBench } from '../../../testing/vfio.ts';
import { accountOf } from './page.ts';
import { isOver, mmapWriteTrylock } from './mlock.ts';

const lock = 'mlock p0 a0';

describe('mlock', () => {
  it('charges a page once, no matter how often it is called', () => {
    const bench = VfioBench.after(lock, lock);
    expect(bench.locked()).toBe(1);
    expect(bench.and('munlock p0 a0').locked()).toBe(0);
  });

  it('charges a page that VFIO has charged once more', () => {
    const bench = VfioBench.after(...passthrough, 'map p0 c0 i0 a0 1 rw', lock);
    expect(bench.locked()).toBe(2);
  });

  it('succeeds on a reserved page, and counts nothing', () => {
    const bench = new VfioBench();
    expect(bench.last('mlock p0 a3')).toBe('success');
    expect(bench.locked()).toBe(0);
    expect(bench.last('munmap-page p0 a3', 'mlock p0 a3')).toBe('ENOMEM'); // a hole
  });

  it('is refused at a hole', () => {
    expect(VfioBench.after('munmap-page p0 a0').last(lock)).toBe('ENOMEM');
  });

  it('is refused over the limit, and not at it', () => {
    const bench = VfioBench.after('setrlimit p0 1');
    expect(bench.run(lock, 'mlock p0 a1')).toEqual(['success', 'ENOMEM']);
    expect(bench.locked()).toBe(1);
  });

  it('does not count pages that are already locked against the limit', () => {
    const bench = VfioBench.after('setrlimit p0 1', lock);
    expect(bench.last(lock)).toBe('success');
  });

  it('asks only what one page more would exceed, so it succeeds where locked_vm has wrapped by one', () => {
    const bench = VfioBench.after('setrlimit p0 1', lock);
    accountOf(bench.k, bench.task(0).mm).lockedVm = -1;
    expect(bench.last(lock)).toBe('success');
  });

  it('is refused over a lowered limit, even for pages that are already locked', () => {
    const bench = VfioBench.after(lock, 'mlock p0 a1', 'setrlimit p0 1');
    expect(bench.last(lock)).toBe('ENOMEM');
  });

  it('is refused for a reserved page over the limit, although that page would not count', () => {
    const bench = VfioBench.after('setrlimit p0 1', lock);
    expect(bench.last('mlock p0 a3')).toBe('ENOMEM');
  });

  it('returns EPERM if the limit is 0, before any other check', () => {
    const bench = new VfioBench({}, 'vfio').and('setrlimit p0 0', 'munmap-page p0 a0');
    expect(bench.last(lock)).toBe('EPERM');
  });

  it('knows no limit with CAP_IPC_LOCK', () => {
    const bench = new VfioBench({}, 'vfio-capable').and('setrlimit p0 0');
    expect(bench.run(lock, 'dropcap p0', lock)).toEqual(['success', 'success', 'EPERM']);
  });
});

describe('munlock', () => {
  it('of an unlocked page changes nothing', () => {
    const bench = new VfioBench();
    expect(bench.last('munlock p0 a0', 'munlock p0 a3')).toBe('success');
    expect(bench.locked()).toBe(0);
  });

  it('subtracts what was locked, whatever the limit, and is refused at a hole', () => {
    const bench = VfioBench.after(lock, 'mlock p0 a1', 'setrlimit p0 0');
    expect([bench.last('munlock p0 a0'), bench.locked()]).toEqual(['success', 1]);
    expect([bench.last('munlock p0 a0'), bench.locked()]).toEqual(['success', 1]); // once
    expect(VfioBench.after('munmap-page p0 a0').last('munlock p0 a0')).toBe('ENOMEM');
  });
});

describe('munmap', () => {
  it('ends the lock of its page', () => {
    expect(VfioBench.after(lock, 'munmap-page p0 a0').locked()).toBe(0);
  });

  it('left locked_vm alone if it was 0 already, before v6.1', () => {
    const locked = (munmapUnlocks: 'always' | 'unless-zero', ...lines: string[]) => {
      const bench = new VfioBench({ munmapUnlocks }).and(lock);
      accountOf(bench.k, bench.task(0).mm).lockedVm = 0; // a credit was too large
      return bench.and(...lines).locked();
    };
    expect(locked('unless-zero', 'munmap-page p0 a0')).toBe(0);
    expect(locked('unless-zero', 'mmap-page p0 a0 ram')).toBe(0);
    expect(locked('unless-zero', 'munlock p0 a0')).toBe(-1); // munlock does not ask
    expect(locked('always', 'munmap-page p0 a0')).toBe(-1);
    const counted = new VfioBench({ munmapUnlocks: 'unless-zero' }).and(lock, 'munmap-page p0 a0');
    expect(counted.locked()).toBe(0);
  });

  it('does not check the pins of the page, and their charge stays', () => {
    const bench = VfioBench.after(...passthrough, 'map p0 c0 i0 a0 1 rw', 'munmap-page p0 a0');
    expect([bench.locked(), bench.seen.pinReferences()]).toEqual([1, 1]);
  });
});

describe('mmap', () => {
  it('makes a page that is not locked', () => {
    const bench = VfioBench.after(lock, 'munmap-page p0 a0', 'mmap-page p0 a0 ram');
    expect(bench.locked()).toBe(0);
    expect(bench.pfn(0, 0)).toBeGreaterThan(0);
  });

  it('over the page that another thread has mapped meanwhile unmaps that page', () => {
    const bench = VfioBench.after('munmap-page p0 a0', 'clone p0 -> p1');
    const { live } = bench.k.ram!.pages;
    bench.run('mmap-page p0 a0 ram [stops at vm_mmap_pgoff: before mmap_lock]');
    bench.run('mmap-page p1 a0 ram', 'mlock p1 a0', 'continue p0');
    expect([bench.k.ram!.pages.live, bench.locked()]).toEqual([live + 1, 0]);
  });
});

describe('what is locked', () => {
  it('is not inherited by fork', () => {
    const bench = VfioBench.after(lock, 'fork p0 -> p1');
    expect(bench.locked(1)).toBe(0);
    bench.run(lock.replace('p0', 'p1')); // which would lock nothing more if the flag had come along
    expect(bench.locked(1)).toBe(1);
  });

  it('is of all tasks of one mm', () => {
    expect(VfioBench.after('clone p0 -> p1', 'mlock p1 a0').locked(0)).toBe(1);
  });

  it('is over every limit below zero, since it is unsigned', () => {
    const bench = new VfioBench();
    const { mm } = bench.task(0);
    bench.k.ram!.accounts[0]!.lockedVm = -1;
    expect(isOver(bench.k, mm, 0, Infinity)).toBe(true);
    expect(isOver(bench.k, mm, 1, 0)).toBe(false);
  });

  it('is forgotten with the mm', () => {
    const bench = VfioBench.after(...passthrough, 'map p0 c0 i0 a0 1 rw', 'exit p0');
    expect(bench.k.ram!.accounts.map((a) => a.lockedVm)).toEqual(
      bench.k.ram!.accounts.map(() => 0),
    );
  });
});

describe('mmap_lock', () => {
  it.each(['mlock p0 a0', 'munlock p0 a0', 'munmap-page p0 a0', 'mmap-page p0 a1 ram'])(
    'is waited for by %s',
    (line) => {
      const bench = VfioBench.after('munmap-page p0 a1');
      bench.hold(bench.k.mmapLock, bench.mm(0).index);
      expect(bench.start(line).waitsFor).toBe('mmap_lock 0');
    },
  );
});

describe('mmap_lock, while a page fault of another thread holds it', () => {
  it('cannot be taken by a trylock', () => {
    const bench = VfioBench.after('contend p0');
    expect(mmapWriteTrylock(bench.k, bench.task(0).mm, 'test')).toBe(false);
  });

  it('is taken by a task that waits, and free again afterwards', () => {
    const bench = VfioBench.after('contend p0');
    expect(bench.last(lock)).toBe('success');
    expect(mmapWriteTrylock(bench.k, bench.task(0).mm, 'test')).toBe(true);
  });
});
