import { eachName } from './names.ts';
import type { Observable, Observation } from './observation.ts';
import type { State } from './state.ts';
import { stepRulesByKind } from './steps.ts';
import { svaGauges } from './sva/gauges.ts';
import type { Trace } from './trace.ts';
import { vfioGauges } from './vfio/gauges.ts';

/** One place that a reader watches while the commands go by: a table entry, the owner of a PASID. */
export interface Gauge {
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
  readonly read: (o: Observation, s: State) => string;
  /**
   * What it may show in this state of the model, the most ordinary first; undefined where the model does not say.
   *
   * @param shows - what else the implementation lets us see; nothing else may be asked for
   */
  readonly expected: (
    s: State,
    o: Observation,
    shows: ReadonlySet<Observable>,
  ) => readonly string[] | undefined;
}

/**
 * All of a trace: for every device its table entries and what is cached under them, then the PASIDs; for every
 * container what is mapped at each IOVA, for every driver what it has pinned, for every mm what is charged to it.
 */
export function gaugesOf({ world, steps }: Trace): readonly Gauge[] {
  let mms = 1;
  const containers = new Set<number>();
  for (const c of steps) {
    const rules = stepRulesByKind[c.kind]!;
    if (rules.makesMm === true) mms++;
    eachName(rules, c, (sort, _field, number, makes) => {
      if (sort === 'container' && makes) containers.add(number);
    });
  }
  return [
    ...svaGauges(world),
    ...vfioGauges(
      world,
      [...containers].toSorted((a, b) => a - b),
      mms,
    ),
  ];
}
