import type { LinuxFunction } from '../../fidelity.ts';

const file = 'drivers/iommu/intel-svm.c';

/** The page request queue (PRQ) of a unit, and the thread that serves it. */
export const prqFidelity: readonly LinuxFunction[] = [
  {
    name: 'intel_svm_enable_prq',
    file,
    read: {
      'linux-4.4-svm': 'v4.4-rc1',
      'linux-5.6-vtd': 'v5.7',
      'linux-5.14-vtd': 'v5.14-rc1',
    },
    behaviours: [
      {
        linux:
          'The ring is one page: 256 requests of 16 bytes, 128 of 32 bytes from v5.0. The queue is empty if head equals tail, so it holds one less.',
        versions: 'v4.4 to v5.18',
        verdict: 'not simulated',
        because:
          'How many requests fit before the hardware answers by itself. The world needs a ring of 1 or 2.',
        hides: 'a mistake',
      },
    ],
  },
  {
    name: 'prq_event_thread',
    file,
    read: {
      'linux-4.4-svm': 'v4.4-rc1',
      'linux-5.6-vtd': 'v5.7',
      'vtd-drain-v2': 'v2 of the series',
      'linux-5.8-vtd': 'v5.9',
      'linux-5.14-vtd': 'v5.14-rc1',
    },
    behaviours: [
      {
        linux:
          'It clears the pending bit, reads tail and head once, serves what is between them, and then writes that tail as head: the whole batch stays in the ring until its end.',
        versions: 'v4.5 to v6.12',
        verdict: 'simplified',
        simulation: 'iommu/intel/prq.ts: prqEventThread',
        because: 'There is no pending bit: each look at the ring is a step of the trace.',
        hides: 'nothing',
        test: 'iommu/intel/prq.test.ts: waits for the fault worker, without pasid_mutex',
      },
      {
        linux:
          'It is the threaded handler of a one-shot interrupt, so one thread of a unit runs at a time.',
        versions: 'v4.4 to v6.12',
        source: 'M: 2020-04, v3 of the drain series drops the list of v2',
        verdict: 'same',
        simulation: 'iommu/intel/prq.ts: threadRuns',
        test: 'iommu/intel/prq-pins.test.ts: runs once at a time',
      },
      {
        linux:
          'A request without PASID, or with one that has no svm, jumps to code that walks the devices of the svm, which is NULL.',
        versions: 'v4.4; a request without PASID up to v4.18',
        verdict: 'simplified',
        simulation: 'iommu/intel/prq-in-thread.ts: handleInThread',
        because: 'No device sends a request without a PASID.',
        hides: 'nothing',
        test: 'iommu/intel/prq-in-thread.test.ts: answers a request of a PASID without svm, and walked a null pointer in v4.4',
      },
      {
        linux:
          'A request without PASID or with an unknown one is answered with FAILURE (INVALID from v5.12), if an answer is due at all.',
        versions: 'v4.5 to v5.11',
        source: '3aa7c62cb7d7',
        verdict: 'simplified',
        simulation: 'iommu/intel/prq-in-thread.ts: handleInThread',
        because:
          'No device sends a request without a PASID. The commit says that FAILURE halts the device; here the law reports the answer, and the device goes on.',
        hides: 'nothing',
        test: 'iommu/intel/prq.test.ts: of a PASID that is not bound was FAILURE, on which a device halts (v4.5 to v5.11)',
      },
      {
        linux:
          'The svm is found by the PASID without a lock or a reference, because the driver must not unbind while requests are outstanding.',
        versions: 'v4.4 to v5.17',
        verdict: 'same',
        simulation: 'iommu/intel/prq-in-thread.ts: handleInThread',
        test: 'iommu/intel/prq-in-thread.test.ts: holds no reference to the svm',
      },
      {
        linux:
          'The svm of one request is used again for the next of the same PASID; from v4.5 to v5.7 it is looked up anew for each request.',
        versions: 'v4.4, v5.14',
        verdict: 'not simulated',
        because: 'The freed svm is used for the rest of the batch.',
        hides: 'a mistake',
      },
      {
        linux:
          'The device record is kept for the next request of the same device, even if that has another PASID and so another svm.',
        versions: 'v5.9 to v5.17',
        verdict: 'not simulated',
        because:
          'A record that its unbind freed is used. v5.9 keeps it only between requests of guests.',
        hides: 'a mistake',
      },
      {
        linux:
          'It uses the mm without a reference of its own, because the bond holds mm_users; permissions of the VMA are not compared in the first release candidate.',
        versions: 'v4.4',
        verdict: 'not simulated',
        because: 'The mm can only go away with the bond.',
        hides: 'nothing',
      },
      {
        linux:
          'It takes mm_users unless that is 0; a dead mm is answered with INVALID. Its mmput may be the last one and take the address space down in this thread.',
        versions: 'v4.5 to v5.13',
        source: 'M: 2016-01-13, iommu/vt-d: Fix mm refcounting to hold mm_count not mm_users',
        verdict: 'same',
        simulation: 'iommu/intel/io-pgfault.ts: faultIn',
        test: 'iommu/intel/prq-in-thread.test.ts: refuses an mm that has ended, and may be the last to use one',
      },
      {
        linux:
          'An address that is not canonical is refused after mm_users was taken, and the reference is not given back.',
        versions: 'v4.16 to v5.6',
        source: '902baf61adf6',
        verdict: 'not simulated',
        because: 'One bad request of a device keeps the address space of the process for ever.',
        hides: 'a mistake',
      },
      {
        linux:
          'Under the lock of the address space: no VMA, a permission that the VMA lacks, and a fault that fails are all INVALID; else the page is faulted in and the answer is SUCCESS.',
        versions: 'v4.5 to v5.13',
        verdict: 'simplified',
        simulation: 'iommu/intel/prq-in-thread.ts: handleInThread',
        because:
          'Every page that is asked for exists, so only an mm that has ended is INVALID. A page that an unbound process faults in is the damage that a stale request does.',
        hides: 'nothing',
        test: 'iommu/intel/prq.test.ts: says what became of the last request alone, where the thread serves',
      },
      {
        linux:
          'Each request is served by itself, and the answer to a group has the code of its last one: an earlier one that failed is not answered, and SUCCESS may follow.',
        versions: 'v4.4 to v5.13',
        verdict: 'simplified',
        simulation: 'iommu/intel/prq-in-thread.ts: handleInThread',
        because:
          'Every page that is asked for exists, so no request of a group can be served after one that cannot.',
        hides: 'a mistake',
        test: 'iommu/intel/prq.test.ts: says what became of the last request alone, where the thread serves',
      },
      {
        linux:
          'The callback of the driver gets the device at the head of the list, since a stray semicolon ends the comparison.',
        versions: 'v4.4-rc1',
        verdict: 'not simulated',
        because:
          'The wrong driver is called. The world needs two devices of one mm behind one unit.',
        hides: 'a mistake',
      },
      {
        linux:
          'A request of a device that did not bind the PASID is served like any other, with a warning.',
        versions: 'v4.5 to v5.9',
        verdict: 'same',
        simulation: 'iommu/intel/prq-in-thread.ts: handleInThread',
        test: 'iommu/intel/prq-in-thread.test.ts: serves a device that has not bound the PASID, with a warning',
      },
      {
        linux:
          'The answer goes out if the request is the last of its group or has private data; other requests of the group get none.',
        versions: 'v5.6 to v6.12',
        verdict: 'same',
        simulation: 'iommu/intel/prq.ts: handleRequest',
        test: 'iommu/intel/prq.test.ts: is parked until the last one of its group has come',
      },
      {
        linux:
          'The private data of the request is copied into the answer and then overwritten with 0; the bit that announces it is that of the PASID.',
        versions: 'v5.0 to v5.9',
        source: '71cd8e2d1670',
        verdict: 'not simulated',
        because:
          'A device that needs the data cannot match the answer. The world has no private data.',
        hides: 'a mistake',
      },
      {
        linux: 'The overflow bit is never looked at.',
        versions: 'v4.4 to v5.7',
        verdict: 'same',
        simulation: 'iommu/intel/prq.ts: prqEventThread',
        test: 'iommu/intel/prq.test.ts: is answered by the IOMMU while the ring is full, and until the overflow bit is cleared',
      },
      {
        linux:
          'After the batch the overflow bit is cleared, whether or not the ring is full again.',
        versions: 'v5.8 to v5.11',
        source: '28a77185f1cd',
        verdict: 'same',
        simulation: 'iommu/intel/prq.ts: clearsOverflow',
        test: 'iommu/intel/prq-in-thread.test.ts: clears the overflow bit although the ring is not empty (v5.8 to v5.11)',
      },
      {
        linux:
          'The overflow bit is cleared only if the ring is empty, after all groups without their last request were dropped.',
        versions: 'v5.12 to v6.12',
        source: '28a77185f1cd',
        verdict: 'same',
        simulation: 'iommu/intel/prq.ts: prqEventThread',
        test: 'iommu/intel/prq-pins.test.ts: without its last request is dropped once the ring has overflowed',
      },
      {
        linux:
          'At the end it completes once, unless a completion is already there that nobody has taken.',
        versions: 'v5.8 to v6.12',
        verdict: 'not simulated',
        because: 'Of two drains of a unit one would be woken. Under pasid_mutex there is only one.',
        hides: 'nothing',
      },
      {
        linux:
          'Refused with INVALID, in this order: no PASID, an address that is not canonical, a privileged access, execution, a PASID without a user bond, a device that is not bound; all others go to the fault queue.',
        versions: 'v5.14 to v6.12',
        verdict: 'not simulated',
        because:
          'All requests are for pages of users, at addresses that are canonical. The last two reasons are simulated, and a request that the queue does not take is answered with INVALID as well.',
        hides: 'nothing',
      },
    ],
  },
  {
    name: 'intel_svm_process_prq',
    file,
    read: { 'vtd-drain-v2': 'v2 of the series' },
    behaviours: [
      {
        linux:
          'The interrupt thread first copies the requests to a list under a spinlock and empties the ring; if a copy cannot be allocated, the remaining requests are lost.',
        versions: 'vtd-drain-v2',
        source:
          'M: 2020-04-15, [PATCH v2 5/7] iommu/vt-d: Save prq descriptors in an internal list',
        verdict: 'same',
        simulation: 'iommu/intel/prq-list.ts: handleCopies',
        test: 'iommu/intel/link.test.ts: loses what it has no memory for, or lets the thread handle it in the ring',
      },
      {
        linux:
          'It serves the first of the list with the lock dropped, marks it completed, and on the next round takes it off, completes its waiters and frees it.',
        versions: 'vtd-drain-v2',
        verdict: 'simplified',
        because: 'A request is completed and freed at once, with no round between.',
        hides: 'nothing',
        simulation: 'iommu/intel/prq-list.ts: handleCopies',
        test: 'iommu/intel/link.test.ts: takes all requests out of the ring, and they are served and answered from there',
      },
    ],
  },
  {
    name: 'intel_svm_page_response',
    file: 'drivers/iommu/intel/svm.c',
    // DepSurf has it in 5.11, and not in 5.8. The text with it that was read for 5.8 is of v5.9, as its reports to guests.
    since: 'v5.9',
    read: { 'linux-5.14-vtd': 'v5.14-rc1' },
    behaviours: [
      {
        linux: 'It takes pasid_mutex before it looks for the bond of the device.',
        versions: 'v5.9 to v5.17',
        source: '6ef0505158f7',
        verdict: 'same',
        simulation: 'iommu/intel/io-pgfault.ts: pageResponse',
        test: 'iommu/intel/prq.test.ts: with pasid_mutex waited for a worker that waits for it (v5.14)',
      },
      {
        linux:
          'If the device has left the list, the answer is dropped with ENODEV, with a warning if it was the last of the svm.',
        versions: 'v5.15 to v5.17',
        verdict: 'same',
        simulation: 'iommu/intel/io-pgfault.ts: pageResponse',
        test: 'iommu/intel/prq.test.ts: lost the answer to a group that was served meanwhile, where that needs the bond',
      },
    ],
  },
];
