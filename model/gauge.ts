import type { AnyState } from './any-state.ts';
import type { AnySeen, Observable } from './seen.ts';

/** One value that a report watches after every command: a table entry, the owner of a PASID. */
export interface Gauge<O extends AnySeen = AnySeen, S extends AnyState = AnyState> {
  /** Its group: `d0`, or `PASIDs`. A report shows the gauges of one group side by side. */
  readonly group: string;
  /** Within the group: `entry 1`. */
  readonly name: string;
  /** On its own: `d0 entry 1`. */
  readonly title: string;
  /** Its value while the object does not exist. */
  readonly idle: string;
  /** What it means, for a legend: “d0 entry 1: what the IOMMU’s table ...”. */
  readonly says: string;
  /** Gauges of one kind watch the same value of different objects; one legend is enough for them. */
  readonly kind: string;
  /** Whether it sums up what other gauges show one by one. Then it is shown only if it differs from the model. */
  readonly isTotal?: true;
  /** Whether it is the implementation’s own record, of which nobody else notices anything. Then two implementations may differ in it. */
  readonly isOwnRecord?: true;
  /** The observations that it needs. */
  readonly needs: Observable;
  /** Its present value. It reads the model only for values that are no observations, such as a limit. */
  read(o: O, s: S): string;
  /**
   * The values that the model expects in this state, the most ordinary first; undefined if the model does not determine them.
   *
   * @param shows - the observations that the implementation offers; no others may be read
   */
  expected(s: S, o: O, shows: ReadonlySet<Observable>): readonly string[] | undefined;
}
