import { type Answer, errno, type ErrnoName } from '../../model/answer.ts';
import { aborted, faulted } from '../../model/sva/commands/dma.ts';
import { commands } from '../../model/order.ts';
import { admitting, forgiving, type Weakening } from './weakening.ts';

/**
 * Commands that can only succeed in the simulated kernel: nothing that they do fails, waits or is refused.
 * Their rules are the same one, so they are weakened together.
 */
export const unfailing = [
  'fork',
  'clone',
  'thread',
  'free',
  'gp',
  'work',
  'container',
  'setrlimit',
  'mmap-page',
  'munmap-page',
  'dropcap',
  'contend',
];

/**
 * Commands that answer by what there is in plain sight: the descriptor, a group in the container, the page. No mistake
 * of the catalogue is about that, so they are weakened together.
 */
export const undisturbed = ['close-container', 'dirty', 'munlock'];

const whyUnnoticed: Readonly<Record<string, string>> = {
  alloc:
    'processes and drivers ask one allocator: what it gives away wrongly to a driver it gives away to an open as well',
};

/** Commands that can have to wait for a lock. */
const waiting = [
  'open',
  'close',
  'exit',
  'exec',
  'mmap',
  'munmap',
  'start',
  'bind',
  'unbind',
  'putq',
  'mremap',
  'hotplug',
  'pin',
];

/**
 * For every command, a rule that admits whatever comes; for those that can wait, one that lets them
 * wait for ever; then each rule without one of its conditions.
 */
export const weakeningsOfRules: readonly Weakening[] = [
  ...commands
    .filter(({ kind }) => !unfailing.includes(kind) && !undisturbed.includes(kind))
    .map(({ kind }): Weakening => {
      const unnoticed = whyUnnoticed[kind];
      return {
        name: `${kind}-admits-everything`,
        says: `every answer of ${kind} is right`,
        of: [kind],
        weaken: admitting([kind], () => true),
        ...(unnoticed !== undefined && { unnoticed }),
      };
    }),
  {
    name: 'unfailing-admit-everything',
    says: `every answer of ${unfailing.join(', ')} is right`,
    of: unfailing,
    weaken: admitting(unfailing, () => true),
    unnoticed:
      'where no allocation fails, these have one way to answer; a port to a real kernel would have more',
  },
  {
    name: 'undisturbed-admit-everything',
    says: `every answer of ${undisturbed.join(', ')} is right`,
    of: undisturbed,
    weaken: admitting(undisturbed, () => true),
    unnoticed:
      'they answer by which descriptors and pages a process has and whether a container has a group: no mistake of the catalogue is about that',
  },

  {
    name: 'calls-may-hang',
    says: 'no call has to return',
    of: ['answers-conform'],
    weaken: admitting('every command', (a) => a.errno === errno.HUNG),
  },
  {
    name: 'calls-may-oops',
    says: 'every call may kill its task',
    of: ['answers-conform'],
    weaken: admitting('every command', (a) => a.errno === errno.OOPS),
  },
  ...waiting.map((kind): Weakening => ({
    name: `${kind}-need-not-return`,
    says: `${kind} may wait for ever, or kill its task`,
    of: [kind],
    weaken: admitting([kind], isLost),
  })),

  {
    name: 'failure-is-always-admitted',
    says: 'every command may fail, with any errno',
    of: ['answers-conform'],
    weaken: admitting('every command', (a) => a.errno !== errno.OK),
  },
  {
    name: 'success-is-always-admitted',
    says: 'every command may succeed, where it has to be refused as well',
    of: ['answers-conform'],
    weaken: forgiving(
      'answers-conform',
      (_broken, s) => s !== undefined && s.answer.errno === errno.OK,
    ),
  },

  ...(['open', 'bind'] as const).flatMap((kind) => [
    admits(kind, 'ENOSPC', 'though a PASID is free'),
    admits(kind, 'ENOMEM', 'whatever it lacks'),
    admits(kind, 'EBUSY', 'where the mm is bound already'),
    {
      name: `${kind}-admits-no-pasid`,
      says: `${kind} may answer a number that is no PASID`,
      of: [kind],
      weaken: forgiving('answers-conform', ({ place }) => place === `${kind}: no PASID`),
    },
  ]),
  admits('mmap', 'EEXIST', 'though the region is not mapped'),
  {
    name: 'mmap-admits-success',
    says: 'mmap may succeed where it has to be refused as well, and map a region twice',
    of: ['mmap'],
    weaken: admitting(['mmap'], (a) => a.errno === errno.OK),
  },
  admits('putq', 'ENXIO', 'though the device is there'),
  {
    name: 'touch-admits-success',
    says: 'touch may succeed, where it has to raise a signal as well',
    of: ['touch'],
    weaken: admitting(['touch'], (a) => a.errno === errno.OK),
  },

  ...(['map', 'attach', 'pin', 'mlock'] as const).flatMap((kind) => [
    admits(kind, 'ENOMEM', 'though it stays below the limit'),
    ...(kind === 'attach' || kind === 'pin'
      ? [admits(kind, 'EFAULT', 'though there is a page')]
      : []),
  ]),
  {
    ...admits('map', 'EFAULT', 'though there is a page'),
    unnoticed:
      'who maps runs in the memory that is mapped, whoever is taken for its owner; in that of another one only attach and pin look',
  },
  admits('map', 'ESRCH', 'though its caller is there'),
  admits('attach', 'ESRCH', 'though the owners of all mappings are there'),
  admits('pin', 'ENODEV', 'though the owner of the mapping is there'),
  admits('pin', 'EINVAL', 'though it is mapped'),
  ...(['attach', 'pin', 'unmap-vaddr'] as const).map((kind): Weakening => ({
    name: `${kind}-admits-success`,
    says: `${kind} may succeed, where it has to be refused as well`,
    of: [kind],
    weaken: admitting([kind], (a) => a.errno === errno.OK),
  })),
  {
    name: 'unmap-admits-any-number',
    says: 'unmap may say that it removed any number of pages',
    of: ['unmap'],
    weaken: forgiving('answers-conform', ({ place }) => place === 'unmap: another number of pages'),
  },
  dmaAdmits('aborts', 'be aborted', aborted),
  dmaAdmits('faults', 'find no valid descriptor', faulted),
];

function admits(kind: string, name: ErrnoName, where: string): Weakening {
  return {
    name: `${kind}-admits-${name}`,
    says: `${kind} may answer ${name} ${where}`,
    of: [kind],
    weaken: admitting([kind], (a) => a.errno === errno[name]),
  };
}

function dmaAdmits(name: string, says: string, value: number): Weakening {
  return {
    name: `dma-admits-${name}`,
    says: `DMA may ${says}, whoever is bound`,
    of: ['dma'],
    weaken: admitting(['dma'], (a) => a.errno === errno.OK && a.value === value),
  };
}

/** The task never came back from the call. */
function isLost(a: Answer): boolean {
  return a.errno === errno.HUNG || a.errno === errno.OOPS;
}
