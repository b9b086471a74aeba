import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const v9SecondMdevDomainUaf: Defect = {
  id: 'v9-second-mdev-domain-uaf',
  title: 'the second mediated device joins the list of a domain that was just freed',
  story:
    'Attaching a group prepares a domain. If the container already has one for mediated devices, v9 frees the new domain, and then adds the group to the list of the freed domain instead of the other. No code looks at that list: when the first device leaves, the container seems to have no mediated device, and the mappings of the second one are removed too.',
  source:
    'Alex Williamson’s review, quoted and answered by Kirti Wankhede on 2016-10-20 (“Re: [PATCH v9 04/12] vfio iommu: Add support for mediated devices”): “we just freed domain in the else path”; the author: “Yes, corrected”',
  fix: 'list_add to the group list of the domain that stays.',
  evidence: 'verified',
  releases: ['vfio-mdev-v9'],
  switches: { secondMediated: 'joins-freed' },
  law: 'no-splat',
  place: { splat: 'use-after-free', where: 'list_add', what: 'vfio_domain' },
  world: 'vfio',
  shortest: parseSteps('container p0 type1v2 -> c0', 'attach p0 c0 g0', 'attach p0 c0 g2'),
  also: [
    {
      law: 'answers-conform',
      place: { command: 'pin', answer: 'EINVAL' },
      shortest: parseSteps(
        'container p0 type1v2 -> c0',
        'attach p0 c0 g0',
        'attach p0 c0 g2',
        'map p0 c0 i0 a0 1 rw',
        'detach p0 g0',
        'pin g2 i0 1',
      ),
    },
    {
      law: 'answers-conform',
      place: { command: 'unpin', answer: 'EINVAL' },
      shortest: parseSteps(
        'container p0 type1v2 -> c0',
        'attach p0 c0 g0',
        'attach p0 c0 g2',
        'map p0 c0 i0 a0 1 rw',
        'pin g2 i0 1',
        'detach p0 g0',
        'unpin g2 i0 1',
      ),
    },
  ],
};
