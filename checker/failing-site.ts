import type { Port } from '../implementation/port.ts';
import { errno } from '../model/answer.ts';
import type { Command } from '../model/command.ts';
import type { Work } from '../shrinkers/work.ts';
import type { Runner } from './run.ts';

/** The largest number of allocations of a command. */
const ALLOCATIONS_MAX = 40;

/** A failing allocation whose number differs in a trace without some of its steps. */
export interface Resited {
  /** The index of its command in the whole trace. */
  readonly step: number;
  /** The purpose of the memory. */
  readonly what: string;
  /** Its number in the whole trace. */
  readonly from: number;
  /** Its number in the other trace; undefined: the command does not make this allocation there, and none fails in it. */
  readonly to: number | undefined;
}

/** A trace without some of its steps, in which the same allocations fail as in the whole one. */
export interface SameSites {
  readonly steps: readonly Command[];
  /** The failing allocations whose number differs. */
  readonly resited: readonly Resited[];
}

/**
 * Identifies failing allocations by their purpose, not by their number. Without an earlier step, a command may make other
 * allocations, or in another order. `[allocation 5 fails]` would then be another allocation, and the outcome of the trace
 * would say nothing about the omitted step.
 */
class FailingSites {
  readonly #port: Port;
  readonly #runner: Runner;
  readonly #whole: readonly Command[];
  /**
   * For each index in the whole trace: the purpose of the failing allocation, and its number among those with this
   * purpose in its command.
   */
  readonly #sites = new Map<number, { readonly what: string; readonly nth: number }>();

  /** @param runner - on the port */
  constructor(port: Port, runner: Runner, whole: readonly Command[]) {
    this.#port = port;
    this.#runner = runner;
    this.#whole = whole;
  }

  /** Finds the failing allocations of the whole trace. */
  *find(): Work<void> {
    const whole = this.#whole;
    for (const [i, { fails }] of whole.entries()) {
      if (fails === undefined) continue;
      const made = yield* this.#allocationsOf(whole, i);
      const what = made[fails - 1];
      if (what === undefined) continue; // nothing fails in it
      this.#sites.set(i, { what, nth: made.slice(0, fails).filter((one) => one === what).length });
    }
  }

  /**
   * The kept steps, with the same allocations failing in them; where a command asks several times for the same thing and
   * that very time is not there, each of the others, the last first.
   *
   * @param steps - as they are in the whole trace but for what fails in them
   * @param kept - their places there
   */
  *sameIn(steps: readonly Command[], kept: readonly number[]): Work<readonly SameSites[]> {
    let variants: SameSites[] = [{ steps, resited: [] }];
    for (const [place, step] of kept.entries())
      if (this.#sites.has(step)) {
        const found: SameSites[] = [];
        for (const variant of variants) found.push(...(yield* this.#sameAt(variant, place, step)));
        variants = found;
      }
    return variants;
  }

  *#sameAt({ steps, resited }: SameSites, place: number, step: number): Work<SameSites[]> {
    const { what, nth } = this.#sites.get(step)!;
    const { fails: from = 0, ...whole } = this.#whole[step]!;
    const places = (yield* this.#allocationsOf(steps, place)).flatMap((one, i) =>
      one === what ? [i + 1] : [],
    );
    const same = places[nth - 1];
    const all = same === undefined ? places.toReversed() : [same];
    return (all.length === 0 ? [undefined] : all).map((to) => {
      const { fails: _fails, ...c } = steps[place] ?? whole;
      return {
        steps: steps.with(place, to === undefined ? c : { ...c, fails: to }),
        resited: to === from ? resited : [...resited, { step, what, from, to }],
      };
    });
  }

  /** The purposes of the allocations of the command there, in order; empty if it cannot be issued. */
  *#allocationsOf(steps: readonly Command[], at: number): Work<string[]> {
    const made: string[] = [];
    while (made.length < ALLOCATIONS_MAX) {
      const failing = { ...steps[at]!, fails: made.length + 1 };
      let what: string | undefined;
      yield* this.#runner.running(steps.with(at, failing), {
        after: (_s, _step, _c, a, of) => {
          if (of === failing && a.errno !== errno.PAUSED) what = this.#port.failedAllocation?.();
        },
      });
      if (what === undefined) break;
      made.push(what);
    }
    return made;
  }
}

/** @param runner - on the port */
export function* failingSites(
  port: Port,
  runner: Runner,
  whole: readonly Command[],
): Work<FailingSites> {
  const sites = new FailingSites(port, runner, whole);
  yield* sites.find();
  return sites;
}
