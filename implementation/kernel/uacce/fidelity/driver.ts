import { svaRead, type LinuxFunction } from '../../fidelity.ts';

const file = 'drivers/crypto/hisilicon/qm.c';

/** Its uacce part hardly changed; texts of about v5.19 and of v6.3 (vm_flags_set) were found. */
const read = svaRead('v5.19');

/** Hardware queues: a text of about v5.13, one of v6.3, and a fork of v5.13, Linaro/linux-kernel-uadk. */
const readPool = svaRead('v5.13, v6.3');

/** The operations of the first driver of uacce. */
export const driverFidelity: readonly LinuxFunction[] = [
  {
    name: 'hisi_qm_uacce_get_queue',
    file,
    read,
    behaviours: [
      {
        linux:
          'A free hardware queue is taken, and told the PASID of the bond, under which it will run.',
        versions: 'v5.7 to v6.3',
        verdict: 'same',
        simulation: 'uacce/uacce.ts: openQueue',
        test: 'uacce/uacce.test.ts: leaves the queue initialised, with a hardware queue that does not run',
      },
      {
        linux:
          'The PASID is noted in memory; only a start writes it into the context of the queue in the hardware, and neither stop nor put takes it away. A queue can be mapped before it is started, so a program that rings its doorbell then may run under the PASID of the last owner of the hardware queue.',
        versions: 'v5.10 to v6.3',
        source:
          'hisi_qm_uacce_get_queue, qm_create_qp_nolock, qm_sq_ctx_cfg and hisi_qm_release_qp of about v5.13 and v5.18, as we read them; nobody reported it, and whether the hardware accepts that doorbell was not looked at',
        verdict: 'not simulated',
        because:
          'A queue that is not started does no DMA, and the PASID of its last owner is forgotten when the next one takes it.',
        hides: 'a mistake',
      },
      {
        linux:
          'If no queue is free, or the number of the queue cannot be recorded, open answers EBUSY.',
        versions: 'v5.7 to v6.3',
        verdict: 'simplified',
        simulation: 'uacce/uacce.ts: openQueue',
        because:
          'There is always a free queue, and the allocation that fails answers ENOMEM. The error exit is the same.',
        hides: 'nothing',
        test: 'uacce/uacce.test.ts: leaves nothing behind if one of its allocations fails, in their order',
      },
      {
        linux:
          'It takes qps_lock of the device, for writing. So do put, start and stop, and a stop keeps it while it waits for the hardware. So an open, or a start, of one queue waits for the stop of another one of the device.',
        versions: 'v5.10 to v6.3',
        source:
          'hisi_qm_create_qp, hisi_qm_release_qp, hisi_qm_start_qp, hisi_qm_stop_qp of v5.13 and v6.3',
        verdict: 'simplified',
        simulation: 'uacce/pool.ts: takeQp',
        because:
          'The operations of the driver do not wait, so nobody waits for them. The lock is the innermost, and protects the pool, which one task at a time changes here.',
        hides: 'an order',
        test: 'uacce/uacce.test.ts: leaves nothing behind if one of its allocations fails, in their order',
      },
    ],
  },
  {
    name: 'hisi_qm_create_qp',
    file,
    read: readPool,
    behaviours: [
      {
        linux:
          'Later texts wake the device first (runtime power management). That may sleep, and its error is the answer of open.',
        versions: 'not in a text of v5.13; in v6.3',
        verdict: 'not simulated',
        because: 'Devices are always awake. The error exit is the one that want of memory takes.',
        hides: 'nothing',
      },
      {
        linux: 'EPERM while the device is not started, as during a reset.',
        versions: 'v5.10 to v6.3',
        verdict: 'not simulated',
        because: 'Devices are always started. The error exit is the one that want of memory takes.',
        hides: 'nothing',
      },
      {
        linux:
          'A queue that was used before has its completions cleared, and no callback any more.',
        versions: 'v5.10 to v6.3',
        verdict: 'not simulated',
        because:
          'Hardware completes nothing. A program that still maps the queue would see its completions vanish; that it maps the queue of another is reported.',
        hides: 'nothing',
      },
    ],
  },
  {
    name: 'hisi_qm_uacce_put_queue',
    file,
    read,
    behaviours: [
      {
        linux:
          'The hardware queue returns to a pool. Its memory is freed when the driver is removed; the next opener may get it before.',
        versions: 'v5.10 to v6.3; before, it is freed when it is put',
        verdict: 'simplified',
        simulation: 'uacce/pool.ts: takeQp',
        because:
          'The next opener gets a queue of the pool that somebody still maps, if there is one, and the first of these. Linux goes round all queues of the device (idr_alloc_cyclic), so it gets there after as many opens as there are queues. A queue that nobody maps any more is freed here; a driver’s operation on it then counts as a use after free.',
        hides: 'nothing',
        test: 'uacce/uacce.test.ts: gave back a queue whose %s is mapped, and the next open got it',
      },
      {
        linux:
          'Removal of the driver frees the memory of all queues, also of one that uacce does not find in its list, which is then mapped, started and put as before.',
        versions: 'v5.10 to v6.3',
        verdict: 'same',
        simulation: 'uacce/remove.ts: hisiRemove',
        test: 'pci/hotplug.test.ts: its hardware queue, which it maps, starts and puts',
      },
    ],
  },
  {
    name: 'hisi_qm_uacce_mmap',
    file,
    read,
    behaviours: [
      {
        linux:
          'The pages of dus are inserted with a reference each (dma_mmap_coherent, which is vm_map_pages for memory that was mapped through the IOMMU). So they stay until the area goes, also if the driver has freed them.',
        versions: 'v5.10 to v6.3',
        source:
          'iommu_dma_mmap in drivers/iommu/dma-iommu.c; a device that can bind has a domain of this kind',
        verdict: 'same',
        simulation: 'uacce/mmap.ts: accessRegion',
        test: 'pci/hotplug.test.ts: left mappings of the removed device in use, before February 2020',
      },
      {
        linux:
          'The registers of mmio are mapped by address (remap_pfn_range), and exist as long as the device is plugged in.',
        versions: 'v5.7 to v6.3',
        verdict: 'simplified',
        simulation: 'uacce/mmap.ts: accessRegion',
        because:
          'An access to the registers of a device that was unplugged succeeds; on real hardware it reads ones, or raises an error of the bus. Either way it is answered otherwise than with SIGBUS, which is reported.',
        hides: 'nothing',
        test: 'pci/hotplug.test.ts: left mappings of the removed device in use, before February 2020',
      },
    ],
  },
  {
    name: 'hisi_qm_uacce_start_queue',
    file,
    read,
    behaviours: [
      {
        linux:
          'The hardware gets the PASID of the mm that opened the queue, whichever process starts it.',
        versions: 'v5.7 to v6.3',
        verdict: 'same',
        simulation: 'uacce/queue.ts: runQueue',
        test: 'uacce/uacce.test.ts: runs under the PASID of the mm that opened the queue',
      },
      {
        linux:
          'The hardware is told of the submission queue first, with its PASID, and then of the completion queue. If the second fails, the first is not taken back; the queue counts as not started, so its put does not stop it.',
        versions: 'v5.10 to v6.3',
        source: 'qm_qp_ctx_cfg of v5.13 and v6.3, as we read it; nobody reported it',
        verdict: 'not simulated',
        because:
          'A start either happens or does not. Whether the hardware would then use the PASID after its unbind was not looked at.',
        hides: 'a mistake',
      },
    ],
  },
  {
    name: 'hisi_qm_uacce_stop_queue',
    file,
    read,
    behaviours: [
      {
        linux: 'It waits until the hardware has finished what was sent to the queue.',
        versions: 'v5.7 to v6.3',
        verdict: 'simplified',
        simulation: 'uacce/queue.ts: stopQueue',
        because: 'A DMA is one access, so none is on its way when a queue stops.',
        hides: 'an order',
        test: 'pci/hotplug.test.ts: severs the mappings of the queue, stops it, unbinds it, and then takes the device away',
      },
      {
        linux:
          'It waits for a limited time, and not at all after certain errors of the hardware. uacce learns of no failure: the queue is put and unbound all the same.',
        versions: 'v5.10 to v6.3',
        source: 'qm_drain_qp and qm_stop_qp_nolock of v5.13 and v6.3',
        verdict: 'not simulated',
        because:
          'A stop always succeeds. A DMA that comes after the unbind for this reason is not tried.',
        hides: 'a mistake',
      },
      {
        linux:
          'It marks the queue as stopped, in memory, and waits; only hardware of the third version (Kunpeng 930) is told to stop it. So a program that still maps the registers of an older one can send more.',
        versions: 'v5.10 to v6.3; the third version since v5.13',
        source:
          'qm_stop_qp_nolock of v5.13 and v6.3, as we read it; commit 7ed83901326f “crypto: hisilicon/qm - add stop queue by hardware”, Qian, 2021-04-06',
        verdict: 'simplified',
        simulation: 'uacce/queue.ts: stopQueue',
        because:
          'The hardware does no DMA for a queue that is stopped. What a program sends between the stop and the end of its mappings, under a PASID that may be unbound by then, is not tried.',
        hides: 'a mistake',
        test: 'uacce/uacce.test.ts: stopped it for good and freed its resources before commit 26c08dabe547',
      },
    ],
  },
  {
    name: 'qm_restart',
    file,
    read: readPool,
    behaviours: [
      {
        linux:
          'A reset of the device stops the queues that run, and starts those again that were not stopped by their file meanwhile.',
        versions: 'v5.10 to v6.3',
        verdict: 'not simulated',
        because:
          'Devices are not reset. What a file does with its queue between the stop and the start is not tried.',
        hides: 'a mistake',
      },
      {
        linux:
          'It starts them with PASID 0, also those of uacce, which had that of their mm before.',
        versions: 'v5.10 to v6.3',
        source: 'qm_restart, as we read it; nobody reported it',
        verdict: 'not simulated',
        because:
          'Devices are not reset. So DMA that a process asked for, and that is not translated by its page tables, is not seen.',
        hides: 'a mistake',
      },
    ],
  },
  {
    name: 'hisi_qm_wait_task_finish',
    file,
    read,
    behaviours: [
      {
        linux:
          'The drivers of HiSilicon wait, before they remove uacce, until none of their queues is in use.',
        versions: 'v5.10 to v6.3',
        source: 'Gao, 2022-06-17, in “uacce: fix concurrency of fops_open and uacce_remove”',
        verdict: 'simplified',
        simulation: 'uacce/remove.ts: hisiRemove',
        because:
          'The driver here is one of uacce that does not wait: uacce_remove is written for queues that are open, and the wait is the driver’s. So a removal comes while queues are in use, which with the drivers of HiSilicon, the only ones of v5.7 to v5.18 that we know, happens only to queues that PUT_Q has given back or that have no hardware yet. A removal that waits, and an open that answers EBUSY meanwhile (all queues are taken), do not exist.',
        hides: 'a mistake',
        test: 'pci/hotplug.test.ts: leaves the files open, and a mapping that raises SIGBUS',
      },
    ],
  },
  {
    name: 'qm_qp_event_notifier',
    file,
    read: readPool,
    behaviours: [
      {
        linux:
          'The interrupt of a hardware queue wakes those who poll, through a pointer to the uacce_queue which put leaves as it is. An interrupt that comes after the release uses the freed queue.',
        versions: 'v5.10 to v6.3',
        source: 'qm_qp_event_notifier and hisi_qm_release_qp of v5.13 and v6.3, as we read them',
        verdict: 'not simulated',
        because: 'Hardware completes nothing here, so it raises no interrupt.',
        hides: 'a mistake',
      },
    ],
  },
  {
    name: 'hisi_qm_is_q_updated',
    file,
    read: readPool,
    behaviours: [
      {
        linux:
          'It reads completions in the memory of the hardware queue and steps over those that are new: in v6.3 without a lock, in a fork of v5.13 under a spinlock of the queue.',
        versions: 'v5.7 to v6.3',
        verdict: 'simplified',
        simulation: 'uacce/poll.ts: uacceFopsPoll',
        because:
          'There are no completions; the access to the driver’s data is what is simulated. That two threads poll at once, and step over one completion twice, is not seen.',
        hides: 'a mistake',
        test: 'uacce/uacce.test.ts: after PUT_Q reads a queue of the pool, which exists',
      },
    ],
  },
  {
    name: 'hisi_qm_uninit',
    file,
    // The patches that brought hisi_qm_set_state (v5.18) and qm_remove_uacce (2024), and a text of v6.3 in between.
    read: {
      'linux-5.17': 'v5.17-rc',
      'linux-5.18-rc1': 'v5.18-rc',
      'linux-5.18-rc1-mmget': 'v5.18-rc',
      'linux-5.18': 'v5.18-rc',
    },
    behaviours: [
      {
        linux:
          'The driver removes uacce first, and then frees the memory of the queues. So the queues of open files are put before their memory is freed.',
        versions: 'v5.7 to v5.9',
        verdict: 'same',
        simulation: 'uacce/remove.ts: hisiRemove',
        test: 'uacce/uacce.test.ts: of a hot-removed queue finds it dead: it was stopped and put before the driver freed what is left',
      },
      {
        linux:
          'The driver frees the memory of the queues under qps_lock, then gives up the interrupts and the PCI device, and removes uacce last. Before all that, hisi_qm_wait_task_finish waits until no queue is in use.',
        versions: 'v5.17 to v6.11',
        source:
          'Huang, 2024, “crypto: hisilicon/qm”: qm_remove_uacce before the interrupts, still after the memory',
        verdict: 'simplified',
        simulation: 'uacce/remove.ts: hisiRemove',
        because:
          'uacce is removed first in every kernel, because a removal here does not wait for queues in use. That uacce_remove itself stops and puts queues whose memory is gone is not seen.',
        hides: 'a mistake',
        test: 'uacce/uacce.test.ts: of a hot-removed queue finds it dead: it was stopped and put before the driver freed what is left',
      },
      {
        linux:
          'If the device could not be stopped before, it returns at once. Then uacce is not removed, though the driver goes, and the device can still be opened.',
        versions: 'v6.3, as read',
        source: 'hisi_qm_uninit, as we read it; nobody reported it',
        verdict: 'not simulated',
        because: 'A removal cannot fail.',
        hides: 'a mistake',
      },
    ],
  },
];
