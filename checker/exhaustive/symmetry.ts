import type { Port } from '../../implementation/port.ts';
import type { Alike } from '../../memory/graph.ts';
import type { AnyState } from '../../model/any-state.ts';
import type { Specification } from '../../properties/specification.ts';

/** The kinds of symmetry: which states count as equal. */
export const symmetries = ['none', 'objects', 'names', 'unordered'] as const;
/**
 * `none`: states are equal only if all indices and names are. `objects`: mms and objects of the kernel are identified by
 * their references, not by their index; names of the trace stay. `names`: names of the trace may also be exchanged among
 * processes, among files, among devices and so on. These three are exact. `unordered`: the order in which files, queues,
 * bonds and the like were created is ignored too, although a kernel may visit them in that order: exact only for a kernel
 * whose behaviour does not depend on the order.
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

/** The same in the world of a state: a sort with a single object needs no renaming. */
export function alikeIn(
  { vocabulary: { sorts } }: Specification,
  state: AnyState,
  symmetry: Symmetry,
): Alike {
  const alike = alikeUpTo(symmetry, (name) => sorts.some((sort) => sort.name === name));
  const alone = new Set(
    sorts
      .filter((sort) => sort.isGiven === true && sort.rows(state).length === 1)
      .map(({ name }) => name),
  );
  return { ...alike, names: (sort) => alike.names(sort) && !alone.has(sort) };
}

/** `names` if the implementation declares that it treats objects of one sort alike; otherwise `none`. */
export function symmetryOf({ capabilities }: Pick<Port, 'capabilities'>): Symmetry {
  return capabilities.alike === true ? 'names' : 'none';
}
