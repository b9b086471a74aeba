import { describe, expect, it } from 'vitest';
import type { Place } from '../model/place.ts';
import { findKernel } from '../defects/kernels.ts';
import { parseSteps } from '../model/linux.ts';
import { findWorld } from '../model/worlds.ts';
import { Attributor, knownFor } from './attributor.ts';

function causesOf(kernel: string, world: string, law: string, place: Place, ...lines: string[]) {
  const attributor = new Attributor(findWorld(world));
  const trace = { steps: parseSteps(...lines) };
  const { causes } = attributor.attribute(findKernel(kernel), trace, { law, place });
  return causes.map(({ id }) => id);
}

describe('a violation is put down to', () => {
  it('the defect whose kernel it is, not to another that has the same switch', () => {
    const lines = [
      'container p0 type1v2 -> c0',
      'attach p0 c0 g0',
      'map p0 c0 i0 a0 1 rw',
      'exec p0',
    ];
    const place = { clause: 'more is credited than was charged' };
    expect(
      causesOf('current-mm-charging', 'vfio-passthrough', 'locked-vm-underflow', place, ...lines),
    ).toEqual(['current-mm-charging']);
  });

  it('what it takes, not to what has one switch more', () => {
    const lines = ['open p0 d0 -> f0', 'mmap p0 f0 mmio', 'munmap p0 f0 mmio', 'mmap p0 f0 mmio'];
    expect(
      causesOf(
        'linux-5.18',
        'sva',
        'answers-conform',
        { command: 'mmap', answer: 'EEXIST' },
        ...lines,
      ),
    ).toEqual(['uacce-close-keeps-region']);
  });

  it('both defects that lead to it', () => {
    const lines = [
      'open p0 d0 -> f0',
      'fork p0 -> p1',
      'mmap p0 f0 mmio',
      'exec p0',
      'mmap p1 f0 mmio',
    ];
    expect(
      causesOf(
        'linux-5.18-rc1-mmget',
        'sva',
        'answers-conform',
        { command: 'mmap', answer: 'EEXIST' },
        ...lines,
      ),
    ).toEqual(['sva-bind-mmget-refcycle', 'uacce-close-keeps-region']);
  });

  const old = { clause: 'a device waits for the answer to an old request' };

  it('one that does it alone and two that do it together', () => {
    const lines = ['open p0 d0 -> f0', 'request f0 r0 more', 'abort f0', 'close p0 f0'];
    expect(causesOf('vtd-drain-v2', 'vtd-small', 'requests-drained', old, ...lines)).toEqual([
      'vtd-overflow-never-cleared',
      'vtd-drain-ignores-overflow',
      'vtd-prq-swlist-misses-ring',
    ]);
  });

  it('a drain that a release with another kind of tables lacks', () => {
    const lines = ['open p0 d0 -> f0', 'send f0 r0 last', 'abort f0', 'close p0 f0'];
    expect(causesOf('linux-4.4-svm', 'vtd', 'requests-drained', old, ...lines)).toEqual([
      'vtd-no-prq-drain',
    ]);
  });
});

describe('what a release is known for', () => {
  const world = findWorld('sva');
  const trace = {
    world,
    steps: parseSteps(
      'open p0 d0 -> f0',
      'mmap p0 f0 mmio',
      'munmap p0 f0 mmio',
      'mmap p0 f0 mmio',
    ),
  };
  const broken = {
    law: 'answers-conform',
    place: { command: 'mmap', answer: 'EEXIST' },
    witness: '',
  };

  it('explains what one of its known defects does', () => {
    expect(knownFor(findKernel('linux-5.18'), world)!.explains(trace, broken)).toBe(true);
  });

  it('explains nothing that another defect of it does', () => {
    const release = findKernel('linux-5.18');
    const known = release.known.filter((id) => id !== 'uacce-close-keeps-region');
    expect(knownFor({ ...release, known }, world)!.explains(trace, broken)).toBe(false);
  });

  it('is nothing where it is known for nothing', () => {
    expect(knownFor(findKernel('reference'), world)).toBeUndefined();
  });
});
