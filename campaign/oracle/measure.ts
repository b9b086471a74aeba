import { sameViolation } from '../../model/judgement.ts';
import { commandOf } from '../../model/place.ts';
import { ORDINARY_FAULTS, generatorOf } from '../../checker/generate.ts';
import { stream } from '../../checker/randomness.ts';
import { Interleaver } from '../../checker/interleavings/interleaver.ts';
import type { Specification } from '../../properties/specification.ts';
import { type Listener, Runner } from '../../checker/run.ts';
import {
  type Break,
  breaksOf,
  type Defect,
  needsFaults,
  needsInterleaving,
} from '../../defects/defect.ts';
import { kernelWith } from '../../defects/identify.ts';
import { defects } from '../../defects/index.ts';
import type { SimulatedKernel } from '../../implementation/kernel/simulated.ts';
import type { Command } from '../../model/command.ts';
import { findWorld } from '../../model/worlds.ts';
import { endless, OutOfPatience, type Patience } from '../../shrinkers/patience.ts';
import type { Weakening } from './weakening.ts';
import { specification } from '../../properties/linux.ts';

/** The same random traces for the full specification and for every weakened one. */
const SEED = 1;

/** The effort of a weakened specification in the search for what the full one finds. */
export interface Budget {
  /** As many random traces as the full specification needs to find a break this number of times ... */
  readonly times: number;
  /** ... but at most this many. */
  readonly traces: number;
}

export const generous: Budget = { times: 50, traces: 10_000 };

/** A sign of a catalogued defect: a law that it breaks at a place. A weakened specification that misses it is noticed. */
export interface Sign extends Required<Break> {
  readonly defect: Defect;
  /**
   * Whether it is the main sign of the defect: without it the defect is not found; without another it only has fewer
   * signs.
   */
  readonly isMain: boolean;
  /**
   * The kernel with the defect, in this world. It is made once, because each weakening runs the shortest trace of nearly
   * every sign.
   */
  readonly kernel: SimulatedKernel;
}

/** A weakening, and the weightiest sign that is no longer found with it; undefined if it goes unnoticed. */
export interface Verdict {
  readonly weakening: Weakening;
  readonly lost: Sign | undefined;
}

type Steps = readonly Command[];

/** Finds out whether the catalogue of defects notices a weakening. */
export class OracleMeasure {
  readonly #budget: Budget;
  readonly #patience: Patience;
  #signsShown: readonly Sign[] | undefined;
  /** Made when needed: the shortest traces alone notice most weakenings. */
  readonly #shownBy = new Map<Sign, readonly Steps[]>();

  /** @param patience - when it ends, a verdict throws OutOfPatience */
  constructor(budget: Budget = generous, patience: Patience = endless) {
    this.#budget = budget;
    this.#patience = patience;
  }

  /** A sign that the full specification does not find cannot be lost. */
  get #signs(): readonly Sign[] {
    return (this.#signsShown ??= defects.flatMap((defect) => {
      if (!this.#patience()) throw new OutOfPatience();
      const kernels = new Map<string, SimulatedKernel>();
      const signs = breaksOf(defect).map((broken, i): Sign => {
        const kernel = kernels.get(broken.world) ?? kernelWith(defect);
        kernels.set(broken.world, kernel);
        return { ...broken, defect, isMain: i === 0, kernel };
      });
      return signs.filter((sign) => shows(runnerOf(sign, specification), sign.shortest, sign));
    }));
  }

  verdict(weakening: Weakening): Verdict {
    const weakened = weakening.weaken(specification);
    const isConcerned = ({ law, place }: Sign): boolean =>
      weakening.of.some((what) => law === what || commandOf(place) === what);
    // Main signs come first, because a defect that is not found says most; then signs that the weakening concerns,
    // because they are likely to be lost.
    const weight = (sign: Sign): number => (sign.isMain ? 2 : 0) + (isConcerned(sign) ? 1 : 0);
    const ordered = this.#signs.toSorted((a, b) => weight(b) - weight(a));
    // Making a runner takes longer than running a trace.
    const runners = new Map<SimulatedKernel, Runner>();
    const lost = ordered.find((sign) => {
      const runner = runners.get(sign.kernel) ?? runnerOf(sign, weakened);
      runners.set(sign.kernel, runner);
      return this.#isLost(sign, runner);
    });
    return { weakening, lost };
  }

  /**
   * Searches for a sign with its shortest trace and with random ones. A weakening only removes violations, so a random
   * trace that does not show the sign to the full specification need not be run again.
   */
  #isLost(sign: Sign, runner: Runner): boolean {
    if (!this.#patience()) throw new OutOfPatience();
    return (
      !shows(runner, sign.shortest, sign) &&
      !this.#tracesThatShow(sign).some((steps) => shows(runner, steps, sign))
    );
  }

  #tracesThatShow(sign: Sign): readonly Steps[] {
    if (!this.#shownBy.has(sign)) this.#drawFor(sign);
    return this.#shownBy.get(sign)!;
  }

  /** Draws for all signs of the defect at once, because the same traces show them. */
  #drawFor(sign: Sign): void {
    const { defect, world: name } = sign;
    const { times, traces } = this.#budget;
    const overlaps = needsInterleaving(sign);
    const signs = this.#signs.filter(
      (s) => s.defect === defect && s.world === name && needsInterleaving(s) === overlaps,
    );
    const shownBy = new Map(signs.map((s) => [s, [] as Steps[]]));
    const run = overlaps ? interleaved(sign) : inOrder(sign);
    const faults = needsFaults(defect) ? ORDINARY_FAULTS : 0;
    const generator = generatorOf(specification, findWorld(name), undefined, faults);
    const random = stream(SEED, 'traces');
    for (let i = 0; i < traces && [...shownBy.values()].some((s) => s.length < times); i++) {
      if (!this.#patience()) throw new OutOfPatience();
      const shown = new Set<Sign>();
      const steps = run(generator.trace(random), {
        broken(_step, broken) {
          for (const s of signs) if (sameViolation(s, broken)) shown.add(s);
        },
      });
      for (const s of shown) if (shownBy.get(s)!.length < times) shownBy.get(s)!.push(steps);
    }
    for (const [s, shown] of shownBy) this.#shownBy.set(s, shown);
  }
}

/** Runs a trace, and returns its steps as they were run. */
type Run = (commands: Steps, listener: Listener) => Steps;

function inOrder(sign: Sign): Run {
  const runner = runnerOf(sign, specification);
  return (commands, listener) => {
    runner.run(commands, listener);
    return commands;
  };
}

/**
 * Runs with some overlapping commands, in the same schedules each time.
 *
 */
function interleaved({ defect, world }: Sign): Run {
  const port = kernelWith(defect);
  const runner = new Runner(specification, port, findWorld(world));
  const draw = stream(SEED, 'schedules');
  const interleaver = new Interleaver(runner, port, draw, 'pct');
  return (commands, listener) => interleaver.run(commands, listener).steps;
}

function runnerOf({ kernel, world }: Sign, spec: Specification): Runner {
  return new Runner(spec, kernel, findWorld(world));
}

function shows(runner: Runner, steps: Steps, { law, place }: Sign): boolean {
  const target = { law, place, witness: '' };
  let isShown = false;
  runner.run(steps, {
    broken(_step, broken) {
      isShown ||= sameViolation(broken, target);
    },
  });
  return isShown;
}
