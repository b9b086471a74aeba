import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const v9LockacctCountsRefusedPage: Defect = {
  id: 'v9-lockacct-counts-refused-page',
  title: 'a page that the limit refuses is still charged',
  story:
    'v9 counts the page first and tests the limit then. A page over the limit is put back and the run ends, but the page is charged with the others. The pages before it are mapped, the next run is refused at its first page, and the error path then credits only the mapped pages. One page stays charged for good, each time that a mapping fails.',
  source:
    'the diff in the mail of Kirti Wankhede of 2016-10-20 (“Re: [PATCH v9 04/12] vfio iommu: Add support for mediated devices”): `lock_acct += vfio_pfn_account(iommu, pfn)` stands before the test. That the run is charged although the limit ended it is how vfio_pin_pages works until v4.11 (drivers/vfio/vfio_iommu_type1.c)',
  fix: 'v4.10 counts after the test.',
  evidence: 'verified',
  releases: ['vfio-mdev-v9'],
  switches: { refusedPage: 'counted' },
  given: { limitTest: 'before' },
  law: 'failure-atomicity',
  place: { command: 'map', clause: 'refused, but more is charged' },
  world: 'vfio-alone',
  shortest: parseSteps(
    'container p0 type1v2 -> c0',
    'attach p0 c0 g1',
    'setrlimit p0 1',
    'map p0 c0 i0 a0 2 rw',
  ),
  also: [
    {
      law: 'failure-atomicity',
      place: { command: 'attach', clause: 'refused, but more is charged' },
      shortest: parseSteps(
        'container p0 type1v2 -> c0',
        'attach p0 c0 g0',
        'map p0 c0 i0 a0 2 rw',
        'setrlimit p0 1',
        'attach p0 c0 g1',
      ),
    },
    {
      law: 'answers-conform',
      place: { command: 'mlock', answer: 'ENOMEM' },
      shortest: parseSteps(
        'container p0 type1v2 -> c0',
        'attach p0 c0 g1',
        'setrlimit p0 1',
        'map p0 c0 i0 a0 2 rw',
        'mlock p0 a0',
      ),
    },
  ],
};
