import type { Switches } from '../implementation/kernel/switches.ts';
import type { Command } from '../model/command.ts';
import { parseSteps } from '../model/linux.ts';

/** Correct code that was reported as a mistake, or could be: nothing may be found. */
export interface Control {
  readonly id: string;
  /** One line. */
  readonly title: string;
  /** What it is, and why it is correct. */
  readonly story: string;
  /** The mail, commit or file that describes it. */
  readonly source: string;
  /** The switches that make it; none if the reference does the same. */
  readonly switches: Partial<Switches>;
  /** The named worlds in which nothing may be found. */
  readonly worlds: readonly [string, ...string[]];
  /** A trace in which it happens, in the first of them. */
  readonly trace: readonly Command[];
}

export const controls: readonly Control[] = [
  {
    id: 'v9-refcount-leak-claim',
    title: 'when a device is closed, a page that its driver pinned twice is unpinned twice',
    story:
      'vfio_local_unpin_all seems to lose a page that was pinned twice: unpinning it once does not remove its node from the list. But the loop starts at the first node again until the list is empty, each pin took its own reference, and each pass drops one. What v9 does lose there is the credit. Here the page is credited; v9-local-unpin-all-no-credit shows the missing credit.',
    source:
      'Alex Williamson’s question and Kirti Wankhede’s answer of 2016-10-20 (“Re: [PATCH v9 04/12] vfio iommu: Add support for mediated devices”): “So there is no memory leak”',
    switches: {
      externalPin: 'per-reference',
      lastMediated: 'core-unpins',
      driverClose: 'left-to-core',
    },
    worlds: ['vfio-alone'],
    trace: parseSteps(
      'container p0 type1v2 -> c0',
      'attach p0 c0 g0',
      'map p0 c0 i0 a0 1 rw',
      'pin g0 i0 1',
      'pin g0 i0 1',
      'detach p0 g0',
      'exit p0',
    ),
  },
  {
    id: 'duplicate-group-attach',
    title: 'a group that is attached twice is searched in only one of two lists',
    story:
      'A container keeps groups behind the IOMMU and groups of mediated devices in separate lists, and has to refuse a group that is in either. A backend that searches only one list does no harm: a group that has a container is refused before any backend is called.',
    source:
      'the diff in the mail of Kirti Wankhede of 2016-10-20 (“Re: [PATCH v9 04/12] vfio iommu: Add support for mediated devices”), which searches both with find_iommu_group; vfio_group_set_container in drivers/vfio/vfio.c refuses first',
    switches: { duplicateGroup: 'one-list' },
    worlds: ['vfio-tiny', 'vfio'],
    trace: parseSteps('container p0 type1v2 -> c0', 'attach p0 c0 g0', 'attach p0 c0 g0'),
  },
  {
    id: 'pin-negative-count',
    title: 'a driver asks for a negative number of pages',
    story:
      'The count is an int, and a negative count seems to pass the test against the maximum. But it is compared with a size, which is unsigned, so it is larger than the maximum: E2BIG, on the kernels 6.1, 6.12 and 7.2 as well.',
    source:
      'vfio_pin_pages in drivers/vfio/vfio.c of v4.10 and in vfio_main.c of v6.1: VFIO_PIN_PAGES_MAX_ENTRIES is made of a sizeof',
    switches: {},
    worlds: ['vfio-alone'],
    trace: parseSteps('container p0 type1v2 -> c0', 'attach p0 c0 g0', 'pin g0 i0 -1'),
  },
  {
    id: 'orphan-pins-after-exit',
    title: 'pages whose owner has exited stay pinned, and are charged to nobody',
    story:
      'A process maps into a container that another one keeps, and exits. Its pages stay pinned while the device may use them; the account that they were charged to is gone with its mm. A program that repeats this can pin any amount of memory. This gap is in the design of every version, so it does not tell a wrong kernel from a correct one: the specification says that such pages are charged to nobody.',
    source:
      'Alistair Popple’s cover letter of 2023-02-06 about a cgroup for pinned memory: what is pinned tends to stay, and a limit for each task is easily exceeded',
    switches: {},
    worlds: ['vfio-tiny'],
    trace: parseSteps(
      'container p0 type1v2 -> c0',
      'attach p0 c0 g1',
      'fork p0 -> p1',
      'map p1 c0 i0 a0 1 rw',
      'exit p1',
    ),
  },
  {
    id: 'mlock-plus-pin-double',
    title: 'a page that is mlocked and pinned counts twice',
    story:
      'mlock counts the pages of an area, VFIO counts the pages that it pins, and both add to mm->locked_vm. Neither knows about the other, and neither has to: the limit is meant for the sum.',
    source: 'mm/mlock.c and drivers/vfio/vfio_iommu_type1.c',
    switches: {},
    worlds: ['vfio-alone'],
    trace: parseSteps(
      'container p0 type1v2 -> c0',
      'attach p0 c0 g1',
      'map p0 c0 i0 a0 1 rw',
      'mlock p0 a0',
    ),
  },
  {
    id: 'two-containers-double',
    title: 'a page that two containers map counts twice',
    story:
      'Each container pins and charges separately. That is why libvirt multiplies the limit by the number of devices when each has its own IOMMU domain.',
    source: 'drivers/vfio/vfio_iommu_type1.c: struct vfio_iommu has its own list of mappings',
    switches: {},
    worlds: ['vfio-passthrough'],
    trace: parseSteps(
      'container p0 type1v2 -> c0',
      'container p0 type1v2 -> c1',
      'attach p0 c0 g0',
      'attach p0 c1 g1',
      'map p0 c0 i0 a0 1 rw',
      'map p0 c1 i0 a0 1 rw',
    ),
  },
  {
    id: 'unmap-by-owner',
    title: 'unmap stops at a mapping of another process, and returns success',
    story:
      'From v4.10 to v5.19 only the process that mapped a range could unmap it. For other processes unmap stops there and reports how much it has removed, which may be nothing. Today every process that has the container may unmap. Both are correct, and a caller can tell them apart by the size.',
    source:
      'commits 8f0d5bb95f76 (v4.10) and ffed0518d871 (“vfio: remove useless judgement”), after which anybody may',
    switches: { unmapBy: 'owner' },
    worlds: ['vfio-tiny', 'vfio'],
    trace: parseSteps(
      'container p0 type1v2 -> c0',
      'attach p0 c0 g1',
      'fork p0 -> p1',
      'map p0 c0 i0 a0 1 rw',
      'unmap p1 c0 i0 1',
    ),
  },
  {
    id: 'driver-ignores-unmap',
    title: 'a driver does not unpin pages that are being unmapped, and unmap gives up',
    story:
      'The driver is at fault, and the kernel has to live with it. unmap asks a few times, the driver does not react, and unmap fails with EDEADLOCK, as iommufd does. The mapping stays whole, and so do its charge and its pins. (type1 stops the machine instead, see the switch unmapStuck.)',
    source:
      'iopt_unmap_iova_range in drivers/iommu/iommufd/io_pagetable.c: a warning and -EDEADLOCK where an access does not let go',
    switches: { driverUnmap: 'ignores' },
    worlds: ['vfio-tiny', 'vfio'],
    trace: parseSteps(
      'container p0 type1v2 -> c0',
      'attach p0 c0 g0',
      'map p0 c0 i0 a0 1 rw',
      'pin g0 i0 1',
      'unmap p0 c0 i0 1',
    ),
  },
  {
    id: 'enqcmd-register-after-close',
    title: 'a thread keeps its PASID in the register after its last file is closed',
    story:
      'close ends the bond, and touches no register: the thread could still submit under the PASID. It has no portal any more, and the PASID is not free: it belongs to the mm until that is freed, after its last thread. So nobody else gets it.',
    source:
      'Documentation/x86/sva.rst (v5.18), which calls the register harmless without a portal and frees the PASID at the exit of the mm',
    switches: {},
    worlds: ['enqcmd-small', 'enqcmd'],
    trace: parseSteps(
      'open p0 d0 -> f0',
      'map-portal p0 f0 page',
      'enqcmd p0 f0',
      'unmap-portal p0 f0',
      'close p0 f0',
      'fork p0 -> p1',
      'open p1 d0 -> f1',
    ),
  },
  {
    id: 'enqcmd-free-before-msr-clear',
    title: 'the last unbind frees the PASID before it clears the registers of the threads',
    story:
      'Up to v5.12 a thread seems to submit for the next owner of its PASID, if that is bound between the two steps, and if it has a portal of another file. But bind waits for pasid_mutex, which unbind holds until the registers are cleared. Whoever allocates a PASID without that mutex binds nothing to it.',
    source:
      'commit 20f0afd1fb3d, “x86/mmu: Allocate/free a PASID” (v5.10): ioasid_free comes before load_pasid in intel_svm_unbind_mm, and both under pasid_mutex',
    switches: {
      enqcmdLoad: 'at-bind',
      pasidFreeAt: 'last-unbind',
      registerClear: 'after-free',
      idxdMmap: 'any-mm',
    },
    worlds: ['enqcmd-small'],
    trace: parseSteps(
      'open p0 d0 -> f0',
      'fork p0 -> p1',
      'map-portal p1 f0 page',
      'open p1 d0 -> f1',
      'close p1 f1',
      'enqcmd p1 f0',
    ),
  },
];
