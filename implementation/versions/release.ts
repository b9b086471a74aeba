import type { Feature } from '../../model/feature.ts';
import { reference, type Switches } from '../kernel/switches.ts';
import type { Slice } from './slice.ts';

/** A named kernel: the values of its switches, and nothing else. */
export interface Version {
  readonly name: string;
  readonly says: string;
  readonly switches: Switches;
  /** The release that it claims to behave like; undefined for the reference, and for kernels with changed switches. */
  readonly release?: string;
  /** The features that the release had and that are simulated. */
  readonly has: readonly Feature[];
  /**
   * Ids of catalogued defects that this release really had, and for which it is not checked. They are shown as known, each
   * with its reason, and do not make the check fail.
   */
  readonly known: readonly string[];
  /**
   * Its switches that are a different design and not a mistake. In it a known mistake may show in another way than in the
   * design of the reference.
   */
  readonly design?: Partial<Switches>;
  /** For a kernel of the catalogue: the world that shows its defect, and whether commands have to overlap or allocations to fail. */
  readonly trial?: Trial;
  /** Of a kernel with switches of one’s own: the kernel in which they are set. */
  readonly changed?: { readonly from: Version; readonly switches: Partial<Switches> };
}

/** The conditions under which a defect shows. */
export interface Trial {
  /** The name of a world. */
  readonly world: string;
  readonly overlaps: boolean;
  readonly faults: boolean;
}

/**
 * Composes a release of its slices, one for each subsystem. Whatever a release had in reality and no slice states is not
 * simulated in it: it lacks that feature, and the switches for it have the values of the reference.
 */
export function release(name: string, says: string, slices: readonly Slice[]): Version {
  const designs = slices.flatMap(({ design }) => design ?? []);
  return {
    name,
    says,
    release: name,
    switches: Object.assign({}, reference, ...slices.map((s) => s.switches)) as Switches,
    has: slices.flatMap((s) => s.has),
    known: slices.flatMap((s) => s.known),
    ...(designs.length > 0 && { design: Object.assign({}, ...designs) as Partial<Switches> }),
  };
}
