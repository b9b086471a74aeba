import type { Feature } from '../../model/feature.ts';
import type { Switches } from '../kernel/switches.ts';

/**
 * One subsystem in one release. A release is composed of slices, and each slice names the sources that were read, so that no
 * subsystem is guessed from another.
 */
export interface Slice {
  /** The features that the release had and that are simulated. */
  readonly has: readonly Feature[];
  /** The switches that differ from the reference. */
  readonly switches: Partial<Switches>;
  /** Ids of catalogued defects that this release really had. */
  readonly known: readonly string[];
  /** Its switches that are a different design and not a mistake. */
  readonly design?: Partial<Switches>;
}
