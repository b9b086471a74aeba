import { named, pointerTo, rowOf } from '../../../../memory/kinds.ts';
import { prqOf } from '../../../../model/prq/bounds.ts';
import { svaOf } from '../../../../model/sva/bounds.ts';
import type { World } from '../../../../model/world.ts';
import type { Machine } from '../../machine/machine.ts';
import { IN_ORDER, Slab } from '../../machine/slab.ts';
import { mmuNotifierFields } from '../../mm/mmu-notifier.ts';
import { requestFields } from './device.ts';

/** The tables of drivers/iommu/intel: what is bound, and the page requests. */

/**
 * struct intel_svm: an mm that is bound to a device behind this IOMMU. struct mmu_notifier is embedded. `device`: the one that asked
 * first. `private`: it has a PASID of its own.
 */
export function svmSlab(m: Machine, world: World) {
  return new Slab(
    m,
    'intel_svm',
    svaOf(world).files + 8,
    { pasid: 'value', device: named('device'), private: 'value', ...mmuNotifierFields },
    IN_ORDER,
  );
}

/** struct intel_svm_dev: a device in the list of a svm, with its users (`refs`) and the struct iommu_sva in it. */
export function sdevSlab(m: Machine, world: World) {
  return new Slab(
    m,
    'intel_svm_dev',
    svaOf(world).files + 8,
    {
      svm: pointerTo('intel_svm'),
      device: named('device'),
      mm: pointerTo('mm_struct'),
      pasid: 'value',
      refs: 'value',
      listed: 'value',
      dev: pointerTo('pci_dev'),
      lostGroup: 'value',
    },
    IN_ORDER,
  );
}

/** pasid_private: the svm of each PASID. */
export function pasidPrivate(m: Machine, pasids: number) {
  const fields = { svm: pointerTo('intel_svm') };
  return m.layout.declare('pasid_private', pasids + 1, fields, {
    keyed: { of: 'value', each: 1 },
  }).rows;
}

/** struct page_req_dsc in the ring, the oldest first. */
export function ringSlab(m: Machine, world: World) {
  return new Slab(
    m,
    'page_req_dsc',
    Math.max(prqOf(world).ring, 1),
    { ...requestFields, tick: 'barrier' },
    IN_ORDER,
  );
}

/** struct iopf_fault: a request in the queue for I/O page faults. `of`: its group; 0 while it is parked. */
export function faultSlab(m: Machine, world: World) {
  return new Slab(
    m,
    'iopf_fault',
    Math.min(16 * Math.max(svaOf(world).devices, 1), 60),
    { ...requestFields, of: pointerTo('iopf_group'), tick: 'order' },
    IN_ORDER,
  );
}

/** struct iopf_group: the requests of one group, with its last one. */
export function groupSlab(m: Machine) {
  return new Slab(m, 'iopf_group', 12, { tick: 'order' }, IN_ORDER);
}

/** The unit. `overflow`: PRS.PRO. `threadEnded`: an oops has killed the interrupt thread. `faults`: page requests for which it reported a fault. `owner`: the task in which the interrupt thread, or the worker for faults, is. */
export function unitRows({ layout }: Machine) {
  const [status] = layout.declare('page request status', 1, {
    overflow: 'value',
    threadEnded: 'value',
    faults: 'ignored',
  }).rows;
  const owner = { owner: rowOf('task', 1) } as const;
  return {
    status: status!,
    thread: layout.declare('PRQ thread', 1, owner).rows,
    worker: layout.declare('fault worker', 1, owner).rows,
  };
}
