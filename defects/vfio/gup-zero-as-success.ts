import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const gupZeroAsSuccess: Defect = {
  id: 'gup-zero-as-success',
  title: 'get_user_pages returns 0 pages, and that counts as success',
  story:
    'vaddr_get_pfn compares the result of get_user_pages with 1, and otherwise returns it: an errno, or 0, which its callers read as success. The caller then uses a frame that nobody has set. Until v4.9 the variable that it returns began as EFAULT and was not assigned; the mediated devices made it the result, because pages of another task need another call.',
  source:
    'vaddr_get_pfn as the patches for mediated devices changed it (v9, October 2016, patch 04/12), and of v4.12, v4.18 and v6.3; its later form turns 0 into -EFAULT. get_user_pages is not known to answer 0 here: want of memory is ENOMEM (faultin_page, vm_fault_to_errno), so no simulated release shows it',
  fix: 'else if (!ret) ret = -EFAULT.',
  evidence: 'hypothesis',
  switches: { gupNothing: 'success' },
  law: 'pin-balance',
  place: { command: 'map', clause: 'a pin is lost' },
  world: 'vfio-alone',
  shortest: parseSteps(
    'container p0 type1v2 -> c0',
    'attach p0 c0 g1',
    'map p0 c0 i0 a0 1 rw [allocation 2 fails]',
  ),
  also: [
    {
      law: 'locked-vm',
      place: { command: 'map', clause: 'too little is charged' },
      shortest: parseSteps(
        'container p0 type1v2 -> c0',
        'attach p0 c0 g1',
        'map p0 c0 i0 a0 1 rw [allocation 2 fails]',
      ),
    },
    {
      law: 'pin-balance',
      place: { command: 'pin', clause: 'a pin is lost' },
      shortest: parseSteps(
        'container p0 type1v2 -> c0',
        'attach p0 c0 g0',
        'map p0 c0 i0 a0 1 rw',
        'pin g0 i0 1 [allocation 1 fails]',
      ),
    },
  ],
};
