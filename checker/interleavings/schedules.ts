import { conflicts, type Touched } from '../../memory/footprint.ts';
import type { Program } from './program.ts';

export interface ScheduleSearch {
  /** Whether only one of the schedules runs that differ only in the order of independent moves (sleep sets). */
  readonly reduce: boolean;
  /** The largest number of context switches in a schedule. */
  readonly switches?: number;
  /** Whether a switch also counts if the suspended task could not continue. */
  readonly countsWaiting?: boolean;
  /** Called before each run except the first, with the progress. Returns whether to continue. */
  readonly goOn?: (progress: Schedules) => boolean;
  /** Called once for every completed schedule. The program is then at its end, and may be left in any state. */
  readonly onEnd: (moves: readonly number[], switches: number) => void;
}

export interface Schedules {
  /** The number of completed schedules: the program was over, or no task could continue. */
  readonly completed: number;
  /** The number of moves that were made for the first time. */
  readonly moves: number;
  /** The number of moves that were repeated, to return to a point at which another move was possible. */
  readonly replayed: number;
  /** The number of runs that were abandoned because every possible move was asleep: no new schedule begins like this. */
  readonly slept: number;
  /** The number of moves that were left out because they would have been one context switch too many. */
  readonly beyond: number;
  readonly ended: 'all' | 'stopped';
}

/** A move that was already explored, from here or from an earlier point. */
interface Explored {
  readonly move: number;
  readonly task: number;
  /** The words that it touched when it was made; it would touch the same words here. */
  readonly touched: Touched | undefined;
}

/** A point of the present run at which a move has to be chosen. */
interface Point {
  readonly moves: readonly number[];
  readonly tasks: readonly number[];
  /** The index of the move that is explored next. */
  next: number;
  /** Moves that need not be made here; moves that were made from here are added. */
  readonly asleep: Explored[];
  /** The task that is suspended if another one moves; -1: none. */
  readonly running: number;
  /** The number of context switches so far. */
  readonly switches: number;
}

/**
 * Goes through all schedules of a program, depth first. There is no way back but to start anew and make
 * the same moves, so no state is stored (Godefroid, “Model Checking for Programming Languages using
 * VeriSoft”, POPL 1997; Musuvathi et al., “Finding and Reproducing Heisenbugs in Concurrent Programs”,
 * OSDI 2008).
 *
 * `reduce`: sleep sets (Godefroid, “Partial-Order Methods for the Verification of Concurrent Systems”,
 * 1996). Once every schedule that goes on with a move was looked at, the move sleeps at the other moves
 * of that point, and on behind them, until one is made that conflicts with it or is of its own task: to
 * make it before that would give a schedule that differs from a known one only in the order of what can
 * be exchanged. No state is lost, and of each class of such schedules exactly one is completed.
 *
 * `switches`: only schedules with at most so many context switches, for most mistakes need few
 * (Musuvathi and Qadeer, “Iterative Context Bounding for Systematic Testing of Multithreaded Programs”,
 * PLDI 2007). A switch is counted when the task that is left is unfinished and could go on.
 */
export function everySchedule(program: Program, search: ScheduleSearch): Schedules {
  if (search.reduce && search.switches !== undefined)
    throw new Error(
      'reduce leaves out schedules for others that may have more switches: not both at once',
    );
  return new Walk(program, search).run();
}

class Walk {
  readonly #program: Program;
  readonly #search: ScheduleSearch;
  readonly #most: number;
  /** The points of the present run, each with the move that was made there. */
  readonly #points: Point[] = [];
  readonly #way: number[] = [];
  #completed = 0;
  #moves = 0;
  #replayed = 0;
  #slept = 0;
  #beyond = 0;

  constructor(program: Program, search: ScheduleSearch) {
    this.#program = program;
    this.#search = search;
    this.#most = search.switches ?? Infinity;
  }

  run(): Schedules {
    this.#program.start();
    /** Whether the program is at the last point. */
    let isThere = this.#arrive(-1, [], 0);
    for (let point = this.#points.at(-1); point !== undefined; point = this.#points.at(-1)) {
      const i = this.#nextOf(point);
      if (i === undefined) {
        this.#points.pop();
        this.#way.pop();
        isThere = false;
        continue;
      }
      if (!isThere) {
        if (this.#search.goOn?.(this.#outcome('stopped')) === false)
          return this.#outcome('stopped');
        this.#replay(point);
      }
      isThere = this.#make(point, i);
    }
    return this.#outcome('all');
  }

  /** The index of the next move that has to be explored. */
  #nextOf(point: Point): number | undefined {
    const { moves, tasks, asleep } = point;
    while (point.next < moves.length) {
      const i = point.next++;
      if (asleep.some(({ move }) => move === moves[i])) continue;
      if (switchesWith(point, tasks[i]!) <= this.#most) return i;
      this.#beyond++;
    }
    return undefined;
  }

  #replay(point: Point): void {
    const program = this.#program;
    program.start();
    for (const move of this.#way) program.step(move);
    this.#replayed += this.#way.length;
    const moves = program.moves();
    if (moves.length !== point.moves.length || moves.some((move, i) => move !== point.moves[i]))
      throw new Error(`after the same ${this.#way.length} moves, others are possible than before`);
  }

  /** Makes a move; returns whether the search continues after it. */
  #make(point: Point, i: number): boolean {
    const move = point.moves[i]!;
    const task = point.tasks[i]!;
    this.#program.step(move);
    this.#moves++;
    this.#way.push(move);
    let asleep: Explored[] = [];
    if (this.#search.reduce) {
      const made = { move, task, touched: this.#program.touched?.copy() };
      asleep = point.asleep.filter((other) => commute(other, made));
      point.asleep.push(made);
    }
    if (this.#arrive(task, asleep, switchesWith(point, task))) return true;
    this.#way.pop();
    return false;
  }

  /** The program has reached a new point. Returns whether the search continues from here. */
  #arrive(current: number, asleep: Explored[], switches: number): boolean {
    const program = this.#program;
    const isOver = current >= 0 && program.isOver;
    const moves = isOver ? [] : [...program.moves()];
    if (program.usesUp) asleep = asleep.filter(({ move }) => moves.includes(move));
    else if (!isOver && !asleep.every(({ move }) => moves.includes(move)))
      throw new Error('a move that touched nothing of another one made it impossible');
    if (moves.length === 0) {
      this.#completed++;
      this.#search.onEnd([...this.#way], switches);
      return false;
    }
    if (asleep.length === moves.length) {
      this.#slept++;
      return false;
    }
    const tasks = moves.map((move) => program.taskOf(move));
    const couldGoOn = this.#search.countsWaiting === true || tasks.includes(current);
    const isRunning = current >= 0 && program.isUnfinished && couldGoOn;
    const running = isRunning ? current : -1;
    this.#points.push({ moves, tasks, next: 0, asleep, running, switches });
    return true;
  }

  #outcome(ended: Schedules['ended']): Schedules {
    return {
      completed: this.#completed,
      moves: this.#moves,
      replayed: this.#replayed,
      slept: this.#slept,
      beyond: this.#beyond,
      ended,
    };
  }
}

function switchesWith({ running, switches }: Point, task: number): number {
  return running >= 0 && task !== running ? switches + 1 : switches;
}

/** Whether two consecutive moves commute. Unknown words may be any words. */
function commute(one: Explored, other: Explored): boolean {
  if (one.task === other.task) return false;
  if (one.touched === undefined || other.touched === undefined) return false;
  return !conflicts(one.touched, other.touched);
}
