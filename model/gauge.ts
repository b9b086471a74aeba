import type { AnyState } from './any-state.ts';
import type { AnySeen, Observable } from './seen.ts';

/** One place that a reader watches while the commands go by: a table entry, the owner of a PASID. */
export interface Gauge<O extends AnySeen = AnySeen, S extends AnyState = AnyState> {
  /** What it belongs to: `d0`, or `PASIDs`. Gauges of one group stand together. */
  readonly group: string;
  /** Within the group: `entry 1`. */
  readonly name: string;
  /** On its own: `d0 entry 1`. */
  readonly title: string;
  /** What it shows while there is nothing. */
  readonly idle: string;
  /** What it means, for a legend: “d0 entry 1: what the IOMMU’s table ...”. */
  readonly says: string;
  /** Gauges of one kind mean the same of different things: one of them is enough for a legend. */
  readonly kind: string;
  /** Whether it adds up what others show one by one: worth a look only where it is not what the model holds. */
  readonly isTotal?: true;
  /** What an implementation must let us see. */
  readonly needs: Observable;
  /** What it shows now. Of the model it takes what is no observation, such as a limit. */
  read(o: O, s: S): string;
  /**
   * What it may show in this state of the model, the most ordinary first; undefined where the model does not say.
   *
   * @param shows - what else the implementation lets us see; nothing else may be asked for
   */
  expected(s: S, o: O, shows: ReadonlySet<Observable>): readonly string[] | undefined;
}
