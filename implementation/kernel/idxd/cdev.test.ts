import { describe, expect, it } from 'vitest';
import { findWorld } from '../../../model/worlds.ts';
import { Bench } from '../../../testing/kernel.ts';
import type { Switches } from '../switches.ts';

const of = (switches: Partial<Switches>, world: string, ...lines: readonly string[]): Bench => {
  const made = new Bench(switches, findWorld(world));
  made.run(...lines);
  return made;
};
const shared = (...lines: readonly string[]): Bench => of({}, 'enqcmd', ...lines);
const dedicated = (...lines: readonly string[]): Bench => of({}, 'enqcmd-dedicated', ...lines);
/** What a file has left behind: users of the queue, contexts, bonds. */
const left = (b: Bench): number[] => [
  b.k.idxd.queues[0]!.clients,
  b.k.idxd.contexts.live,
  b.k.intel.sdevs.live,
];
const queue = ({ k }: Bench): number[] => [k.idxd.queues[0]!.clients, k.idxd.queues[0]!.pasid];

describe('a shared queue', () => {
  it('can be open more than once, and has no PASID of its own', () => {
    const b = shared('open p0 d0 -> f0', 'open p0 d0 -> f1', 'fork p0 -> p1', 'open p1 d0 -> f2');
    expect(queue(b)).toEqual([3, 0]);
  });

  it('takes the PASID of the submitter, in each thread of the mm', () => {
    const b = shared('open p0 d0 -> f0', 'map-portal p0 f0 page', 'clone p0 -> p1');
    expect(b.run('enqcmd p0 f0', 'enqcmd p1 f0')).toEqual(['reaches mm0', 'reaches mm0']);
  });

  it('refuses a child that mapped the portal itself, as it could before 2025', () => {
    const b = of({ idxdMmap: 'any-mm' }, 'enqcmd', 'open p0 d0 -> f0', 'fork p0 -> p1');
    expect(b.run('map-portal p1 f0 page', 'enqcmd p1 f0')).toEqual(['success', 'SIGSEGV']);
  });
});

describe('open', () => {
  it('binds with the lock of the queue held', () => {
    const b = shared();
    const release = b.hold(b.k.iommu.groupMutex);
    const open = b.start('open p0 d0 -> f0');
    expect([open.waitsFor, b.k.idxd.wqLock.locks[0]!.owner]).toEqual(['group->mutex 0', 1]);
    release();
    expect(open.resume().finish()).toBe('PASID 1');
  });
});

describe('a dedicated queue', () => {
  it('has one file, whose PASID is in its configuration until the release', () => {
    const b = dedicated('open p0 d0 -> f0');
    expect([queue(b), b.run('open p0 d0 -> f1'), queue(b)]).toEqual([[1, 1], ['EBUSY'], [1, 1]]);
    expect([b.run('close p0 f0', 'open p0 d0 -> f1'), queue(b)]).toEqual([
      ['success', 'PASID 1'],
      [1, 1],
    ]);
    b.run('close p0 f1');
    expect(queue(b)).toEqual([0, 0]);
  });

  it('stays busy until its last file is unbound: the count falls last', () => {
    const b = dedicated('fork p0 -> p1', 'open p0 d0 -> f0');
    b.run('close p0 f0 [stops at idxd_file_dev_release: drained, not yet unbound]');
    expect([queue(b), b.run('open p1 d0 -> f1')]).toEqual([[1, 0], ['EBUSY']]);
    expect(b.run('continue p0', 'open p1 d0 -> f1')).toEqual(['success', 'PASID 2']);
  });

  it('takes every submission for that of its opener', () => {
    const b = of({ idxdMmap: 'any-mm' }, 'enqcmd-dedicated', 'open p0 d0 -> f0', 'fork p0 -> p1');
    expect(b.run('map-portal p1 f0 page', 'enqcmd p1 f0')).toEqual(['success', 'reaches mm0']);
  });
});

describe('the portal', () => {
  it('is one page, and may be mapped any number of times', () => {
    const b = shared('open p0 d0 -> f0');
    const page = 'map-portal p0 f0 page';
    expect(b.run('map-portal p0 f0 more', page, page)).toEqual(['EINVAL', 'success', 'success']);
    expect(b.run(page)).toEqual(['ENOMEM']); // vm.max_map_count
    expect(b.run('unmap-portal p0 f0', 'enqcmd p0 f0')).toEqual(['success', 'reaches mm0']);
    expect(b.run('unmap-portal p0 f0', 'enqcmd p0 f0')).toEqual(['success', 'SIGSEGV']);
  });

  it('is not copied by fork, and only the mm of the file may map it: EPERM comes before EINVAL', () => {
    const b = shared('open p0 d0 -> f0', 'map-portal p0 f0 page', 'fork p0 -> p1');
    expect(b.run('enqcmd p1 f0', 'map-portal p1 f0 page', 'map-portal p1 f0 more')).toEqual([
      'SIGSEGV',
      'EPERM',
      'EPERM',
    ]);
  });

  it('keeps the file open, and its bond', () => {
    const b = shared('open p0 d0 -> f0', 'map-portal p0 f0 page', 'close p0 f0');
    expect([b.run('enqcmd p0 f0'), b.entry(0, 1)]).toEqual([['reaches mm0'], 'mm0 present']);
    b.run('unmap-portal p0 f0');
    expect(b.entry(0, 1)).toBe('absent');
  });
});

describe('write and poll', () => {
  it('work for the mm of the file, without a mapping and without a register', () => {
    const b = shared('open p0 d0 -> f0', 'thread p0 -> p1');
    expect(b.run('write p1 f0', 'poll-queue p1 f0')).toEqual(['reaches mm0', 'nothing']);
    expect(b.seen.register(1)).toBe(0);
  });

  it.each([
    ['fork p0 -> p1', 'p1'],
    ['exec p0', 'p0'],
  ])('refuse another mm: %s', (line, by) => {
    const b = shared('open p0 d0 -> f0', line);
    expect(b.run(`write ${by} f0`, `poll-queue ${by} f0`)).toEqual(['EPERM', 'POLLNVAL']);
  });

  it('served every process that has the file, under the PASID of its opener', () => {
    const any: Partial<Switches> = { idxdWrite: 'any-mm', idxdPoll: 'any-mm' };
    const b = of(any, 'enqcmd', 'open p0 d0 -> f0', 'fork p0 -> p1');
    expect(b.run('write p1 f0', 'poll-queue p1 f0')).toEqual(['reaches mm0', 'nothing']);
    expect(b.run('exec p0', 'write p0 f0')).toEqual(['success', 'aborted']);
  });

  it('returned an errno as a mask of events', () => {
    const b = of({ idxdPoll: 'errno' }, 'enqcmd', 'open p0 d0 -> f0', 'fork p0 -> p1');
    expect(b.run('poll-queue p1 f0')).toEqual(['every event']);
  });
});

describe('an open that fails late', () => {
  it.each([8, 9])('leaves nothing: allocation %i', (n) => {
    const b = shared(`open p0 d0 -> f0 [allocation ${n} fails]`);
    expect([left(b), b.log]).toEqual([[0, 0, 0], []]);
    expect(b.run('open p0 d0 -> f1')).toEqual(['PASID 1']);
  });

  it('succeeds with a context that is freed, if it returns the result of the step before', () => {
    const b = of({ idxdFileNumber: 'step-before' }, 'enqcmd');
    expect(b.run('open p0 d0 -> f0 [allocation 9 fails]')).toEqual(['PASID 0x0']);
    b.run('close p0 f0');
    expect(b.log[0]).toBe('use-after-free in idxd_file_dev_release: idxd_user_context');
  });

  it('waits for its own lock, if it puts the device of its file under it', () => {
    const b = of({ idxdFileDevice: 'put-under-lock' }, 'enqcmd');
    const open = b.start('open p0 d0 -> f0 [allocation 10 fails]');
    expect(open.waitsFor).toBe('wq->wq_lock 0');
    expect(b.log).toEqual(['recursive locking in idxd_file_dev_release: wq->wq_lock 0']);
  });
});
