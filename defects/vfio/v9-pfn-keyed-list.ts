import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const v9PfnKeyedList: Defect = {
  id: 'v9-pfn-keyed-list',
  title: 'pins are recorded by page frame, so a page that is mapped twice is charged once',
  story:
    'A container has one list of pages that drivers have pinned, searched by frame. A page that is mapped at two IOVAs has one node. The second pin is not charged, nor is the IOMMU’s pin of the other mapping. But each of them is credited when the node is gone, and the order decides which of them were charged. A node stores only the IOVA that it was made for, so the pin at the other IOVA is not found again.',
  source:
    'the diff in the mail of Kirti Wankhede of 2016-10-20 (“Re: [PATCH v9 04/12] vfio iommu: Add support for mediated devices”): vfio_find_pfn(domain, pfn)',
  fix: 'v4.10 has a list for each mapping, searched by IOVA (vfio_find_vpfn).',
  evidence: 'verified',
  releases: ['vfio-mdev-v9'],
  switches: { pfnList: 'by-frame' },
  law: 'locked-vm',
  place: { command: 'map', clause: 'too little is charged' },
  world: 'vfio-alone',
  shortest: parseSteps(
    'container p0 type1v2 -> c0',
    'attach p0 c0 g0',
    'attach p0 c0 g1',
    'map p0 c0 i0 a0 1 rw',
    'pin g0 i0 1',
    'map p0 c0 i1 a0 1 rw',
  ),
  also: [
    {
      law: 'locked-vm',
      place: { command: 'pin', clause: 'too little is charged' },
      shortest: parseSteps(
        'container p0 type1v2 -> c0',
        'attach p0 c0 g0',
        'map p0 c0 i0 a0 1 rw',
        'map p0 c0 i1 a0 1 rw',
        'pin g0 i0 2',
      ),
    },
    {
      law: 'memlock-limit',
      place: { command: 'pin', clause: 'over the limit' },
      shortest: parseSteps(
        'container p0 type1v2 -> c0',
        'attach p0 c0 g0',
        'map p0 c0 i0 a0 1 rw',
        'map p0 c0 i1 a0 1 rw',
        'setrlimit p0 1',
        'pin g0 i0 2',
      ),
    },
    {
      law: 'locked-vm',
      place: { command: 'unmap', clause: 'too much is charged' },
      shortest: parseSteps(
        'container p0 type1v2 -> c0',
        'attach p0 c0 g0',
        'map p0 c0 i0 a0 1 rw',
        'pin g0 i0 1',
        'unmap p0 c0 i0 1',
      ),
    },
    {
      law: 'answers-conform',
      place: { command: 'pin', answer: 'EFAULT' },
      shortest: parseSteps(
        'container p0 type1v2 -> c0',
        'attach p0 c0 g0',
        'map p0 c0 i0 a0 1 rw',
        'pin g0 i0 1',
        'munmap-page p0 a0',
        'pin g0 i0 1',
      ),
    },
    {
      law: 'page-identity',
      place: { clause: 'a driver has another page than was pinned' },
      shortest: parseSteps(
        'container p0 type1v2 -> c0',
        'attach p0 c0 g0',
        'map p0 c0 i0 a0 1 rw',
        'pin g0 i0 1',
        'mmap-page p0 a0 ram',
        'pin g0 i0 1',
        'unpin g0 i0 1',
      ),
    },
  ],
};
