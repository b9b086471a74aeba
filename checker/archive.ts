import type { Command } from '../model/command.ts';
import type { Draw } from './draw.ts';

/** The number of situations that are drawn; the trace begins with the one that combines most conditions. */
const DRAWN = 6;

interface Way {
  steps: readonly Command[];
  /** The number of combined conditions: bits that are set. */
  readonly richness: number;
}

/** The longest stored way. Without a limit, ways that continue others would grow for ever. */
const WAY_MAX = 40;

/**
 * The shortest way to each situation that was met. A trace that begins with such a way needs only a few more commands to
 * combine conditions that chance would seldom bring together. This is Go-Explore (Ecoffet and others, “First return, then
 * explore”, Nature 590, 2021), with the model deciding what is new.
 */
export class Archive {
  readonly #ways = new Map<number, Way>();
  readonly #all: Way[] = [];

  /** The number of situations that were met. */
  get size(): number {
    return this.#all.length;
  }

  /**
   * @param situation - its number, from `eachSituation`
   * @param steps - the way to it; it is copied
   */
  note(situation: number, steps: readonly Command[]): void {
    if (steps.length > WAY_MAX) return;
    const known = this.#ways.get(situation);
    if (known === undefined) {
      const way = { steps: [...steps], richness: bitsOf(situation) };
      this.#ways.set(situation, way);
      this.#all.push(way);
    } else if (steps.length < known.steps.length) known.steps = [...steps];
  }

  /** A way to a situation, preferably to one that combines many conditions; empty if none was met. */
  draw(draw: Draw): readonly Command[] {
    const last = this.#all.length - 1;
    if (last < 0) return [];
    let best = this.#all[draw.nextInt(0, last)]!;
    for (let i = 1; i < DRAWN; i++) {
      const other = this.#all[draw.nextInt(0, last)]!;
      if (other.richness > best.richness) best = other;
    }
    return best.steps;
  }
}

function bitsOf(number: number): number {
  let n = 0;
  for (let left = number; left !== 0; left &= left - 1) n++;
  return n;
}
