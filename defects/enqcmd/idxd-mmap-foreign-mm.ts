import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const idxdMmapForeignMm: Defect = {
  id: 'idxd-mmap-foreign-mm',
  title: 'a child that maps the portal of a dedicated queue submits work for its parent',
  story:
    'The portal is not copied by fork, but the file is, and mmap did not look who maps it. The PASID of a dedicated queue is in the queue, so MOVDIR64B of the child works in the memory of the parent. On a shared queue the child has no PASID and is refused.',
  source:
    'commit 8dfa57aabff6 of 2025-04; that the child of a dedicated queue reaches its parent is our reading',
  fix: 'EPERM for another mm than that of the file.',
  evidence: 'inferred',
  releases: ['x86-pasid-v1'],
  switches: { idxdMmap: 'any-mm' },
  law: 'isolation',
  place: { clause: 'submitted for a foreign mm' },
  world: 'enqcmd-dedicated',
  shortest: parseSteps(
    'open p0 d0 -> f0',
    'fork p0 -> p1',
    'map-portal p1 f0 page',
    'enqcmd p1 f0',
  ),
};
