import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const v9LocalAddrSpaceLeak: Defect = {
  id: 'v9-local-addr-space-leak',
  title: 'the address space of a container’s mediated devices is never freed',
  story:
    'v9 allocates the list of pinned pages, its lock and its task apart from the domain, as local_addr_space. When the last mediated device leaves, the domain is freed, and nothing in the quoted patch frees local_addr_space.',
  source:
    'the diff in the mail of Kirti Wankhede of 2016-10-20 (“Re: [PATCH v9 04/12] vfio iommu: Add support for mediated devices”): kzalloc in attach, kfree of the domain alone in detach. What is not quoted may free it',
  fix: 'v4.10 has no such structure.',
  evidence: 'inferred',
  releases: ['vfio-mdev-v9'],
  switches: { localAddressSpace: 'forgotten' },
  law: 'balance-at-rest',
  place: { clause: 'something is left' },
  world: 'vfio-alone',
  shortest: parseSteps('container p0 type1v2 -> c0', 'attach p0 c0 g0', 'exit p0'),
};
