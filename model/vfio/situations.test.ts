import { describe, expect, it } from 'vitest';
import { Model } from '../../testing/model.ts';
import { vfioSituations } from './situations.ts';
import { findWorld } from '../worlds.ts';

const plugged = [
  'container p0 type1v2 -> c0',
  'attach p0 c0 g0',
  'attach p0 c0 g1',
  'map p0 c0 i0 a0 1 rw',
];

function situationsAfter(world: string, ...lines: readonly string[]): number[] {
  const { state } = new Model(findWorld(world)).and(...lines);
  const found: number[] = [];
  vfioSituations(state, (situation) => found.push(situation));
  return found.toSorted((a, b) => a - b);
}

describe('the situations of a state', () => {
  it('are one for each mapping and each process, and none where there is no VFIO', () => {
    expect(situationsAfter('vfio').length).toBe(1);
    expect(situationsAfter('vfio', ...plugged, 'fork p0 -> p1').length).toBe(3);
    expect(situationsAfter('sva', 'open p0 d0 -> f0')).toEqual([]);
  });

  it('leave out names and addresses', () => {
    expect(situationsAfter('vfio', ...plugged)).toEqual(
      situationsAfter(
        'vfio',
        'container p0 type1v2 -> c1',
        'attach p0 c1 g1',
        'attach p0 c1 g0',
        'map p0 c1 i1 a2 1 rw',
      ),
    );
  });

  it.each([
    ['a page is pinned by a driver', ['pin g0 i0 1']],
    ['nothing more may be locked', ['setrlimit p0 1']],
    ['more is locked than may be', ['setrlimit p0 0']],
    ['another page lies at the address', ['munmap-page p0 a0']],
    ['the IOMMU goes', ['detach p0 g1']],
    ['another task is in the same mm', ['clone p0 -> p1']],
    ['another process has the container', ['fork p0 -> p1']],
    ['the owner goes', ['fork p0 -> p1', 'exit p0']],
    ['the address is handed over', ['detach p0 g0', 'unmap-vaddr p0 c0 i0']],
  ])('change when %s', (_what, lines) => {
    const before = situationsAfter('vfio', ...plugged, ...lines.slice(0, -1));
    expect(situationsAfter('vfio', ...plugged, ...lines)).not.toEqual(before);
  });

  it('are told from each other where only a driver has a page counted', () => {
    const moved = [...plugged.slice(0, 3), 'map p0 c0 i0 a3 1 rw', 'mmap-page p0 a3 ram'];
    expect(situationsAfter('vfio', ...moved, 'pin g0 i0 1')).not.toEqual(
      situationsAfter('vfio', ...plugged, 'pin g0 i0 1'),
    );
  });
});
