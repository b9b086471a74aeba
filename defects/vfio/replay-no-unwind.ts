import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const replayNoUnwind: Defect = {
  id: 'replay-no-unwind',
  title: 'an attach that fails half-way leaves pages pinned and charged',
  story:
    'When the first IOMMU joins a container, vfio_iommu_replay pins and maps all existing mappings. It returns at the first page that fails, or that the IOMMU cannot map, and the domain is freed with its page tables, so no record of the pinned pages remains. A mapping that was finished before is marked as mapped by an IOMMU, so the next attempt looks for its translations in an empty list of domains.',
  source:
    'aae7a75a821a, “Add proper error unwind for vfio_iommu_replay()” (v5.9); vfio_iommu_replay of v4.12 and v4.18',
  fix: 'Walk back over all mappings, unmap, unpin and credit; set iommu_mapped only when all of them have succeeded.',
  evidence: 'verified',
  releases: ['vfio-mdev-v9', 'linux-4.10', 'linux-4.12', 'linux-4.18'],
  switches: { replayUnwind: 'none' },
  law: 'failure-atomicity',
  place: { command: 'attach', clause: 'refused, but a page stays pinned' },
  world: 'vfio-alone',
  shortest: parseSteps(
    'container p0 type1v2 -> c0',
    'attach p0 c0 g0',
    'map p0 c0 i0 a1 2 rw',
    'setrlimit p0 1',
    'attach p0 c0 g1',
  ),
  also: [
    {
      law: 'failure-atomicity',
      place: { command: 'attach', clause: 'refused, but more is charged' },
      shortest: parseSteps(
        'container p0 type1v2 -> c0',
        'attach p0 c0 g0',
        'map p0 c0 i0 a1 2 rw',
        'setrlimit p0 1',
        'attach p0 c0 g1',
      ),
    },
    {
      law: 'balance-at-rest',
      place: { clause: 'something is left' },
      shortest: parseSteps(
        'container p0 type1v2 -> c0',
        'attach p0 c0 g0',
        'map p0 c0 i0 a1 2 rw',
        'setrlimit p0 1',
        'attach p0 c0 g1',
        'exit p0',
      ),
    },
    {
      law: 'no-splat',
      place: { splat: 'out of bounds', where: 'vfio_iommu_replay', what: 'domain_list is empty' },
      shortest: parseSteps(
        'container p0 type1v2 -> c0',
        'attach p0 c0 g0',
        'map p0 c0 i0 a0 1 rw',
        'map p0 c0 i1 a1 1 rw',
        'setrlimit p0 1',
        'attach p0 c0 g1',
        'attach p0 c0 g1',
      ),
    },
  ],
};
