import { Arena } from './arena.ts';
import type { Space, StepResult } from './space.ts';
import { Visited } from './visited.ts';

export interface SearchBounds {
  /** Levels behind the initial state, at most. */
  readonly depth: number;
  /** Distinct states, at most. */
  readonly states: number;
  /** How many moves may overlap; 1 or nothing: none does. Breadth first alone. */
  readonly overlap?: number;
  /** Which state is expanded next: the oldest (level by level) or the newest. */
  readonly order?: 'breadth first' | 'depth first';
  /**
   * Told of each move or state that is looked for, with a way to it, if that is asked for. Whether the
   * search ends with this level. Without it: yes, and every way is kept.
   */
  readonly onFound?: (way: () => readonly number[], depth: number) => boolean;
  /** Asked when a level is complete, and the space is free to be used: is that enough? */
  readonly isEnough?: () => boolean;
  /** Asked now and then, with what was done so far. */
  readonly goOn?: (progress: ExploredSpace) => boolean;
}

/** One level of a breadth-first search: the states that `depth` moves reach and no fewer do. */
export interface Level {
  readonly depth: number;
  readonly states: number;
}

export interface ExploredSpace {
  /** Complete levels, and the one that was begun last. Depth first: one level with every state. */
  readonly levels: readonly Level[];
  readonly states: number;
  readonly transitions: number;
  /** Moves for which the bound had no room. */
  readonly full: number;
  /**
   * `whole space`: no state is left to expand. `depth`: every state up to the bound was expanded but
   * those of the last level. `found`: the level in which something showed is complete. `states`,
   * `stopped`: the budget ended in the midst of a level.
   */
  readonly ended: 'whole space' | 'depth' | 'found' | 'states' | 'stopped';
  /** Ways to what is looked for, as moves from the initial state; all of the shortest length. None if `onFound` was told. */
  readonly found: readonly (readonly number[])[];
  /** Bytes for all distinct states. */
  readonly visitedBytes: number;
  /** Bytes of the largest frontier: the states of a level that is expanded, and those found beyond it. */
  readonly frontierBytes: number;
  readonly frontierStates: number;
  readonly collisionBound: number;
}

/** How often `goOn` is asked, in states. */
const ASK_EVERY = 256;

/**
 * Searches a space. Breadth first, a level is finished before anything is made of what it found, so
 * what is found is shortest and does not depend on the order of moves.
 */
export function exploreSpace(space: Space, bounds: SearchBounds): ExploredSpace {
  const search = new Search(space, bounds);
  return bounds.order === 'depth first' ? search.depthFirst() : search.breadthFirst();
}

/** A level that was expanded, with the number of its first state. */
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
  /** Enough was found: this level is the last. */
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
    /** Levels before the present one that are still needed: from them several moves together lead on. */
    const kept: Kept[] = [];
    this.#begin(frontier);
    for (let depth = 0; ; depth++) {
      this.#depth = depth;
      const states = frontier.length;
      this.#levels.push({ depth, states });
      this.#noteFrontier(frontier, next);
      if (this.#isOver || (this.#bounds.isEnough?.() ?? false)) return this.#outcome('found');
      // Where no single move leads on, several together may, from a level before.
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
        // What fewer moves do comes first, so each state lies on its level.
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
    /** Numbers of the states on the stack. */
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

  /** Every move of the state that lies in `here`; what is new goes to `next`. */
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

  /** What so many moves together do from each of these states. Returns whether to go on. */
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
