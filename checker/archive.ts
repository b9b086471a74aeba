import type { Command } from '../model/command.ts';
import type { Draw } from './draw.ts';

/** Of so many situations drawn, a trace begins with the one in which most has come together. */
const DRAWN = 6;

interface Way {
  steps: readonly Command[];
  /** How much has come together there: bits that are set. */
  readonly richness: number;
}

/** A longer way is none: who goes on from it, again and again, would come to ever longer ones. */
const WAY_MAX = 40;

/**
 * Of each situation that was met, the shortest way there. Traces that begin with one of these reach in a few
 * commands what would have to come together by chance in many: what Go-Explore does (Ecoffet and others, “First
 * return, then explore”, Nature 590, 2021), with the model to say what is new.
 */
export class Archive {
  readonly #ways = new Map<number, Way>();
  readonly #all: Way[] = [];

  /** How many situations were met. */
  get size(): number {
    return this.#all.length;
  }

  /**
   * @param situation - as `eachSituation` says it
   * @param steps - the way here; kept as it is now, whatever becomes of the array
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

  /** A way to a situation, sooner to one in which much has come together; nothing if none was met. */
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
