import { Arena } from './arena.ts';
import type { Space, StepResult } from './space.ts';
import { Visited } from './visited.ts';

export interface SearchBounds {
  /** The largest number of levels after the initial state. */
  readonly depth: number;
  /** The largest number of distinct states. */
  readonly states: number;
  /** How many moves may overlap; 1 or undefined: none. Only for breadth first. */
  readonly overlap?: number;
  /** Which state is expanded next: the oldest (level by level) or the newest. */
  readonly order?: 'breadth first' | 'depth first';
  /**
   * Called for each move or state that is searched for, with a function that computes a way to it. Returns whether the
   * search ends with this level. Without it, the search ends, and every way is kept.
   */
  readonly onFound?: (way: () => readonly number[], depth: number) => boolean;
  /** Called after each complete level, when the caller may use the space. Returns whether the search ends. */
  readonly isEnough?: () => boolean;
  /** Called regularly with the progress. Returns whether to continue. */
  readonly goOn?: (progress: ExploredSpace) => boolean;
}

/** One level of a breadth-first search: the states that `depth` moves reach and fewer do not. */
export interface Level {
  readonly depth: number;
  readonly states: number;
}

export interface ExploredSpace {
  /** The complete levels, and the one that was begun last. Depth first: one level with all states. */
  readonly levels: readonly Level[];
  readonly states: number;
  readonly transitions: number;
  /** The number of moves for which the bound had no room. */
  readonly full: number;
  /**
   * `whole space`: every state was expanded. `depth`: every state up to the bound was expanded, except those of the last
   * level. `found`: the level of the first find is complete. `states`, `stopped`: the budget ended within a level.
   */
  readonly ended: 'whole space' | 'depth' | 'found' | 'states' | 'stopped';
  /** The shortest ways to the finds, as moves from the initial state. Empty with `onFound`. */
  readonly found: readonly (readonly number[])[];
  /** The number of bytes of all distinct states. */
  readonly visitedBytes: number;
  /** The number of bytes of the largest frontier: the states of the level that is expanded, and the new ones beyond it. */
  readonly frontierBytes: number;
  readonly frontierStates: number;
  readonly collisionBound: number;
}

/** The number of states between two calls of `goOn`. */
const ASK_EVERY = 256;

/**
 * Searches a space. Breadth first, a level is finished before its finds are used, so they are shortest and do not depend
 * on the order of moves.
 */
export function exploreSpace(space: Space, bounds: SearchBounds): ExploredSpace {
  const search = new Search(space, bounds);
  return bounds.order === 'depth first' ? search.depthFirst() : search.breadthFirst();
}

/** An expanded level, with the number of its first state. */
interface Kept {
  readonly frontier: Arena;
  readonly first: number;
}

class Search {
  readonly #space: Space;
  readonly #bounds: SearchBounds;
  readonly #visited = new Visited();
  readonly #here: Int32Array;
  readonly #there: Int32Array;
  readonly #base: Int32Array;
  readonly #levels: Level[] = [];
  readonly #found: number[][] = [];
  /** Whether enough was found, so that this level is the last. */
  #isOver = false;
  #depth = 0;
  #transitions = 0;
  #full = 0;
  #frontierBytes = 0;
  #frontierStates = 0;

  constructor(space: Space, bounds: SearchBounds) {
    this.#space = space;
    this.#bounds = bounds;
    this.#here = new Int32Array(space.size);
    this.#there = new Int32Array(space.size);
    space.start();
    space.save(this.#here);
    this.#base = this.#here.slice();
  }

  breadthFirst(): ExploredSpace {
    const { depth: deepest, overlap = 1 } = this.#bounds;
    let frontier = new Arena(this.#base);
    let next = new Arena(this.#base);
    /** Earlier levels that are still needed, because several overlapping moves can start from them. */
    const kept: Kept[] = [];
    this.#begin(frontier);
    for (let depth = 0; ; depth++) {
      this.#depth = depth;
      const states = frontier.length;
      this.#levels.push({ depth, states });
      this.#noteFrontier(frontier, next);
      if (this.#isOver || (this.#bounds.isEnough?.() ?? false)) return this.#outcome('found');
      // If no single move leads further, several overlapping moves from an earlier level may.
      if (states === 0 && kept.every(({ frontier: before }) => before.length === 0)) {
        while (this.#levels.at(-1)?.states === 0) this.#levels.pop();
        return this.#outcome('whole space');
      }
      if (depth === deepest) return this.#outcome('depth');
      const first = this.#visited.count - states;
      for (let i = 0; i < states; i++) {
        if (i % ASK_EVERY === 0) {
          this.#noteFrontier(frontier, next);
          if (!this.#goOn(depth, next)) return this.#outcome('stopped');
        }
        if (this.#visited.count > this.#bounds.states) {
          this.#noteFrontier(frontier, next);
          return this.#outcome('states');
        }
        frontier.read(i, this.#here);
        this.#expand(first + i, next);
      }
      if (overlap > 1) {
        kept.unshift({ frontier, first });
        // Fewer moves come first, so that each state gets its level.
        for (let width = 2; width <= Math.min(overlap, kept.length); width++)
          if (!this.#expandOverlaps(kept[width - 1]!, width, depth, next))
            return this.#outcome('stopped');
        if (kept.length === overlap) kept.pop();
        frontier = next;
        next = new Arena(this.#base);
        continue;
      }
      frontier.clear();
      [frontier, next] = [next, frontier];
    }
  }

  depthFirst(): ExploredSpace {
    const stack = new Arena(this.#base);
    /** The numbers of the states on the stack. */
    const ids: number[] = [0];
    this.#begin(stack);
    while (stack.length > 0) {
      if (this.#visited.count > this.#bounds.states) return this.#outcome('states');
      if (this.#isOver) return this.#outcome('found');
      stack.pop(this.#here);
      const before = this.#visited.count;
      this.#expand(ids.pop()!, stack);
      for (let id = before; id < this.#visited.count; id++) ids.push(id);
      this.#frontierBytes = Math.max(this.#frontierBytes, stack.bytes);
      this.#frontierStates = Math.max(this.#frontierStates, stack.length);
    }
    this.#levels.push({ depth: 0, states: this.#visited.count });
    return this.#outcome('whole space');
  }

  #begin(frontier: Arena): void {
    const { form, length } = this.#space.key()!;
    this.#visited.add(form, length, -1, 0);
    frontier.push(this.#here);
    this.#depth = -1;
    if (this.#space.judge()) this.#find(() => []);
  }

  #noteFrontier(frontier: Arena, next: Arena): void {
    const bytes = frontier.bytes + next.bytes;
    if (bytes <= this.#frontierBytes) return;
    this.#frontierBytes = bytes;
    this.#frontierStates = frontier.length + next.length;
  }

  #find(way: () => number[]): void {
    const { onFound } = this.#bounds;
    if (onFound === undefined) this.#found.push(way());
    if (onFound?.(way, this.#depth + 1) ?? true) this.#isOver = true;
  }

  /** Makes every move of the state in `here`, and adds new states to `next`. */
  #expand(id: number, next: Arena): void {
    const space = this.#space;
    const here = this.#here;
    space.load(here);
    const moves = space.moves();
    let isHere = true;
    for (let i = 0; i < moves.length; i++) {
      const n = moves[i]!;
      if (!isHere) space.load(here);
      const { went, isSought } = space.step(n);
      isHere = went === 'same';
      if (went === 'full') {
        this.#full++;
        continue;
      }
      this.#transitions++;
      if (isSought) this.#find(() => [...this.#visited.pathTo(id), n]);
      if (went !== 'on') continue;
      const key = space.key();
      if (key === undefined) continue;
      const added = this.#visited.add(key.form, key.length, id, n);
      if (added < 0) continue;
      space.save(this.#there);
      next.push(this.#there);
      if (space.judge()) this.#find(() => this.#visited.pathTo(added));
    }
  }

  /** Makes this number of overlapping moves from each of these states. Returns whether to continue. */
  #expandOverlaps({ frontier, first }: Kept, width: number, depth: number, next: Arena): boolean {
    const space = this.#space;
    let isCut = false;
    for (let i = 0; i < frontier.length; i++) {
      if (isCut || !this.#goOn(depth, next)) return false;
      frontier.read(i, this.#here);
      space.load(this.#here);
      const visit = ({ went, isSought }: StepResult, move: () => number): void => {
        if (went === 'full') {
          this.#full++;
          return;
        }
        this.#transitions++;
        if (isSought) {
          const way = [...this.#visited.pathTo(first + i), move()];
          this.#find(() => way);
        }
        if (went !== 'on') return;
        const key = space.key();
        if (key === undefined) return;
        const added = this.#visited.add(key.form, key.length, first + i, 0);
        if (added < 0) return;
        this.#visited.metBy(added, move());
        space.save(this.#there);
        next.push(this.#there);
        if (space.judge()) this.#find(() => this.#visited.pathTo(added));
      };
      space.overlaps!(width, visit, () => {
        isCut ||= !this.#goOn(depth, next);
        return !isCut;
      });
    }
    return !isCut;
  }

  #goOn(depth: number, next: Arena): boolean {
    const { goOn } = this.#bounds;
    if (goOn === undefined) return true;
    const levels = [...this.#levels, { depth: depth + 1, states: next.length }];
    return goOn({ ...this.#outcome('stopped'), levels });
  }

  #outcome(ended: ExploredSpace['ended']): ExploredSpace {
    return {
      levels: this.#levels,
      states: this.#visited.count,
      transitions: this.#transitions,
      full: this.#full,
      ended,
      found: this.#found,
      visitedBytes: this.#visited.bytes,
      frontierBytes: this.#frontierBytes,
      frontierStates: this.#frontierStates,
      collisionBound: this.#visited.collisionBound,
    };
  }
}
