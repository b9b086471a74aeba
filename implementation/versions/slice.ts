import type { Feature } from '../../model/feature.ts';
import type { Switches } from '../kernel/switches.ts';

/**
 * What one release has of one subsystem. A release is composed of slices, each of which says where its sources were read;
 * so the state of one subsystem is not invented from that of another.
 */
export interface Slice {
  /** What there was by then, and is simulated. */
  readonly has: readonly Feature[];
  /** Off the reference. */
  readonly switches: Partial<Switches>;
  /** Ids of catalogued defects that this release really had. */
  readonly known: readonly string[];
  /** Those of its switches that are no mistakes but another design. */
  readonly design?: Partial<Switches>;
}
