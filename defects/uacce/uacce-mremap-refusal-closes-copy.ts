import { parseSteps } from '../../model/linux.ts';
import type { Defect } from '../defect.ts';

export const uacceMremapRefusalClosesCopy: Defect = {
  id: 'uacce-mremap-refusal-closes-copy',
  title: 'a region whose move was refused can be mapped a second time',
  story:
    'The driver refuses mremap with -EPERM. But mremap asks it only after the area was copied: a refusal moves the page tables back and unmaps the copy. That closes the copy, which frees the region and clears the queue’s pointer to it, although the old area still maps it. (In stable kernels without commit 282c22a8bbea close keeps the pointer, and the old area frees the region again.)',
  source:
    'commit 02695347be53 (uacce_vma_mremap returns -EPERM) beside move_vma in mm/mremap.c (v6.3), as we read them: on an error it unmaps new_vma with do_vmi_munmap, whose remove_vma calls ->close. We know of no report',
  fix: 'Refuse where nothing is copied yet (VM_DONTEXPAND does not), or let close tell a copy from the area that mmap made.',
  evidence: 'inferred',
  switches: { mremapAsks: 'after-copy' },
  law: 'answers-conform',
  place: { command: 'mmap', answer: 'success' },
  world: 'sva',
  shortest: parseSteps(
    'open p0 d0 -> f0',
    'mmap p0 f0 mmio',
    'mremap p0 f0 mmio',
    'mmap p0 f0 mmio',
  ),
};
