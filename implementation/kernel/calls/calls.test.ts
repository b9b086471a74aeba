import { describe, expect, it } from 'vitest';
import { findWorld } from '../../../model/worlds.ts';
import { Bench } from '../../../testing/kernel.ts';
import { calls } from './index.ts';
import { vocabulary } from '../../../model/linux.ts';

describe('the system calls', () => {
  it('are one for each step of a trace', () => {
    expect(Object.keys(calls).toSorted()).toEqual(vocabulary.steps.map((r) => r.kind).toSorted());
  });

  it('are made by the process that a command names, if it names one', () => {
    const wrong = vocabulary.steps.filter(
      ({ kind, fields }) => 'process' in fields !== (calls[kind]!.context === 'process'),
    );
    expect(wrong.map((r) => r.kind)).toEqual([]);
  });
});

describe('alloc and free', () => {
  it('take the lowest PASID for a driver and give it back', () => {
    const bench = new Bench();
    expect(bench.run('alloc -> n0', 'open p0 d0 -> f0', 'alloc -> n1')).toEqual([
      'PASID 1',
      'PASID 2',
      'PASID 3',
    ]);
    expect([1, 2, 3].map((n) => bench.seen.pasidOwner(n))).toEqual([-1, 1, -1]);
    expect(bench.run('free n1')).toEqual(['success']);
    expect([1, 2, 3].map((n) => bench.seen.pasidOwner(n))).toEqual([-1, 1, 0]);
    expect(bench.run('free n0', 'alloc -> n2')).toEqual(['success', 'PASID 1']);
    expect(bench.log).toEqual([]);
  });

  it('answer ENOSPC if no PASID is free', () => {
    const bench = new Bench({}, findWorld('sva-one-pasid'));
    expect(bench.run('alloc -> n0', 'alloc -> n1')).toEqual(['PASID 1', 'ENOSPC']);
  });
});

describe('close', () => {
  it('answers EBADF for a file that is not open, and for one that only another process has open', () => {
    const bench = new Bench();
    bench.run('fork p0 -> p1', 'open p0 d0 -> f0');
    expect(bench.run('close p0 f1', 'close p1 f0', 'close p0 f0', 'close p0 f0')).toEqual([
      'EBADF',
      'EBADF',
      'success',
      'EBADF',
    ]);
  });
});

describe('munmap, mremap and touch', () => {
  it('of what is not mapped: unmapping a hole is fine, moving it is not, touching it kills', () => {
    const bench = new Bench({ uacceMremap: 'moved' });
    bench.run('open p0 d0 -> f0', 'mmap p0 f0 dus');
    expect(bench.run('munmap p0 f0 mmio', 'mremap p0 f0 mmio', 'touch p0 f0 mmio')).toEqual([
      'success',
      'EFAULT',
      'SIGSEGV',
    ]);
    expect(bench.k.vmas.live).toBe(1);
  });
});

describe('dma', () => {
  it('comes from hardware: under the PASID and on the device of the queue that was started', () => {
    const bench = new Bench();
    bench.run(
      'fork p0 -> p1',
      'open p0 d0 -> f0',
      'open p1 d1 -> f1',
      'start p0 f0',
      'start p1 f1',
    );
    expect(bench.run('dma f0', 'dma f1')).toEqual(['reaches mm0', 'reaches mm1']);
    expect([bench.seen.cachedMm(0, 1), bench.seen.cachedMm(1, 2)]).toEqual([1, 2]);
  });

  it('of a queue that does not run, or was given back, is none', () => {
    const bench = new Bench({ uaccePutQ: 'stop-and-put' });
    bench.run('open p0 d0 -> f0', 'open p0 d0 -> f1', 'start p0 f1', 'putq p0 f1');
    expect(bench.run('dma f0', 'dma f1', 'dma f9')).toEqual([0, 1, 9].map(() => 'ENXIO'));
  });
});
