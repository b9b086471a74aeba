import { expect } from 'vitest';
import { findWorld } from '../model/worlds.ts';
import { answers, type Clause } from '../testing/clause.ts';
import type { LinuxPort as Port } from './linux-port.ts';

/** The promises about pinned memory. */

const vfio = findWorld('vfio');
const passthrough = findWorld('vfio-passthrough');
const kindsOfVfio = ['container', 'attach', 'map', 'unmap', 'pin', 'detach'];

/** Commands of VFIO; each prepares the state for the next. */
export const ofVfio = [
  'container p0 type1v2 -> c0',
  'attach p0 c0 g0',
  'attach p0 c0 g1',
  'map p0 c0 i0 a0 1 rw',
  'pin g0 i0 1',
  'unpin g0 i0 1',
  'detach p0 g0',
  'unmap-vaddr p0 c0 i0',
  'map-vaddr p0 c0 i0 a1',
  'dirty p0 c0 start',
  'setrlimit p0 1',
  'mlock p0 a1',
  'munlock p0 a1',
  'munmap-page p0 a1',
  'mmap-page p0 a1 ram',
  'contend p0',
  'dropcap p0',
  'unmap p0 c0 i0 1',
  'detach p0 g1',
  'close-container p0 c0',
];

export const vfioClauses: readonly Clause[] = [
  {
    promise: 'begins with no container and no group open, and nothing locked or pinned',
    needs: ['locked-vm', 'pins'],
    knows: kindsOfVfio,
    holds(port) {
      port.reset(vfio);
      expect(pinsOf(port)).toEqual({ locked: 0, pending: 0, references: 0, mapped: [0, 0, 0] });
      const early = ['detach p0 g0', 'container p0 type1v2 -> c0', 'map p0 c0 i0 a0 1 rw'];
      expect(answers(port, early)).toEqual(['EBADF', 'success', 'EINVAL']);
    },
  },
  {
    promise: 'pins nothing for a mapping until there is a device behind the IOMMU',
    needs: ['locked-vm', 'pins'],
    knows: kindsOfVfio,
    holds(port) {
      port.reset(vfio);
      answers(port, [...ofVfio.slice(0, 2), 'map p0 c0 i0 a0 2 rw']);
      expect(pinsOf(port)).toMatchObject({ locked: 0, references: 0, mapped: [0, 0, 0] });
      answers(port, ['attach p0 c0 g1']);
      expect(pinsOf(port)).toMatchObject({ locked: 2, references: 2, mapped: [1, 1, 0] });
    },
  },
  {
    promise: 'counts a page once that the IOMMU and a driver have pinned, and every reference',
    needs: ['locked-vm', 'pins'],
    knows: kindsOfVfio,
    mediated: true,
    holds(port) {
      port.reset(vfio);
      expect(answers(port, ofVfio.slice(0, 5)).at(-1)).toBe('1 page');
      expect(pinsOf(port)).toMatchObject({ locked: 1, references: 2 });
      expect(port.observe().externalMm(0, 0)).toBe(1);
      answers(port, ['unmap p0 c0 i0 1']);
      expect(pinsOf(port)).toMatchObject({ locked: 0, references: 0, mapped: [0, 0, 0] });
    },
  },
  {
    promise: 'leaves nothing of VFIO once everyone has exited and it has settled',
    needs: ['rest', 'pins'],
    knows: kindsOfVfio,
    mediated: true,
    holds(port) {
      port.reset(vfio);
      answers(port, [...ofVfio.slice(0, 5), 'exit p0']);
      port.settle();
      expect(port.observe().leftovers()).toEqual([]);
      expect(port.observe().pinReferences()).toBe(0);
    },
  },
  {
    promise: 'counts a page once that two pass-through devices reach, and leaves nothing of them',
    needs: ['locked-vm', 'pins', 'rest'],
    knows: ['container', 'attach', 'map', 'detach'],
    holds(port) {
      port.reset(passthrough);
      const lines = ['attach p0 c0 g0', 'attach p0 c0 g1', 'map p0 c0 i0 a0 1 rw'];
      answers(port, ['container p0 type1v2 -> c0', ...lines]);
      expect(pinsOf(port)).toMatchObject({ locked: 1, references: 1 });
      answers(port, ['detach p0 g0']);
      expect(pinsOf(port)).toMatchObject({ locked: 1, references: 1 });
      answers(port, ['exit p0']);
      port.settle();
      expect(port.observe().leftovers()).toEqual([]);
      expect(port.observe().pinReferences()).toBe(0);
    },
  },
];

/** The observations of locked and pinned pages of mm0, and of c0. */
function pinsOf(port: Port) {
  const o = port.observe();
  return {
    locked: o.lockedVm(1),
    pending: o.pendingCharge(1),
    references: o.pinReferences(),
    mapped: [0, 1, 2].map((iova) => o.mappedMm(0, iova)),
  };
}
