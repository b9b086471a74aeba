import type { SeenRules } from '../seen.ts';
import type { World } from '../world.ts';
import { hasRequests } from './bounds.ts';

/** What went wrong with an answer or a page. The device notices the first two itself (UPRGI), and halts at the last; the others only we can tell. */
export const pageMistakes = [
  'none',
  'an answer to a group that nobody waits for',
  'an answer before the last request of its group',
  'an answer that is meant for an earlier group',
  'a page of a foreign mm',
  'SUCCESS although a page of the group was not served',
  'a request of another group is answered with this one',
  'FAILURE, on which the device halts',
] as const;
/** Index into `pageMistakes`. */
export type PageMistake = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7;

/** The observations of page requests. */
export interface PrqSeen {
  /** The mm for which the device waits with this group; 0 if it waits for no answer to it. */
  groupMm(device: number, group: number): number;
  /** Requests of this group that the IOMMU or the kernel still has: in the ring, parked, or queued. */
  groupQueued(device: number, group: number): number;
  /** The mm for which the oldest of them asks; 0 if there is none. */
  queuedMm(device: number, group: number): number;
  /** Whether the overflow bit is set although the ring is empty: then the IOMMU queues no request any more. */
  isStuck(): boolean;
  /** Page requests in the ring of the IOMMU. */
  inRing(): number;
  /** Whether the overflow bit is set: the IOMMU queues nothing, and answers by itself. */
  hasOverflowed(): boolean;
  /** What is on the link of this device: requests to the IOMMU, and answers to the device. */
  onLink(device: number): readonly [requests: number, answers: number];
  /** Page requests that the interrupt thread has taken from the ring, and that are not answered: parked, copied or queued. */
  inKernel(): number;
  /** How many page requests the IOMMU has reported as faults that cannot be recovered; only to be shown. */
  faultsReported(): number;
  /** The first thing that went wrong with the requests of this device. */
  pageMistake(device: number): PageMistake;
  /** The mm for which the device had asked then, and that whose page it got. */
  mistakenMms(device: number): readonly [asked: number, served: number];
}

export const prqSeen = {
  isThere: { requests: hasRequests },
  observableOf: {
    groupMm: 'requests',
    groupQueued: 'requests',
    queuedMm: 'requests',
    isStuck: 'requests',
    inRing: 'requests',
    hasOverflowed: 'requests',
    onLink: 'requests',
    inKernel: 'requests',
    faultsReported: 'requests',
    pageMistake: 'requests',
    mistakenMms: 'requests',
  },
  nothing: {
    groupMm: () => 0,
    groupQueued: () => 0,
    queuedMm: () => 0,
    isStuck: () => false,
    inRing: () => 0,
    hasOverflowed: () => false,
    onLink: () => [0, 0],
    inKernel: () => 0,
    faultsReported: () => 0,
    pageMistake: () => 0,
    mistakenMms: () => [0, 0],
  },
} as const satisfies SeenRules<PrqSeen, World>;
