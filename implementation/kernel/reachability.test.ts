import { describe, expect, it } from 'vitest';
import { findWorld } from '../../model/worlds.ts';
import { Bench } from '../../testing/kernel.ts';
import { findKeptMm } from './reachability.ts';

/** A kernel whose bonds hold mm_users, as in the workaround of April 2022. */
function pinning(...lines: string[]) {
  const bench = new Bench({ bondPins: 'mm_users' });
  bench.run(...lines);
  return findKeptMm(bench.k);
}

describe('an mm that keeps itself in use', () => {
  it('is one whose mapping keeps the file whose bond keeps the mm', () => {
    expect(pinning('open p0 d0 -> f0', 'mmap p0 f0 dus', 'exit p0')).toEqual([
      'mm0',
      'its mapping of f0',
      'f0',
      'the bond of f0',
      'mm0',
    ]);
  });

  it('does so only once the last process has left it', () => {
    const shared = ['open p0 d0 -> f0', 'mmap p0 f0 dus', 'clone p0 -> p1', 'exit p0'];
    expect(pinning(...shared)).toBeUndefined();
    expect(pinning(...shared, 'exec p1')?.[0]).toBe('mm0');
  });

  it('can do so through a handle that was bound through the file', () => {
    const bench = new Bench({ bondPins: 'mm_users' }, findWorld('sva-keep-on-exec'));
    bench.run('open p0 d0 -> f0', 'exec p0', 'bind p0 f0 -> h0', 'mmap p0 f0 mmio', 'exit p0');
    expect(findKeptMm(bench.k)).toEqual([
      'mm1',
      'its mapping of f0',
      'f0',
      'the bond of f0',
      'mm1',
    ]);
  });

  it('can do so in a circle of two, each mapping the file that the other’s bond lies in', () => {
    const bench = new Bench({ bondPins: 'mm_users' });
    bench.run('open p0 d0 -> f0', 'open p0 d0 -> f1', 'fork p0 -> p1', 'fork p0 -> p2');
    bench.run('mmap p1 f0 mmio', 'bind p2 f0 -> h0');
    bench.run('mmap p2 f1 mmio', 'bind p1 f1 -> h1');
    bench.run('exit p0', 'exit p1', 'exit p2');
    expect(findKeptMm(bench.k)).toEqual([
      'mm1',
      'its mapping of f0',
      'f0',
      'the bond of f0',
      'mm2',
      'its mapping of f1',
      'f1',
      'the bond of f1',
      'mm1',
    ]);
  });
});

describe('the search for it', () => {
  it('continues after a mapping that leads nowhere', () => {
    // mm1 maps f0, whose bond keeps mm0, which keeps nothing; and it maps f1, whose bond keeps mm1
    expect(
      pinning(
        'open p0 d0 -> f0',
        'fork p0 -> p1',
        'mmap p1 f0 mmio',
        'open p1 d0 -> f1',
        'mmap p1 f1 mmio',
        'exit p0',
        'exit p1',
      ),
    ).toEqual(['mm1', 'its mapping of f1', 'f1', 'the bond of f1', 'mm1']);
  });

  it('ends if the path from an mm leads into a cycle of others', () => {
    const bench = new Bench({ bondPins: 'mm_users' });
    // mm2 takes the place of mm0 in memory, so that it is looked at first
    bench.run('fork p0 -> p1', 'exit p0');
    bench.run('open p1 d0 -> f0', 'mmap p1 f0 dus', 'fork p1 -> p2', 'mmap p2 f0 mmio');
    bench.run('open p2 d0 -> f1', 'fork p2 -> p3', 'mmap p3 f1 mmio');
    bench.run('open p3 d0 -> f2', 'mmap p3 f2 mmio');
    bench.run('exit p1', 'exit p2', 'exit p3');
    expect(bench.k.mms.rows[0]).toMatchObject({ live: 1, id: 3 });
    expect(findKeptMm(bench.k)).toEqual([
      'mm1',
      'its mapping of f0',
      'f0',
      'the bond of f0',
      'mm1',
    ]);
  });
});

describe('an mm in use is not kept by itself', () => {
  it('while a process runs in it', () => {
    expect(pinning('open p0 d0 -> f0', 'mmap p0 f0 dus')).toBeUndefined();
  });

  it('while another process has the file: that may close it', () => {
    expect(
      pinning('open p0 d0 -> f0', 'fork p0 -> p1', 'mmap p0 f0 dus', 'exit p0'),
    ).toBeUndefined();
  });

  it('while another process has the file mapped, if nothing more', () => {
    const lines = ['open p0 d0 -> f0', 'fork p0 -> p1', 'mmap p0 f0 dus', 'mmap p1 f0 mmio'];
    expect(pinning(...lines, 'close p1 f0', 'exit p0')).toBeUndefined();
    expect(pinning(...lines, 'close p1 f0', 'exit p0', 'munmap p1 f0 mmio')).toBeDefined();
  });

  it('but is kept once that process has exited too', () => {
    expect(
      pinning('open p0 d0 -> f0', 'fork p0 -> p1', 'mmap p0 f0 dus', 'exit p0', 'exit p1'),
    ).toBeDefined();
  });

  it('where bonds hold no more than mm_count, though its mapping may keep the bond', () => {
    const bench = new Bench({ bondPins: 'mm_count' });
    bench.run('open p0 d0 -> f0', 'mmap p0 f0 dus');
    bench.mm(0).users++; // somebody forgot to put it
    bench.run('exit p0');
    expect(bench.k.mms.rows[0]!.users).toBe(1);
    expect(findKeptMm(bench.k)).toBeUndefined();
  });

  it('by a leak that has no circle: that is left over, not alive', () => {
    const bench = new Bench();
    bench.mm(0).users++;
    bench.run('exit p0');
    expect(findKeptMm(bench.k)).toBeUndefined();
    expect(
      bench
        .settle()
        .seen.leftovers()
        .map(({ says }) => says),
    ).toEqual(['mm_struct mm0 (mm_users 1, mm_count 1), held by nothing that is left']);
  });
});
