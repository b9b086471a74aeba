import { BY_NUMBER, named, ownName, pointerTo, rowOf, setOf } from '../../../memory/kinds.ts';
import { setsOf } from '../../../model/sets/bounds.ts';
import type { World } from '../../../model/world.ts';
import type { Machine } from '../machine/machine.ts';
import { IN_ORDER, Slab } from '../machine/slab.ts';

/** The tables of sets of PASIDs, and of guests that bind them. */

/**
 * struct ioasid_set, with what VFIO keeps of it. `token`: the mm that it is for, `mm` its number. `count`: its PASIDs, those
 * that are pending included. `closed`: VFIO has given it up.
 */
export function setSlab(m: Machine, world: World) {
  return new Slab(
    m,
    'ioasid_set',
    2 * setsOf(world).pasidSets,
    {
      token: pointerTo('mm_struct'),
      mm: named('mm', 1),
      quota: 'value',
      count: 'value',
      closed: 'value',
    },
    IN_ORDER,
  );
}

/**
 * What struct ioasid_data has beside `owner` and `refs`, by PASID: its set, whether a free waits for the last reference, and its
 * private data, `svm`.
 */
export function idRows({ layout }: Machine, pasids: number) {
  return layout.declare(
    'ioasid of set',
    pasids + 1,
    { set: pointerTo('ioasid_set'), pending: 'value', svm: pointerTo('intel_svm (guest)') },
    { keyed: BY_NUMBER },
  ).rows;
}

/**
 * struct intel_svm of a guest: a PASID that it has bound. `endpoints`: its list of devices. `queued`: its work item is pending. One whose
 * PASID was freed is found no more. Each has an entry in a table, but for the one that is being made.
 */
export function guestSvmSlab(m: Machine, world: World, pasids: number) {
  return new Slab(
    m,
    'intel_svm (guest)',
    setsOf(world).endpoints * pasids + 1,
    { pasid: 'value', mm: named('mm', 1), endpoints: setOf('assigned device'), queued: 'value' },
    IN_ORDER,
  );
}

/** The PASID tables of assigned devices, for nested translation: the first level by the mm of its guest. */
export function endpointTables({ layout }: Machine, world: World, pasids: number) {
  const { endpoints } = setsOf(world);
  const of = named('endpoint');
  layout.declare('assigned device', endpoints, { none: 'value' }, { keyed: { of, each: 1 } });
  return layout.declare(
    'nested pasid table',
    endpoints * (pasids + 1),
    { mm: named('mm', 1) },
    { keyed: { of, each: pasids + 1 } },
  ).rows;
}

/**
 * struct kvm, and its place in the chain of a set. `set`: 0 while it waits for one. `noted`: it is in the list of those that the next
 * set of their mm finds.
 */
export function kvmSlab(m: Machine, world: World) {
  return new Slab(m, 'kvm', setsOf(world).pasidSets + 1, {
    mm: pointerTo('mm_struct'),
    id: named('mm', 1),
    set: pointerTo('ioasid_set'),
    noted: 'value',
  });
}

/** The table of each KVM from guest PASIDs to those of the host, by the latter. */
export function translationRows({ layout }: Machine, world: World, pasids: number) {
  return layout.declare(
    'PASID translation',
    (setsOf(world).pasidSets + 1) * (pasids + 1),
    { there: 'value' },
    { keyed: { of: rowOf('kvm'), each: pasids + 1 } },
  ).rows;
}

/** The PASIDs that programs know, by their names in the trace. `set`: through which set they got it. */
export function guestRows({ layout }: Machine, world: World) {
  return layout.declare('guest', setsOf(world).guests, {
    live: 'value',
    name: ownName('guest'),
    set: named('set'),
    pasid: 'value',
  }).rows;
}
