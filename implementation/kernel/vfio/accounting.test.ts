import { describe, expect, it } from 'vitest';
import { journal } from '../../../testing/kernel.ts';
import {
  both,
  container,
  map,
  mediated,
  passthrough,
  pin,
  shared,
  VfioBench,
} from '../../../testing/vfio.ts';
import { structOf } from '../process/task-struct.ts';
import type { Switches } from '../switches.ts';

const unmap = 'unmap p0 c0 i0 1';

/** What is charged in the end where a thread maps and exits, and its leader unmaps. */
const threadExits = (dmaOwner: 'mm-at-map' | 'mapping-thread') =>
  new VfioBench({ dmaOwner }, 'vfio-threads')
    .and(...passthrough, 'thread p0 -> p1', 'map p1 c0 i0 a0 1 rw', 'exit p1', unmap)
    .locked();

describe('the owner of a mapping', () => {
  it('is the mm of the process that mapped, kept with mm_count, and its thread group leader', () => {
    const bench = VfioBench.after(...passthrough);
    const { count } = bench.mm(0);
    bench.run(map);
    expect(bench.mm(0).count).toBe(count + 1);
    expect(bench.dma()).toMatchObject({ mm: bench.task(0).mm, lockCap: 0, lockedVm: 1 });
    bench.run(unmap);
    expect(bench.mm(0).count).toBe(count);
  });

  it('is the leader also if another thread of its group maps', () => {
    const bench = new VfioBench({}, 'vfio-threads').and(...passthrough, 'thread p0 -> p1');
    const { count } = bench.mm(0);
    bench.run('map p1 c0 i0 a0 1 rw');
    expect(bench.dma()).toMatchObject({
      task: structOf(bench.k, bench.task(0)),
      mm: bench.task(1).mm,
    });
    expect(bench.mm(0).count).toBe(count + 1);
    expect(bench.and(unmap).mm(0).count).toBe(count);
  });

  it('is dropped after the credit, and before the mapping is freed', () => {
    const bench = VfioBench.after(...passthrough, map);
    const order = journal({
      translated: [bench.k.vfio.iommuPtes[0]!, 'page'],
      locked: [bench.k.ram!.accounts[0]!, 'lockedVm'],
      task: [bench.k.structs!.slab.rows[0]!, 'usage'],
      mm: [bench.mm(0), 'count'],
      mapping: [bench.k.vfio.dmas.rows[0]!, 'live'],
    });
    bench.run(unmap);
    expect(order).toEqual(['translated 0', 'locked 0', 'task 1', 'mm 1', 'mapping 0']);
  });

  it('keeps the struct of its task while it has exited', () => {
    const bench = VfioBench.after(...shared, 'attach p1 c0 g1', map);
    const { slab } = bench.k.structs!;
    const { task } = bench.dma();
    expect(slab.at(task, 'test').usage).toBe(2);
    bench.run('exit p0');
    expect(slab.at(task, 'test')).toMatchObject({ live: 1, usage: 1, task: 0 });
    bench.run('unmap p1 c0 i0 1');
    expect(slab.isLive(task)).toBe(false);
  });

  it('stays the mm in which it was mapped when its process runs another program', () => {
    const bench = new VfioBench({}, 'vfio-keep-on-exec').and(...passthrough, map, 'exec p0', unmap);
    expect(bench.locked()).toBe(0);
  });

  it('was the current mm of the leader, so the new program is credited', () => {
    const bench = new VfioBench({ dmaOwner: 'group-leader' }, 'vfio-keep-on-exec');
    expect(bench.and(...passthrough, map, 'exec p0', unmap).locked()).toBe(-1);
  });

  it('was the process that unmaps, which is credited for the charge of another', () => {
    const bench = new VfioBench({ dmaOwner: 'current' }).and(...shared, 'attach p0 c0 g1', map);
    bench.run('unmap p1 c0 i0 1');
    expect([bench.locked(0), bench.locked(1)]).toEqual([1, -1]);
    const attached = new VfioBench({ dmaOwner: 'current' }).and(...shared, 'attach p0 c0 g0', map);
    attached.run('attach p1 c0 g1');
    expect([attached.locked(0), attached.locked(1), attached.pins(1, 0)]).toEqual([0, 1, 1]);
  });

  it('was the leader of the group, which has no mm once it has exited before its threads', () => {
    const zombie = [...passthrough, 'thread p0 -> p1', 'exit p0', 'map p1 c0 i0 a0 1 rw'];
    const last = (off: Partial<Switches>) => new VfioBench(off, 'vfio-threads').last(...zombie);
    expect([last({}), last({ dmaOwner: 'group-leader' })]).toEqual(['success', 'ESRCH']);
    const pinned = [...mediated, 'thread p0 -> p1', map, 'exit p0', pin];
    const answers = (['mm-at-map', 'group-leader'] as const).map((dmaOwner) =>
      new VfioBench({ dmaOwner }, 'vfio-threads').last(...pinned),
    );
    expect(answers).toEqual(['1 page', 'ENODEV']);
    // It is looked up at each use: the leader may run another program.
    const exec = new VfioBench({ dmaOwner: 'group-leader' }, 'vfio-keep-on-exec');
    expect(exec.last(...mediated, map, 'exec p0', 'attach p0 c0 g1')).toBe('success');
  });

  it('is the process, not the thread: its exit changes nothing for the others', () => {
    expect([threadExits('mm-at-map'), threadExits('mapping-thread')]).toEqual([0, 1]);
    const thread = new VfioBench({ dmaOwner: 'mapping-thread' }, 'vfio-threads');
    thread.run(...passthrough, 'thread p0 -> p1', 'map p1 c0 i0 a0 1 rw', 'exit p1');
    expect(thread.k.structs!.slab.isLive(thread.dma().task)).toBe(true);
  });
});

describe('an owner whose mm has ended', () => {
  const dead = [...shared, 'attach p1 c0 g0', 'attach p1 c0 g1', map, 'exit p0'];

  it('is not credited, and no other mm is', () => {
    const bench = VfioBench.after(...dead, 'unmap p1 c0 i0 1');
    expect(bench.locked(1)).toBe(0);
    expect(bench.log).toEqual([]);
  });

  it.each(['mapping-thread', 'group-leader'] as const)(
    'is not credited once its task has exited (%s)',
    (dmaOwner) => {
      const bench = new VfioBench({ dmaOwner }).and(...dead, 'unmap p1 c0 i0 1');
      expect([bench.locked(1), bench.seen.pinReferences(), bench.log]).toEqual([0, 0, []]);
    },
  );

  it('keeps its pages pinned until they are unmapped', () => {
    const bench = VfioBench.after(...dead);
    expect(bench.seen.pinReferences()).toBe(1);
    expect(bench.and('unmap p1 c0 i0 1').seen.pinReferences()).toBe(0);
  });

  it('still has the charge of its mapping counted, for a process that takes the mapping over', () => {
    const bench = VfioBench.after(...dead, 'detach p1 g1');
    expect(bench.dma().lockedVm).toBe(0);
  });

  it('did not, so a process that takes it over is charged for pages that are no longer pinned', () => {
    const bench = new VfioBench({ dmaCounter: 'kept-while-alive' }).and(...dead, 'detach p1 g1');
    expect(bench.dma().lockedVm).toBe(1);
  });
});

/** What is charged where the second of two pages is refused. */
const chargedFor = (refusedPage: 'not-counted' | 'counted') =>
  new VfioBench({ refusedPage, limitTest: 'before' })
    .and(...passthrough, 'setrlimit p0 1', 'map p0 c0 i0 a0 2 rw')
    .locked();

describe('the limit', () => {
  it('is that of the process that mapped', () => {
    const bench = VfioBench.after(...shared, 'setrlimit p1 1', 'attach p0 c0 g1');
    expect(bench.last('map p0 c0 i0 a0 2 rw')).toBe('success');
  });

  it('may be reached', () => {
    expect(VfioBench.after(...passthrough, 'setrlimit p0 1').last(map)).toBe('success');
  });

  it('counts pages that are locked by mlock', () => {
    const bench = VfioBench.after(...passthrough, 'setrlimit p0 1', 'mlock p0 a2');
    expect(bench.last(map)).toBe('ENOMEM');
  });

  it('is tested for each page, together with those of its run, before mmap_lock is taken to charge them', () => {
    const stops = '[stops at vfio_lock_acct: before mmap_lock]';
    const bench = VfioBench.after(...passthrough, 'setrlimit p0 1');
    expect(bench.last(`map p0 c0 i0 a0 2 rw ${stops}`)).toBe('ENOMEM');
    expect(bench.last('mlock p0 a2', `${map} ${stops}`)).toBe('ENOMEM');
    expect(bench.last('munlock p0 a2', `${map} ${stops}`)).toBe('PAUSED');
  });

  it('may be set below the locked pages: they stay locked, and more pages are refused', () => {
    const bench = VfioBench.after(
      ...mediated,
      'map p0 c0 i0 a0 2 rw',
      'pin g0 i0 2',
      'setrlimit p0 1',
    );
    expect(bench.locked()).toBe(2);
    expect(bench.last('mlock p0 a2')).toBe('ENOMEM');
  });

  it('refuses everything if locked_vm is below zero, because it reads as very large', () => {
    const bench = VfioBench.after(...passthrough, 'setrlimit p0 1');
    bench.k.ram!.accounts[0]!.lockedVm = -2;
    expect(bench.last(map)).toBe('ENOMEM');
  });

  it('is none for a process that had CAP_IPC_LOCK when it mapped, and has given it up', () => {
    const bench = new VfioBench({}, 'vfio-capable').and(...mediated, map, 'setrlimit p0 0');
    expect(bench.last('dropcap p0', pin)).toBe('1 page');
    expect(bench.locked()).toBe(1);
  });

  it('was one again for it until v4.17, which asked for the capability at each charge', () => {
    const bench = new VfioBench({ lockCap: 'at-charge' }, 'vfio-capable').and(...mediated, map);
    expect(bench.last('setrlimit p0 0', 'dropcap p0', pin)).toBe('ENOMEM');
    const other = new VfioBench({ lockCap: 'at-charge' }, 'vfio-capable').and(...shared);
    other.run('attach p1 c0 g0', map, 'setrlimit p1 0', 'dropcap p0', 'dropcap p1');
    expect(other.last(pin)).toBe('1 page');
  });

  it.each([
    ['before', '1 page'],
    ['when-charging', 'ENOMEM'],
  ] as const)(
    'was none if it had CAP_IPC_LOCK when the driver began to look for the page, in v4.10 and v4.11',
    (limitTest, answer) => {
      const old = { lockCap: 'at-charge', limitTest } as const;
      const bench = new VfioBench(old, 'vfio-capable').and(...mediated, map, 'setrlimit p0 0');
      bench.run(`${pin} [stops at vaddr_get_pfn: before mmap_lock]`, 'dropcap p0');
      expect(bench.last('continue-driver g0')).toBe(answer);
    },
  );

  it('was tested for the first page of a run until v4.9, although that page counted already', () => {
    const full = [...mediated, map, pin, 'mlock p0 a2', 'setrlimit p0 1', 'attach p0 c0 g1'];
    const last = (off: Partial<Switches>) => new VfioBench(off).last(...full);
    expect([last({}), last({ firstPageLimit: 'always' })]).toEqual(['success', 'ENOMEM']);
  });

  it('counts nothing in the mapping if it is refused', () => {
    const bench = VfioBench.after(...mediated, map, 'setrlimit p0 1', 'mlock p0 a1', pin);
    expect([bench.dma().lockedVm, bench.last('munlock p0 a1', pin), bench.dma().lockedVm]).toEqual([
      0,
      '1 page',
      1,
    ]);
  });

  it('is tested once more under the lock with which it is charged', () => {
    const stop = `${pin} [stops at vfio_pin_pages: limit tested, not yet charged]`;
    const raced = (limitTest: 'when-charging' | 'before') =>
      new VfioBench({ limitTest })
        .and(...mediated, 'setrlimit p0 1', map, stop, 'mlock p0 a1', 'continue-driver g0')
        .locked();
    expect([raced('when-charging'), raced('before')]).toEqual([1, 2]);
    const credited = VfioBench.after(...passthrough, 'map p0 c0 i0 a0 2 rw', 'mlock p0 a2');
    expect(credited.and('setrlimit p0 0', 'unmap p0 c0 i0 2').locked()).toBe(1);
  });

  it('is not charged for a page that it refuses', () => {
    expect([chargedFor('not-counted'), chargedFor('counted')]).toEqual([0, 1]);
  });
});

/** A kernel that leaves it for later. */
const deferring = (...lines: readonly string[]) =>
  new VfioBench({ charge: 'deferred-if-contended', limitTest: 'before' }).and(...lines);

describe('charging while a page fault holds mmap_lock', () => {
  const contended = [...passthrough, 'contend p0', map];

  it('waits until it has ended', () => {
    const bench = VfioBench.after(...contended);
    expect([bench.locked(), bench.k.ram!.accounts[0]!.contended]).toEqual([1, 0]);
  });

  it('was left to a work item, which keeps the address space', () => {
    const bench = deferring(...contended);
    expect([bench.locked(), bench.seen.pendingCharge(1), bench.mm(0).users]).toEqual([0, 1, 2]);
    bench.run('work');
    expect([bench.locked(), bench.seen.pendingCharge(1), bench.mm(0).users]).toEqual([1, 0, 1]);
  });

  it('was not where the lock was free', () => {
    const bench = deferring(...passthrough, map);
    expect([bench.seen.pendingCharge(1), bench.locked()]).toEqual([0, 1]);
    // It is made over the limit, too.
    const over = deferring(...mediated, map, 'setrlimit p0 1');
    over.run(`${pin} [stops at vfio_pin_pages: limit tested, not yet charged]`, 'mlock p0 a1');
    expect(over.and('continue-driver g0').locked()).toBe(2);
  });

  it('waits in the work item for mmap_lock, and may be the last user of the address space', () => {
    const bench = deferring(...contended);
    const letGo = bench.hold(bench.k.mmapLock, bench.mm(0).index);
    const work = bench.start('work');
    expect(work.waitsFor).toBe('mmap_lock 0');
    letGo();
    work.resume().finish();
    expect(bench.locked()).toBe(1);
    const last = deferring(...contended, 'fork p0 -> p1', 'exit p0');
    expect(last.k.mms.rows[0]).toMatchObject({ live: 1, users: 1 });
    last.run('work');
    expect(last.k.mms.rows[0]!.users).toBe(0);
  });

  it('let the next one pass a limit that is reached', () => {
    const bench = deferring(...passthrough, 'setrlimit p0 1', 'contend p0');
    expect(bench.last('map p0 c0 i0 a1 2 rw', 'work', 'work')).toBe('success');
    expect(bench.locked()).toBe(2);
  });

  it('also deferred credits, so there was no room although everything was unmapped', () => {
    const bench = deferring(...passthrough, 'setrlimit p0 1', map, 'contend p0', unmap);
    expect(bench.run(map, 'work', map)).toEqual(['ENOMEM', 'success', 'success']);
  });

  it('was lost if the work item could not be allocated', () => {
    const bench = deferring(...passthrough, 'contend p0', `${map} [allocation 3 fails]`);
    expect([bench.locked(), bench.seen.pendingCharge(1)]).toEqual([0, 0]);
    expect(bench.pins(0, 0)).toBe(1);
  });

  it('was done in the order in which it was left', () => {
    const bench = deferring(...passthrough, 'contend p0', map, unmap);
    expect(bench.seen.pendingCharge(1)).toBe(0);
    bench.run('work');
    expect([bench.locked(), bench.seen.pendingCharge(1)]).toEqual([1, -1]);
  });
});

describe('v9 charged the task that had plugged the device in', () => {
  it('without a reference, so its struct may be freed at the use', () => {
    const off = { externalOwner: 'attacher', taskReference: 'not-taken' } as const;
    const bench = new VfioBench(off).and(...mediated, 'fork p0 -> p1', 'exit p0');
    bench.run('map p1 c0 i0 a0 1 rw', pin);
    expect(bench.log[0]).toBe('use-after-free in __vfio_pin_page_local: task_struct');
  });

  it('and kept it with one', () => {
    const bench = new VfioBench({ externalOwner: 'attacher' }).and(...mediated);
    const { slab } = bench.k.structs!;
    expect(slab.rows[0]!.usage).toBe(2);
    expect(bench.and('detach p0 g0').k.structs!.slab.rows[0]!.usage).toBe(1);
  });

  it('after a test of its mm, which may have ended meanwhile', () => {
    const off = { externalOwner: 'attacher', taskMm: 'tested-then-used' } as const;
    const bench = new VfioBench(off).and(...shared, 'attach p1 c0 g0', map);
    bench.run(`${pin} [stops at vfio_pin_pages: limit tested, not yet charged]`);
    bench.run('continue-driver g0 [stops at vfio_lock_acct: task->mm tested, not yet used]');
    const exit = bench.start('exit p1');
    expect(exit.isDone).toBe(false);
    expect(() => bench.run('continue-driver g0')).toThrow('locked_vm');
  });
});

describe('map and attach charged the caller, in v4.10 to v4.17,', () => {
  it('although the owner is credited', () => {
    const bench = new VfioBench({ pinCharges: 'current' });
    bench.run(...shared, 'attach p0 c0 g0', map, 'attach p1 c0 g1');
    expect([bench.locked(0), bench.locked(1)]).toEqual([0, 1]);
    bench.run('detach p1 g1');
    expect([bench.locked(0), bench.locked(1)]).toEqual([-1, 1]);
  });

  it.each(['before', 'when-charging'] as const)(
    'within its own limit and capability, not those of the process that mapped',
    (limitTest) => {
      const off = { pinCharges: 'current', replayMm: 'of-current', lockCap: 'at-charge' } as const;
      const last = (...lines: readonly string[]) => {
        const bench = new VfioBench({ ...off, limitTest }, 'vfio-capable');
        bench.run(...shared, 'attach p0 c0 g0', map, 'setrlimit p0 0', 'setrlimit p1 0');
        return bench.last(...lines, 'attach p1 c0 g1');
      };
      expect([last('dropcap p0'), last('dropcap p1')]).toEqual(['success', 'ENOMEM']);
      expect(last('dropcap p0', 'dropcap p1', 'setrlimit p1 1')).toBe('success');
    },
  );
});

/** p1 attaches an IOMMU and is about to charge p0’s mapping; then p0 exits. */
const exitsMeanwhile = (pinOwnerMm: 'referenced' | 'of-task') => {
  const design = { dmaOwner: 'group-leader', replayMm: 'of-current', replayDeadOwner: 'charged' };
  const bench = new VfioBench({ ...design, pinOwnerMm } as Partial<Switches>);
  bench.run(...shared, 'attach p1 c0 g0', map);
  bench.run('attach p1 c0 g1 [stops at vfio_lock_acct: before mmap_lock]', 'exit p0');
  return bench;
};

describe('attach, which charges the mm of another process,', () => {
  it('keeps that mm while it waits for its mmap_lock', () => {
    expect(exitsMeanwhile('referenced').and('continue p1').log).toEqual([]);
  });

  it('read it from the owner’s task without a reference, so it may be freed meanwhile', () => {
    expect(exitsMeanwhile('of-task').and('continue p1').log).toContain(
      'use-after-free in vfio_lock_acct: mm_struct',
    );
  });
});

describe('the mm of the process that leads the group', () => {
  const v418 = { dmaOwner: 'group-leader', pinOwnerMm: 'of-task' } as const;

  it('is charged for no page of a driver if that process exits between pin and charge: ESRCH', () => {
    const bench = new VfioBench(v418).and(...shared, 'attach p1 c0 g0', map);
    bench.run(`${pin} [stops at vfio_pin_pages: limit tested, not yet charged]`, 'exit p0');
    expect(bench.last('continue-driver g0')).toBe('ESRCH');
    expect([bench.nodes, bench.seen.pinReferences(), bench.log]).toEqual([[], 0, []]);
  });

  it('was left out of it until v4.11, where the charge had no answer: the page stays pinned, and counts nowhere', () => {
    const v410 = { dmaOwner: 'mapping-thread', charge: 'deferred-if-contended' } as const;
    const bench = new VfioBench(v410).and(...shared, 'attach p1 c0 g0', map);
    bench.run(`${pin} [stops at vfio_pin_pages: limit tested, not yet charged]`, 'exit p0');
    expect([bench.last('continue-driver g0'), bench.nodes]).toEqual(['1 page', ['i0 x1']]);
    expect([bench.seen.pinReferences(), bench.locked(1)]).toEqual([1, 0]);
  });

  it('is kept by a reference while a credit waits for its mmap_lock', () => {
    const bench = new VfioBench(v418).and(...shared, 'attach p1 c0 g1', map);
    bench.run('unmap p1 c0 i0 1 [stops at vfio_lock_acct: before mmap_lock]', 'exit p0');
    expect(bench.and('continue p1').log).toEqual([]);
  });
});

describe('an mm', () => {
  it('begins with nothing charged, by fork and by exec', () => {
    const again = new VfioBench({}, 'vfio').and('fork p0 -> p1', 'mlock p1 a0', 'exit p1');
    const accounts = again.and('fork p0 -> p2').k.ram!.accounts;
    expect(accounts.map((a) => a.lockedVm)).toEqual(accounts.map(() => 0));
    const bench = VfioBench.after(...both, map, 'fork p0 -> p1');
    expect([bench.locked(0), bench.locked(1)]).toEqual([1, 0]);
    expect(VfioBench.after(container, 'mlock p0 a0', 'exec p0').locked()).toBe(0);
  });
});
