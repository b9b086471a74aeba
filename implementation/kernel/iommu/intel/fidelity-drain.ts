import type { LinuxFunction } from '../../fidelity.ts';

const iopf = 'drivers/iommu/io-pgfault.c';

/** Draining page requests before a PASID is used again, and what the hardware does by itself meanwhile. */
export const drainFidelity: readonly LinuxFunction[] = [
  {
    name: 'intel_svm_drain_prq',
    file: 'drivers/iommu/intel-svm.c',
    read: {
      'vtd-drain-v2': 'v2 of the series',
      'linux-5.8-vtd': 'v5.9',
      'linux-5.14-vtd': 'v5.14-rc1',
    },
    behaviours: [
      {
        linux:
          'The caller holds pasid_mutex; the function sleeps. A device without page requests (PRI) is not drained, except in v2 of the series.',
        versions: 'v5.8 to v6.1',
        verdict: 'not simulated',
        because: 'One drain runs at a time, and no bind of any process can begin until it is over.',
        hides: 'an order',
      },
      {
        linux:
          'It resets the completion of the unit, reads tail and head, and if a request between them has the PASID, it waits for the completion and starts again.',
        versions: 'v5.8 to v6.12',
        verdict: 'same',
        simulation: 'iommu/intel/drain.ts: drainPrq',
        test: 'iommu/intel/prq-pins.test.ts: starts again until the ring has no request of the PASID',
      },
      {
        linux: 'It compares the PASID of a request and not its device.',
        versions: 'v5.8 to v6.12',
        verdict: 'same',
        simulation: 'iommu/intel/prq.ts: isInRing',
        test: 'iommu/intel/link.test.ts: of one device waits for the requests of another one with that PASID, too',
      },
      {
        linux:
          'With pasid_mutex held it waits until the fault queue of the unit has run all its work.',
        versions: 'v5.14',
        source: '6ef0505158f7',
        verdict: 'same',
        simulation: 'iommu/intel/drain.ts: flush',
        test: 'iommu/intel/prq.test.ts: with pasid_mutex waited for a worker that waits for it (v5.14)',
      },
      {
        linux: 'It drops pasid_mutex while it waits for the fault queue, and takes it again.',
        versions: 'v5.15 to v6.1',
        source: '6ef0505158f7',
        verdict: 'same',
        simulation: 'iommu/intel/drain.ts: flush',
        test: 'iommu/intel/prq.test.ts: waits for the fault worker, without pasid_mutex',
      },
      {
        linux:
          'Then three descriptors go out at once: a fence, an IOTLB and a device TLB invalidation of the PASID; the wait that follows them has the drain flag.',
        versions: 'v5.8 to v6.12',
        verdict: 'simplified',
        because:
          'Which descriptor pushes what was not read: all three together take in what the device has sent, and deliver what software has answered. A device TLB invalidation of another call pushes nothing here, though it may.',
        hides: 'nothing',
        simulation: 'iommu/intel/link.ts: flushLink',
        test: 'iommu/intel/link.test.ts: is pushed to the device by the descriptors of a drain',
      },
      {
        linux:
          'If the overflow bit is set afterwards, it waits for the completion of the unit and sends the descriptors again.',
        versions: 'v5.8 to v6.12',
        source: 'M: 2020-04-16, Re: [PATCH v2 6/7] iommu/vt-d: Add page request draining support',
        verdict: 'simplified',
        because:
          'The mail says that the repetition is for the answers that the hardware gives by itself. Here the descriptors push these only once the bit is clear.',
        hides: 'nothing',
        simulation: 'iommu/intel/drain.ts: drainPrq',
        test: 'iommu/intel/link.test.ts: that the IOMMU gave by itself is pushed only once the overflow bit is clear',
      },
      {
        linux: 'The overflow bit is not looked at.',
        versions: 'vtd-drain-v2',
        source: 'M: 2020-04-16, Re: [PATCH v2 6/7] iommu/vt-d: Add page request draining support',
        verdict: 'same',
        simulation: 'iommu/intel/drain.ts: isOverflowIgnored',
        test: 'iommu/intel/link.test.ts: to an old life of the PASID ends a group of the new one',
      },
      {
        linux:
          'The ring is not scanned again after the descriptors, although they push the last requests of the device into it.',
        versions: 'v5.8 to v6.12',
        source: 'M: 2020-04-15, Re: [PATCH v2 6/7] iommu/vt-d: Add page request draining support',
        verdict: 'same',
        simulation: 'iommu/intel/drain.ts: drainPrq',
        test: 'iommu/intel/link.test.ts: gets into the ring behind a drain that comes before the entry is cleared',
      },
      {
        linux:
          'All requests of the PASID in the list are marked, so that they are refused with INVALID; then it waits for the first that is not completed, with the lock dropped.',
        versions: 'vtd-drain-v2',
        verdict: 'simplified',
        because:
          'The wait has no time limit here; in v2 it tries again after five seconds. The mark is left out: the device has left the list of the svm, so its requests are refused anyway.',
        hides: 'nothing',
        simulation: 'iommu/intel/prq-list.ts: drainList',
        test: 'iommu/intel/link.test.ts: lets a drain touch what the thread has freed, if the completion lies in the request',
      },
      {
        linux: 'It looks at the list alone: a request in the ring is not awaited.',
        versions: 'vtd-drain-v2',
        verdict: 'same',
        simulation: 'iommu/intel/drain.ts: drainPrq',
        test: 'iommu/intel/link.test.ts: is all that a drain looks at, or the ring too',
      },
    ],
  },
  {
    name: 'DMAR_PRS_REG',
    file: 'include/linux/intel-iommu.h',
    read: {},
    behaviours: [
      {
        linux:
          'A page request whose PASID entry is not present is not queued: the hardware answers with INVALID by itself.',
        versions: 'v4.4 to v5.14',
        source: 'M: 2020-04-16, Re: [PATCH v2 6/7] iommu/vt-d: Add page request draining support',
        verdict: 'simplified',
        because:
          'Not read: it is what the mails of 2020 say of the specification of VT-d. The hardware here does it.',
        hides: 'nothing',
        simulation: 'iommu/intel/unit.ts: receiveRequest',
        test: 'iommu/intel/prq.test.ts: of a PASID without entry is refused by the IOMMU',
      },
      {
        linux:
          'The access itself is reported as a fault that cannot be recovered, unless the entry has FPD set.',
        versions: 'v4.4 to v5.14',
        source:
          'M: 2020-05-12, [PATCH v5 3/5] iommu/vt-d: Disable non-recoverable fault processing before unbind',
        verdict: 'simplified',
        because:
          'Not read: it is what the mails of 2020 say of the specification of VT-d. The hardware here does it.',
        hides: 'nothing',
        simulation: 'iommu/intel/ops.ts: translate',
        test: 'iommu/intel/prq.test.ts: leaves an entry that ignores faults, until the bond goes',
      },
      {
        linux:
          'A page request whose PASID entry is not present is by the specification a fault that cannot be recovered, and is reported unless the entry has FPD set; unbind clears the entry without it.',
        versions: 'v5.8 to v5.14',
        source: 'M: 2020-04-15, Re: [PATCH v2 6/7] iommu/vt-d: Add page request draining support',
        verdict: 'simplified',
        because: 'Not read: it is what the mails of 2020 say of the specification of VT-d.',
        hides: 'nothing',
        simulation: 'iommu/intel/unit.ts: receiveRequest',
        test: 'iommu/intel/link.test.ts: is reported as a fault, unless the entry says that faults are ignored',
      },
      {
        linux:
          'If the ring is full, the hardware sets the overflow bit and answers further requests by itself until software clears the bit.',
        versions: 'v4.4 to v5.14',
        source: 'M: 2020-04-15, Re: [PATCH v2 6/7] iommu/vt-d: Add page request draining support',
        verdict: 'simplified',
        simulation: 'iommu/intel/unit.ts: receiveRequest',
        because:
          'With which code it answers was not read, so that the answer has one of its own here.',
        hides: 'nothing',
        test: 'iommu/intel/prq.test.ts: is answered by the IOMMU while the ring is full, and until the overflow bit is cleared',
      },
      {
        linux: 'A new request sets the pending bit and interrupts only if the bit was clear.',
        versions: 'v4.4 to v5.14',
        verdict: 'not simulated',
        because:
          'Clearing it before head and tail are read loses no request; clearing it later would.',
        hides: 'an order',
      },
    ],
  },
  {
    name: 'iommu_queue_iopf',
    file: iopf,
    read: { 'linux-5.14-vtd': 'v5.17' },
    behaviours: [
      {
        linux:
          'A request that is not the last of its group is parked at the device; the last one takes those of its group index along and queues the group, whatever their PASIDs.',
        versions: 'v5.13 to v6.8',
        verdict: 'same',
        simulation: 'iommu/intel/io-pgfault.ts: queueFault',
        test: 'iommu/intel/prq-pins.test.ts: takes what is parked under its index, of its device: %s',
      },
      {
        linux:
          'No queue for the device is ENODEV, no memory is ENOMEM; without memory for the group the parked requests of its index are dropped.',
        versions: 'v5.13 to v6.8',
        verdict: 'simplified',
        simulation: 'iommu/intel/io-pgfault.ts: queueFault',
        because: 'A device always has its queue.',
        hides: 'nothing',
        test: 'iommu/intel/prq-pins.test.ts: is refused, with what is parked for it, if there is no memory for it',
      },
      {
        linux:
          'A request that is not the last of its group and finds no memory is lost without an answer; its group can be answered with SUCCESS.',
        versions: 'v5.13 to v6.8',
        verdict: 'same',
        simulation: 'iommu/intel/io-pgfault.ts: park',
        test: 'iommu/intel/prq.test.ts: is SUCCESS although the parked one was dropped in an overflow, or found no memory',
      },
    ],
  },
  {
    name: 'iommu_report_device_fault',
    file: iopf,
    read: {},
    behaviours: [
      {
        linux:
          'After a request that is not the last of its group was parked, it goes on as if that were the last one.',
        versions: 'v6.9 to v6.10.6',
        source: 'fca5b78511e9',
        verdict: 'simplified',
        because:
          'Not read: the commit says that the return was lost by mistake. The second release of the parameters of the device is left out.',
        hides: 'a mistake',
        simulation: 'iommu/intel/io-pgfault.ts: queueFault',
        test: 'iommu/intel/link.test.ts: is parked and no more, or was handled as well (v6.9)',
      },
    ],
  },
  {
    name: 'iopf_handle_group',
    file: iopf,
    read: { 'linux-5.14-vtd': 'v5.17' },
    behaviours: [
      {
        linux:
          'A worker serves the requests in order and skips those after the first error. The group gets one answer, SUCCESS or INVALID: every error of iopf_handle_single is INVALID.',
        versions: 'v5.13 to v6.8',
        verdict: 'simplified',
        simulation: 'iommu/intel/io-pgfault.ts: handleGroup',
        because: 'One worker serves the queue of all devices, one group after the other.',
        hides: 'an order',
        test: 'iommu/intel/prq.test.ts: is INVALID if one of them cannot be served, and then the others are not',
      },
      {
        linux:
          'The mm is found by the PASID when the request is served, and only if mm_users is not 0.',
        versions: 'v5.13 to v6.1',
        verdict: 'same',
        simulation: 'iommu/intel/io-pgfault.ts: servePage',
        test: 'iommu/intel/prq.test.ts: of an mm that has ended is refused by the worker',
      },
    ],
  },
  {
    name: 'iopf_queue_discard_partial',
    file: iopf,
    read: {},
    behaviours: [
      {
        linux:
          'It drops the parked requests of all devices of the queue, also of a group whose last request is not lost: that is then answered as if they had not been.',
        versions: 'v5.13 to v6.8',
        verdict: 'simplified',
        because:
          'Not read: the function is known from its patches of 2020 and 2021 and from the series of v6.9, which agree.',
        hides: 'nothing',
        simulation: 'iommu/intel/io-pgfault.ts: discardPartial',
        test: 'iommu/intel/prq.test.ts: is SUCCESS although the parked one was dropped in an overflow, or found no memory',
      },
    ],
  },
  {
    name: 'iopf_queue_flush_dev',
    file: iopf,
    read: { 'linux-5.14-vtd': 'v5.17' },
    behaviours: [
      {
        linux:
          'It waits for all work of the queue, which all devices of the unit share, and leaves parked requests where they are.',
        versions: 'v5.13 to v6.8',
        verdict: 'same',
        simulation: 'iommu/intel/io-pgfault.ts: flushFaultQueue',
        test: 'iommu/intel/prq.test.ts: drops what is parked for the PASID, or leaves it to the next group',
      },
      {
        linux:
          'It waits with the lock of the device’s parameters held; a device without a queue is ENODEV, which the drain ignores.',
        versions: 'v5.13 to v6.8',
        verdict: 'not simulated',
        because:
          'The interrupt thread waits for that lock before it can report a request of the device.',
        hides: 'an order',
      },
    ],
  },
];
