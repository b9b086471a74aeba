import { type LinuxFunction, svaRead } from '../../fidelity.ts';

const v510 = svaRead('v5.10');
const v518 = svaRead('v5.18');
const v63 = svaRead('v6.3');

/** Areas that map a part of a file: how they are made, moved, split and removed. */
export const areasFidelity: readonly LinuxFunction[] = [
  {
    name: 'mmap_region',
    file: 'mm/mmap.c',
    read: v510,
    behaviours: [
      {
        linux:
          'mmap_lock is held for writing from before the driver’s ->mmap until the area is linked.',
        versions: 'v4.9 to v6.3',
        verdict: 'same',
        simulation: 'mm/mmap.ts: vmMmapPgoff',
        test: 'mm/vma.test.ts: is made and linked under mmap_lock, which is held meanwhile',
      },
      {
        linux:
          'The driver makes page table entries in ->mmap; only after that is the area linked where unmap_mapping_range finds it.',
        versions: 'v4.9 to v6.3',
        verdict: 'same',
        simulation: 'mm/mmap.ts: mmapRegion',
        test: 'switches.test.ts: $name=$value makes the kernel do something else',
      },
      {
        linux:
          'The area has its file reference before ->mmap; if that fails, the reference is given back.',
        versions: 'v4.9 to v6.3',
        verdict: 'simplified',
        simulation: 'mm/mmap.ts: mmapRegion',
        because:
          'It gets the reference when the driver has succeeded. The descriptor, or a reference of the call, holds the file meanwhile.',
        hides: 'nothing',
        test: 'uacce/mappings.test.ts: leaks nothing when it is refused',
      },
      {
        linux:
          'If ->mmap fails half-way, the entries that it made are removed, and the area is freed without ->close.',
        versions: 'v4.9 to v6.3',
        verdict: 'simplified',
        simulation: 'mm/mmap.ts: vmMmapPgoff',
        because: 'The driver makes the entries as its last step, so there are none if it fails.',
        hides: 'nothing',
        test: 'uacce/mappings.test.ts: leaks nothing when its allocation %i fails',
      },
      {
        linux:
          'If ->mmap fails, the notifiers are called for the area as at an unmap, before it is freed.',
        versions: 'v4.9 to v6.3',
        source: 'unmap_region in the error exit, and unmap_vmas',
        verdict: 'same',
        simulation: 'mm/mmap.ts: mmapRegion',
        test: 'mm/mmu-notifier.test.ts: reaches the notifiers also if the driver refused to map it, before the area is freed',
      },
      {
        linux: 'A fatal signal ends the wait for mmap_lock (EINTR).',
        versions: 'v4.9 to v6.3',
        verdict: 'not simulated',
        because:
          'There are no signals that a task could wait for. A wait that is given up changes nothing.',
        hides: 'nothing',
      },
      {
        linux:
          'ENOMEM for too many areas or too large an address space, EACCES by the mode of the file, ENODEV for a file without ->mmap: all before the driver is called (do_mmap).',
        versions: 'v4.9 to v6.3',
        source: 'do_mmap, as we know it',
        verdict: 'not simulated',
        because: 'A process has few areas, and its files are open for reading and writing.',
        hides: 'nothing',
      },
    ],
  },
  {
    name: '__do_munmap',
    file: 'mm/mmap.c',
    read: v518,
    behaviours: [
      {
        linux: 'Unmapping where nothing is mapped succeeds.',
        versions: 'v4.9 to v6.3',
        verdict: 'same',
        simulation: 'mm/vma.ts: vmMunmap',
        test: 'calls/calls.test.ts: of what is not mapped: unmapping a hole is fine, moving it is not, touching it kills',
      },
      {
        linux:
          'The area leaves the tree, mmap_lock is downgraded to reading, page table entries and TLB are cleared, and then the area is closed.',
        versions: 'v4.20 to v6.3',
        verdict: 'simplified',
        simulation: 'mm/vma.ts: vmMunmap',
        because:
          'mmap_lock is held for writing until the area was closed. So a page fault waits where in Linux it would find the area gone, with the same answer later.',
        hides: 'an order',
        test: 'mm/vma.test.ts: keeps mmap_lock until it is closed',
      },
      {
        linux:
          'munmap of a part splits the area. The second part has a file reference of its own and begins at a later page of the file. The driver may refuse (->may_split). Without ->open it is not notified.',
        versions: 'v4.9 to v6.3',
        verdict: 'same',
        simulation: 'mm/vma.ts: munmapRest',
        test: 'uacce/mappings.test.ts: is refused, or makes two areas and closes the second',
      },
      {
        linux:
          'The part that goes has left the tree, and its entries are cleared, before the notifiers are told; the other part is mapped all the time.',
        versions: 'v4.9 to v6.3',
        verdict: 'same',
        simulation: 'mm/vma.ts: splitAndRemove',
        test: 'uacce/mappings.test.ts: hides the second area before the notifiers are told, from a task that knows the next page of the file',
      },
      {
        linux:
          'munmap of a part that is unmapped already finds no area: it succeeds, splits nothing and tells nobody.',
        versions: 'v4.9 to v6.3',
        verdict: 'same',
        simulation: 'mm/vma.ts: munmapRest',
        test: 'uacce/mappings.test.ts: finds a hole if there was a first one: one page is left, and nothing is closed again',
      },
      {
        linux:
          'The front or the middle of an area can be unmapped as well; mprotect, madvise and mlock also split.',
        versions: 'v4.9 to v6.3',
        verdict: 'not simulated',
        because:
          'munmap-part keeps the first page and removes the others. The other ways make the same two areas, of which each is closed sooner or later.',
        hides: 'nothing',
      },
    ],
  },
  {
    name: 'remove_vma',
    file: 'mm/mmap.c',
    read: v518,
    behaviours: [
      {
        linux: 'The driver’s ->close comes first, then the file is put, then the area is freed.',
        versions: 'v4.9 to v6.3',
        verdict: 'same',
        simulation: 'mm/vma.ts: removeVma',
        test: 'mm/vma.test.ts: is removed by the driver’s close, the file’s fput and kfree, in that order',
      },
    ],
  },
  {
    name: 'exit_mmap',
    file: 'mm/mmap.c',
    read: v518,
    behaviours: [
      {
        linux:
          'Notifiers are released, then pages and page tables are freed and the TLB is flushed, and only then the areas are closed and their files put.',
        versions: 'v4.9 to v6.3',
        verdict: 'same',
        simulation: 'mm/mm.ts: exitMm',
        test: 'mm/mm.test.ts: calls the notifiers, frees the page tables, removes the mappings and drops the count, in that order',
      },
      {
        linux: 'Areas are closed in the order of their addresses.',
        versions: 'v4.9 to v6.3',
        verdict: 'simplified',
        simulation: 'mm/vma.ts: removeVmas',
        because:
          'Areas have no addresses. They are closed by their slots in memory, which is the order in which they were mapped unless a slot was used again.',
        hides: 'an order',
        test: 'mm/mm.test.ts: calls the notifiers, frees the page tables, removes the mappings and drops the count, in that order',
      },
      {
        linux: 'mmap_lock is held for writing from before the pages are freed.',
        versions: 'v5.17 to v5.19',
        source: 'commit 64591e8605d6 (v5.17-rc1)',
        verdict: 'simplified',
        simulation: 'mm/vma.ts: removeVmas',
        because:
          'It is held while the areas are closed. Nobody else can wait for it: the address space has no user left.',
        hides: 'nothing',
        test: 'process/exit.test.ts: before the mappings: the entry is quiet, a DMA is aborted',
      },
    ],
  },
  {
    name: 'move_vma',
    file: 'mm/mremap.c',
    read: v63,
    behaviours: [
      {
        linux:
          'A copy of the area with its own file reference takes over the page table entries; then the old one is unmapped, which closes it.',
        versions: 'v4.9 to v6.3',
        verdict: 'same',
        simulation: 'mm/vma.ts: moveVma',
        test: 'mm/vma.test.ts: moved by mremap is a copy with a file reference of its own, and the old one is closed',
      },
      {
        linux:
          'The driver is called (->mremap) when the copy exists. If it refuses, the entries move back, and the copy is unmapped, which closes it.',
        versions: 'v4.9 to v6.3',
        verdict: 'same',
        simulation: 'mm/vma.ts: moveVma',
        test: 'mm/vma.test.ts: that the driver does not let move is as before, or its copy is closed',
      },
      {
        linux: 'If the copy cannot be allocated, mremap answers ENOMEM, and the area stays.',
        versions: 'v4.9 to v6.3',
        verdict: 'same',
        simulation: 'mm/vma.ts: moveVma',
        test: 'mm/vma.test.ts: that could not be copied stays where it was',
      },
      {
        linux:
          'An area that must not grow (VM_DONTEXPAND, VM_PFNMAP) is moved, but not made larger (EFAULT) nor left mapped (EINVAL).',
        versions: 'v5.7 to v6.3',
        verdict: 'not simulated',
        because:
          'mremap keeps the size. A smaller size is munmap-part. The refusals change nothing.',
        hides: 'nothing',
      },
      {
        linux:
          'ENOMEM, before anything is done, if the mm has nearly as many areas as it may have.',
        versions: 'v4.9 to v6.3',
        verdict: 'not simulated',
        because: 'A process has few areas. The answer is that of a copy that cannot be allocated.',
        hides: 'nothing',
      },
    ],
  },
  {
    name: 'handle_mm_fault',
    file: 'mm/memory.c',
    read: svaRead('v5.10.13'),
    behaviours: [
      {
        linux:
          'A driver that makes all entries in ->mmap has no fault handler: an access to an area that was zapped raises SIGBUS.',
        versions: 'v4.9 to v6.3',
        verdict: 'same',
        simulation: 'mm/mmap.ts: pageFault',
        test: 'pci/hotplug.test.ts: leaves the files open, and a mapping that raises SIGBUS',
      },
      {
        linux: 'mmap_lock is held for reading, together with other readers.',
        versions: 'v4.9 to v6.3',
        verdict: 'simplified',
        simulation: 'mm/mmap.ts: pageFault',
        because:
          'mmap_lock has one holder here. A page fault gives it back before anyone else could run.',
        hides: 'nothing',
        test: 'mm/vma.test.ts: takes no lock while there is an entry, and waits for mmap_lock if there is none',
      },
      {
        linux:
          'An access for which there is a page table entry is no page fault: it takes no lock. munmap has removed the entries before it tells the notifiers.',
        versions: 'v4.9 to v6.3',
        verdict: 'same',
        simulation: 'mm/mmap.ts: accessMemory',
        test: 'mm/vma.test.ts: waits for a munmap that has removed the entries, and then finds no area',
      },
      {
        linux:
          'Between the driver’s ->mmap and the end of mmap, the entries already serve another task that knows the address (MAP_FIXED).',
        versions: 'v4.9 to v6.3',
        verdict: 'simplified',
        simulation: 'mm/mmap.ts: accessMemory',
        because:
          'The area is found from the moment at which it is linked. Before that the access waits for mmap_lock, and then succeeds.',
        hides: 'an order',
        test: 'mm/vma.test.ts: takes no lock while there is an entry, and waits for mmap_lock if there is none',
      },
      {
        linux: 'SIGSEGV and SIGBUS end a process that has no handler for them.',
        versions: 'v4.9 to v6.3',
        verdict: 'simplified',
        simulation: 'mm/mmap.ts: accessMemory',
        because: 'The process goes on, as with a handler. That it ends is the command exit.',
        hides: 'nothing',
        test: 'pci/hotplug.test.ts: leaves the files open, and a mapping that raises SIGBUS',
      },
      {
        linux:
          'A page fault may take the lock of its area alone, and then passes a task that holds mmap_lock.',
        versions: 'since v6.4 for anonymous memory, later for files',
        source: 'as we know it, not read',
        verdict: 'not simulated',
        because:
          'It waits for mmap_lock in every kernel. Where the entry is gone the answer is the same, only later.',
        hides: 'an order',
      },
    ],
  },
  {
    name: 'unmap_mapping_range',
    file: 'mm/memory.c',
    read: {},
    behaviours: [
      {
        linux:
          'It goes through all areas of the file under a lock of the file (i_mmap_rwsem), which mmap, munmap and exit take to link and unlink an area. So they wait for it, and it for them.',
        versions: 'not read',
        verdict: 'simplified',
        simulation: 'mm/mmap.ts: zap',
        because:
          'Not read: as we know it. There is no such lock, because an area is linked, unlinked and zapped at one moment each.',
        hides: 'nothing',
        test: 'pci/hotplug.test.ts: leaves the files open, and a mapping that raises SIGBUS',
      },
      {
        linux:
          'munmap and exit unlink an area when they free its page tables, before they close it.',
        versions: 'not read',
        verdict: 'simplified',
        simulation: 'mm/mmap.ts: zap',
        because:
          'Not read: as we know it. An area can be found until it is closed. By then it has no entries that could be removed.',
        hides: 'nothing',
        test: 'mm/vma.test.ts: is removed by the driver’s close, the file’s fput and kfree, in that order',
      },
    ],
  },
];
