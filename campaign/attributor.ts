import type { Known } from '../checker/known.ts';
import { Runner } from '../checker/run.ts';
import { attribute, type Attribution } from '../defects/attribution.ts';
import type { Defect } from '../defects/defect.ts';
import { defectsById } from '../defects/identify.ts';
import { mendedVersion, simulate } from '../defects/kernels.ts';
import { SimulatedKernel } from '../implementation/kernel/simulated.ts';
import type { Switches } from '../implementation/kernel/switches.ts';
import type { Version } from '../implementation/versions/index.ts';
import type { Command } from '../model/command.ts';
import { type Broken, keyOf } from '../model/judgement.ts';
import type { Trace } from '../model/trace.ts';
import type { AnyWorld } from '../model/any-world.ts';
import { specification } from '../properties/linux.ts';

/** The step of each law and place that a trace breaks for the first time, by `law\nplace`. */
type Breaks = ReadonlyMap<string, number>;

/** A trace, and the laws that each kernel breaks on it, by the switches of the kernel. */
interface Cut {
  readonly steps: readonly Command[];
  readonly breaks: Map<string, Breaks>;
}

/** The largest number of cached kernels; a release with its mistakes, each alone and each mended, needs some dozens. */
const KERNELS_MAX = 200;

/** Attributes violations in one world to defects. It caches the kernels that it needs, and their results for the last trace. */
export class Attributor {
  readonly #world: AnyWorld;
  readonly #runners = new Map<string, Runner>();
  #steps: readonly Command[] | undefined;
  /** The last trace, cut off at a step, with the laws that each kernel breaks on it. */
  readonly #cuts = new Map<number, Cut>();

  constructor(world: AnyWorld) {
    this.#world = world;
  }

  /** @param among - the candidates; default: the whole catalogue */
  attribute(
    version: Version,
    { steps }: Pick<Trace, 'steps'>,
    { law, place }: Pick<Broken, 'law' | 'place'>,
    among?: readonly Defect[],
  ): Attribution {
    const what = keyOf({ law, place });
    const at = this.#breaksOf(this.#cut(steps, steps.length), version.switches).get(what);
    if (at === undefined) return { causes: [], related: [] };
    // Steps after the break have no part in it.
    const cut = this.#cut(steps, Math.min(at + 1, steps.length));
    const breaksAt = (switches: Switches): number | undefined =>
      this.#breaksOf(cut, switches).get(what);
    const trace = { world: this.#world, steps: cut.steps };
    return attribute(version, { law, place, trace, breaksAt }, among);
  }

  #cut(steps: readonly Command[], length: number): Cut {
    if (this.#steps !== steps) {
      this.#steps = steps;
      this.#cuts.clear();
    }
    let cut = this.#cuts.get(length);
    if (cut === undefined) {
      cut = { steps: steps.slice(0, length), breaks: new Map() };
      this.#cuts.set(length, cut);
    }
    return cut;
  }

  #breaksOf({ steps, breaks }: Cut, switches: Switches): Breaks {
    const key = Object.values(switches).join();
    let found = breaks.get(key);
    if (found === undefined) breaks.set(key, (found = this.#run(key, steps, switches)));
    return found;
  }

  #run(key: string, steps: readonly Command[], switches: Switches): Breaks {
    const breaks = new Map<string, number>();
    this.#runnerFor(key, switches).run(steps, {
      broken: (step, broken) => void breaks.set(keyOf(broken), step),
    });
    return breaks;
  }

  #runnerFor(key: string, switches: Switches): Runner {
    let runner = this.#runners.get(key);
    if (runner === undefined) {
      if (this.#runners.size >= KERNELS_MAX) this.#runners.clear();
      const kernel = new SimulatedKernel('to compare with', switches);
      this.#runners.set(key, (runner = new Runner(specification, kernel, this.#world)));
    }
    return runner;
  }
}

/** The known mistakes of a release, in one world; undefined if it has none. */
export function knownFor(version: Version, world: AnyWorld): Known | undefined {
  const mended = mendedVersion(version);
  if (mended === undefined) return undefined;
  const all = defectsById(version.known);
  const attributor = new Attributor(world);
  /** The mistake that alone explained the last break of this law at this place; usually it explains the next one too. */
  const last = new Map<string, readonly Defect[]>();
  return {
    mended: simulate(mended),
    explains(trace, broken) {
      const key = keyOf(broken);
      const before = last.get(key);
      const isExplainedBy = (among: readonly Defect[]): boolean => {
        const { causes } = attributor.attribute(version, trace, broken, among);
        if (causes.length === 1) last.set(key, causes);
        return causes.length > 0;
      };
      return (before !== undefined && isExplainedBy(before)) || isExplainedBy(all);
    },
  };
}
