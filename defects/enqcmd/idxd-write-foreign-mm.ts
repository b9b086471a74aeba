import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const idxdWriteForeignMm: Defect = {
  id: 'idxd-write-foreign-mm',
  title: 'a child that writes a descriptor submits work for its parent',
  story:
    'write submits under the PASID that the file was opened with, and did not look who writes. A child that has the file makes the device work in the memory of its parent.',
  source:
    'commit 8dfa57aabff6 of 2025-04, which adds the check to mmap, write and poll, since 6827738dc684',
  fix: 'EPERM for another mm than that of the file.',
  evidence: 'verified',
  switches: { idxdWrite: 'any-mm' },
  law: 'isolation',
  place: { clause: 'submitted for a foreign mm' },
  world: 'enqcmd-small',
  shortest: parseSteps('open p0 d0 -> f0', 'fork p0 -> p1', 'write p1 f0'),
};
