import type { LinuxFunction } from '../../fidelity.ts';
import { uacceFile as file, uacceRead as read } from './read.ts';

/** Mappings of a queue. */
export const mappingsFidelity: readonly LinuxFunction[] = [
  {
    name: 'uacce_fops_mmap',
    file,
    read,
    behaviours: [
      {
        linux: 'The region is allocated before the driver takes a lock.',
        versions: 'v5.7 to v6.2',
        verdict: 'same',
        simulation: 'uacce/mmap.ts: uacceFopsMmap',
        test: 'uacce/mappings.test.ts: has its region before it waits for the mutex of the queue',
      },
      {
        linux: 'If mmap is refused, the region is freed again.',
        versions: 'v5.7 to v6.2',
        verdict: 'same',
        simulation: 'uacce/mmap.ts: uacceFopsMmap',
        test: 'uacce/mappings.test.ts: leaks nothing when it is refused',
      },
      {
        linux:
          'uacce_mutex is taken under mmap_lock, and so excludes START_Q, PUT_Q and removal of every queue.',
        versions: 'v5.7 to v5.19',
        verdict: 'same',
        simulation: 'uacce/mmap.ts: mmapMutex',
        test: 'pci/hotplug.test.ts: excludes mmap while it severs the mappings of a queue and puts it',
      },
      {
        linux: 'q->mutex is taken under mmap_lock; removal takes it to put the queue.',
        versions: 'v6.0 to v6.2',
        verdict: 'same',
        simulation: 'uacce/mmap.ts: mmapMutex',
        test: 'pci/hotplug.test.ts: excludes mmap while it severs the mappings of a queue and puts it',
      },
      {
        linux:
          'First the state is checked (EINVAL, since v6.0 ENXIO), then whether the region is mapped already (EEXIST).',
        versions: 'v5.7 to v6.2',
        verdict: 'same',
        simulation: 'uacce/mmap.ts: uacceFopsMmap',
        test: 'uacce/mappings.test.ts: of a dead queue is refused for that, also if the region is mapped',
      },
      {
        linux:
          'An offset beyond the two regions is refused with EINVAL before anything is allocated.',
        versions: 'v5.7 to v6.2',
        verdict: 'not simulated',
        because: 'A command names a region that exists. The refusal changes nothing.',
        hides: 'nothing',
      },
      {
        linux:
          'The area is marked VM_DONTCOPY: fork does not copy it, and the child has the file but no mapping.',
        versions: 'v5.7 to v6.2',
        verdict: 'same',
        simulation: 'mm/vma.ts: findVma',
        test: 'mm/vma.test.ts: is not copied by fork',
      },
      {
        linux:
          'madvise(MADV_DOFORK) takes VM_DONTCOPY off a dus region, which has no VM_IO. Then fork copies the area, without ->open, and each copy frees the region when it is closed.',
        versions: 'v5.7 to v6.4',
        source: 'madvise_behavior, which refuses VM_IO alone, as we read it',
        verdict: 'not simulated',
        because:
          'There is no madvise. The same second close is found through mremap and through a split.',
        hides: 'a mistake',
      },
      {
        linux:
          'mmio may be mapped with MAP_PRIVATE as well. remap_pfn_range then puts the number of the first page into the offset of the area, so its close takes it for one beyond the regions and frees none: the region is lost, and the queue keeps its pointer for good (EEXIST).',
        versions: 'v5.7 to v6.3',
        source:
          'remap_pfn_range, whose texts of v5.10 and v6.3 agree, hisi_qm_uacce_mmap and uacce_vma_close, as we read them; nobody reported it',
        verdict: 'not simulated',
        because: 'Every mapping is shared. A region that is lost in this way is not found.',
        hides: 'a mistake',
      },
      {
        linux:
          'dus may be mapped with MAP_PRIVATE too: no text asks for VM_SHARED. What the program writes then goes to pages of its own, which the device does not read, and which a removal takes away like the others.',
        versions: 'v5.7 to v6.3',
        source:
          'uacce_fops_mmap and hisi_qm_uacce_mmap, as we read them; the copy at the first write as we know it',
        verdict: 'not simulated',
        because:
          'Every mapping is shared. A private one that nobody has written to shows the same pages.',
        hides: 'nothing',
      },
      {
        linux:
          'The driver refuses a size that does not fit (EINVAL); remap_pfn_range may fail for want of a page table (ENOMEM).',
        versions: 'v5.7 to v6.2',
        verdict: 'not simulated',
        because:
          'Sizes are not simulated, and page tables are not counted. Both go through the error exit that EEXIST takes.',
        hides: 'nothing',
      },
    ],
  },
  {
    name: 'uacce_vma_close',
    file,
    read,
    behaviours: [
      {
        linux: 'It frees the region without a lock and leaves the queue’s pointer to it.',
        versions: 'v5.8 to v6.4',
        verdict: 'same',
        simulation: 'uacce/mmap.ts: uacceVmaClose',
        test: 'uacce/mappings.test.ts: took no lock and left the queue its pointer up to v6.4, so that the region counts as mapped',
      },
      {
        linux:
          'It reads the pointer, clears it under q->mutex, and frees the region after the unlock.',
        versions: 'from v6.5',
        source: 'commit 282c22a8bbea',
        verdict: 'same',
        simulation: 'uacce/mmap.ts: uacceVmaClose',
        test: 'uacce/mappings.test.ts: clears the pointer under the mutex of the queue',
      },
      {
        linux:
          'Which region it is, is read off the offset of the area in the file, which differs after a split. Beyond the last region there is none.',
        versions: 'v5.7 to v6.2',
        verdict: 'same',
        simulation: 'uacce/mmap.ts: uacceVmaClose',
        test: 'uacce/mappings.test.ts: after the first page of mmio closes the dus region, which is at that page of the file',
      },
      {
        linux: 'The areas have no ->open, so copies of an area (split, mremap) are not counted.',
        versions: 'v5.7 to v6.2',
        verdict: 'same',
        simulation: 'uacce/mmap.ts: uacceVmOps',
        test: 'uacce/mappings.test.ts: freed the region twice when it was allowed and close kept the pointer',
      },
      {
        linux: 'An area can be split: there is no ->may_split.',
        versions: 'v5.7 to v6.3, and in a text of 2026',
        verdict: 'simplified',
        simulation: 'uacce/mmap.ts: uacceVmOps',
        because:
          'The reference refuses a split with EINVAL, as it refuses mremap, so that no region is closed twice. The releases split.',
        hides: 'nothing',
        test: 'uacce/mappings.test.ts: is refused, or makes two areas and closes the second',
      },
    ],
  },
];
