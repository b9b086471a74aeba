import type { Feature } from '../../model/feature.ts';
import { reference, type Switches } from '../kernel/switches.ts';
import type { Slice } from './slice.ts';

/** A kernel as a value: how it sets the switches, and nothing else. It is plain data. */
export interface Version {
  readonly name: string;
  readonly says: string;
  readonly switches: Switches;
  /** What there was by then, and is simulated. */
  readonly has: readonly Feature[];
  /**
   * Ids of catalogued defects that this release really had and that are not what it is checked for:
   * shown as known, each with its reason, and no cause to fail.
   */
  readonly known: readonly string[];
  /**
   * Those of its switches that are no mistakes but another design, in which what it is known for may show in another
   * way than in that of the reference.
   */
  readonly design?: Partial<Switches>;
  /** Of a kernel that is made to show something: in which world, and whether commands have to overlap or memory to fail. */
  readonly trial?: Trial;
  /** Of a kernel with switches of one’s own: the kernel in which they are set. */
  readonly changed?: { readonly from: Version; readonly switches: Partial<Switches> };
}

/** Where and how something shows. */
export interface Trial {
  /** The name of a world. */
  readonly world: string;
  readonly overlaps: boolean;
  readonly faults: boolean;
}

/**
 * A release of its slices, one a subsystem. What a release had in reality and no slice tells is not simulated in it: it
 * has no such feature, and the switches about it are those of the reference.
 */
export function release(name: string, says: string, slices: readonly Slice[]): Version {
  const designs = slices.flatMap(({ design }) => design ?? []);
  return {
    name,
    says,
    switches: Object.assign({}, reference, ...slices.map((s) => s.switches)) as Switches,
    has: slices.flatMap((s) => s.has),
    known: slices.flatMap((s) => s.known),
    ...(designs.length > 0 && { design: Object.assign({}, ...designs) as Partial<Switches> }),
  };
}
