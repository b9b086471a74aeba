import { describe, expect, it } from 'vitest';
import type { LinuxFunction } from '../kernel/fidelity.ts';
import { findFunction } from './find-function.ts';
import { isInVersion, orderOfRelease, ordersOf } from './linux-version.ts';
import { pathIn } from './moves.ts';
import { isInRelease, nearestReading, readingFor, spotsIn } from './spots.ts';
import { fidelityTables, planned } from './tables.ts';

const functions = fidelityTables.flatMap((table) => table.functions);
/** Every function with every text of it that was read. */
const readings = functions.flatMap((f) =>
  Object.entries(f.read).map(([release, version]) => ({ f, release, version })),
);

function example(read: LinuxFunction['read'], more: Partial<LinuxFunction> = {}): LinuxFunction {
  return { name: 'f', file: 'drivers/iommu/dmar.c', read, behaviours: [], ...more };
}

describe('every text of a function that was read', () => {
  it('is in a file that its version has', () => {
    const lacking = readings.flatMap(({ f, release, version }) =>
      spotsIn(f, version, release)
        .filter(({ file }) => ordersOf(version, release).some((o) => pathIn(file, o) !== file))
        .map(({ file }) => `${f.name}: ${file} in ${version}`),
    );
    expect(lacking).toEqual([]);
  });

  it('is of a version that has the function', () => {
    const lacking = readings.filter(
      ({ f, release, version }) => !ordersOf(version, release).every((o) => isInVersion(f, o)),
    );
    expect(lacking.map(({ f, version }) => `${f.name} in ${version}`)).toEqual([]);
  });

  it('is for a release that has it', () => {
    const lacking = readings.filter(
      ({ f, release }) => release !== 'reference' && !isInRelease(f, release),
    );
    expect(lacking.map(({ f, release }) => `${f.name} in ${release}`)).toEqual([]);
  });
});

describe('where a function is', () => {
  it('is said only of versions that were read', () => {
    const unread = functions.flatMap((f) =>
      Object.keys(f.elsewhere ?? {}).filter((v) => !Object.values<string>(f.read).includes(v)),
    );
    expect(unread).toEqual([]);
  });

  it('is its name and its file in that text', () => {
    expect(readingFor(findFunction('vfio_fops_open')!, 'linux-4.18')!.spots).toEqual([
      { file: 'drivers/vfio/vfio.c', name: 'vfio_fops_open' },
    ]);
    expect(readingFor(findFunction('vfio_group_set_container')!, 'linux-6.3')!.spots).toEqual([
      { file: 'drivers/vfio/group.c', name: 'vfio_group_ioctl_set_container' },
      { file: 'drivers/vfio/container.c', name: 'vfio_container_attach_group' },
    ]);
  });

  it('is the path that its file has in that version', () => {
    const f = example({ 'linux-4.4-svm': 'v4.13', 'linux-5.14-vtd': 'v5.14-rc1' });
    expect(readingFor(f, 'linux-4.4-svm')!.spots[0]!.file).toBe('drivers/iommu/dmar.c');
    expect(readingFor(f, 'linux-5.14-vtd')!.spots[0]!.file).toBe('drivers/iommu/intel/dmar.c');
    const later = { ...f, file: 'drivers/iommu/intel/dmar.c' };
    expect(readingFor(later, 'linux-4.4-svm')!.spots[0]!.file).toBe('drivers/iommu/dmar.c');
  });

  it('has to be said if its file was divided, or went in the middle of what was read', () => {
    const divided = example({ 'linux-6.3': 'v6.3.2' }, { file: 'drivers/vfio/vfio.c' });
    expect(() => readingFor(divided, 'linux-6.3')).toThrow('v6.3.2 has no drivers/vfio/vfio.c');
    const between = example({ reference: 'v5.7 to v5.9' });
    expect(() => readingFor(between, 'reference')).toThrow('say in elsewhere where it is');
  });
});

describe('the text that is nearest to a release', () => {
  it('is that of the version next to it, or none', () => {
    const f = example({ 'linux-4.9': 'v4.8', 'linux-4.18': 'v4.19', 'linux-6.3': 'v6.2' });
    expect(nearestReading(f, 'linux-4.10')!.version).toBe('v4.8');
    expect(nearestReading(f, 'linux-5.18-rc1')!.version).toBe('v6.2');
    expect(nearestReading(example({}), 'linux-4.10')).toBeUndefined();
  });
});

describe('a release', () => {
  it('has a version of Linux, also if it is a series of patches', () => {
    expect(orderOfRelease('linux-5.18-rc1-mmget')).toBe(5018);
    expect(orderOfRelease('vfio-mdev-v9')).toBe(4009);
    for (const release of planned) expect(orderOfRelease(release)).toBeGreaterThan(4000);
  });

  it('has no function that came later or went before', () => {
    const f = example({}, { since: 'v4.10', until: 'v5.19' });
    const has = ['linux-4.9', 'linux-4.10', 'linux-5.18', 'linux-6.3'].map((r) =>
      isInRelease(f, r),
    );
    expect(has).toEqual([false, true, true, false]);
  });
});
