import type { Port } from '../../implementation/port.ts';
import type { Alike } from '../../memory/graph.ts';

/** Which states are taken for one. */
export const symmetries = ['none', 'objects', 'names', 'unordered'] as const;
/**
 * `none`: every object has its place and every name is itself. `objects`: mms and the objects of the
 * kernel are known by how they hang together; the names of the trace are themselves. `names`: these
 * too are exchanged among processes, among files, among devices and so on. All three are exact.
 * `unordered`: nor does it matter in which order files, queues, bonds and the like were made, though a
 * kernel may go through them in that order: exact only for a kernel to which the order makes no
 * difference.
 */
export type Symmetry = (typeof symmetries)[number];

/**
 * What may be exchanged without making another state.
 *
 * @param isNamed - whether a trace names things of this sort
 */
export function alikeUpTo(symmetry: Symmetry, isNamed: (sort: string) => boolean): Alike {
  switch (symmetry) {
    case 'none':
      return { rows: false, names: () => false };
    case 'objects':
      return { rows: true, names: (sort) => !isNamed(sort) };
    case 'names':
      return { rows: true, names: () => true };
    default:
      return { rows: true, order: true, names: () => true };
  }
}

/** Up to names where the implementation says that it treats things of one sort alike; else not at all. */
export function symmetryOf({ capabilities }: Pick<Port, 'capabilities'>): Symmetry {
  return capabilities.alike === true ? 'names' : 'none';
}
