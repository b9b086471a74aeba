import type { Answer } from '../../../model/answer.ts';
import type { Kernel } from '../kernel.ts';
import type { Call, Pause } from '../machine/pause.ts';
import { Lockup } from '../machine/splat.ts';
import { type Task, taskName } from './task.ts';

/** How often a command can be suspended before it counts as one that loops for ever. The longest have some dozens of points. */
const PAUSES_MAX = 2_000;

/** A command that has begun and has not returned, and the state of the processor for its task. */
export class Flight {
  /** The kind of the command. */
  readonly kind: string;
  readonly task: Task;
  readonly #body: Call<Answer>;
  /** The task as which it acts: `actingAs`. */
  #acting: number;
  #atomic = 0;
  #allocations = 0;
  readonly #failing: number;
  #failed: string | undefined;
  #pauses = 0;
  /** Where it is suspended; undefined before it begins and after it has returned. */
  pause: Pause | undefined;

  constructor(kind: string, task: Task, failing: number, body: Call<Answer>) {
    this.kind = kind;
    this.task = task;
    this.#acting = task.index;
    this.#failing = failing;
    this.#body = body;
  }

  /** The index of the task as which it acts. */
  get acting(): number {
    return this.#acting;
  }

  /** Whether its task can be resumed. It cannot while another task holds the lock that it takes next. */
  canGoOn(): boolean {
    return isFree(this);
  }

  /** Runs it up to its next pause, or to its end; then it returns the answer. */
  step(k: Kernel): Answer | undefined {
    const { machine } = k;
    const { cpu } = machine;
    cpu.current = this.#acting;
    cpu.atomic = this.#atomic;
    cpu.allocations = this.#allocations;
    cpu.failing = this.#failing;
    machine.failed = this.#failed;
    try {
      if (++this.#pauses > PAUSES_MAX) throw new Lockup();
      const step = this.#body.next();
      this.pause = step.done === true ? undefined : step.value;
      return step.done === true ? step.value : undefined;
    } finally {
      this.#acting = cpu.current;
      this.#atomic = cpu.atomic;
      this.#allocations = cpu.allocations;
      this.#failed = machine.failed;
      cpu.atomic = 0;
    }
  }
}

/** Whether no other task holds the lock that the task takes next, or a reader may share it. */
function isFree({ task, pause }: Pick<Flight, 'task' | 'pause'>): boolean {
  const { lock, shared } = pause ?? {};
  if (shared !== undefined && (shared.writers ?? 0) !== 0) return false;
  if (shared !== undefined && shared.readers > 0) return true;
  const owner = lock?.owner ?? 0;
  return owner === 0 || owner === task.index + 1;
}

/**
 * Whether a task waits for a lock that it could take. It would be resumed, wait again, and so on for ever: a task that can go on
 * is always resumed before the one that it waits for.
 */
export function waitsInVain(k: Kernel, flight: Pick<Flight, 'task' | 'pause'>): boolean {
  const { waits, lock } = flight.pause!;
  if (waits !== true || !isFree(flight) || lock?.owner === flight.task.index + 1) return false;
  const what = lock === undefined ? 'nothing' : `${k.locks.nameOf(lock)}, which it could take`;
  k.machine.splat(
    'hung task',
    functionOf(flight),
    `${taskName(k, flight.task.index)} waits for ${what}`,
  );
  return true;
}

/** A task and what it waits for. */
type Waiting = Pick<Flight, 'task' | 'pause' | 'acting'>;

/**
 * Whether a task that waits, or is about to wait, never wakes up. Either the holder of its lock has returned with it, or it
 * waits itself, and so on in a circle: lockdep and the hung-task watchdog report both.
 */
export function neverWakes(k: Kernel, flights: readonly Flight[], waiting: Waiting): boolean {
  const waits: string[] = [];
  let flight = waiting;
  const seen = new Set<Waiting>();
  for (;;) {
    const { task, pause, acting } = flight;
    const owner = awaited(pause!);
    if (owner === task.index) {
      // Otherwise it is noted as recursive locking.
      if (acting !== task.index)
        k.machine.splat('deadlock', functionOf(waiting), ownText(k, flight));
      return true;
    }
    waits.push(`${taskName(k, task.index)} waits for ${waitText(k, pause!)}`);
    seen.add(flight);
    const holder = flights.find((f) => f.task.index === owner || f.acting === owner);
    if (holder === undefined) {
      k.machine.splat(
        'hung task',
        functionOf(waiting),
        `${waits.join('; ')} and has returned with it`,
      );
      return true;
    }
    if (holder.canGoOn()) return false;
    if (seen.has(holder)) {
      k.machine.splat('deadlock', functionOf(waiting), waits.join('; '));
      return true;
    }
    flight = holder;
  }
}

/** The task whose turn comes first: a writer that waits for the readers, or the holder of the lock. */
function awaited({ lock, shared }: Pause): number {
  const writers = shared?.writers ?? 0;
  return writers === 0 ? lock!.owner - 1 : 31 - Math.clz32(writers);
}

/** `sva_lock, which p1 holds` */
function waitText(k: Kernel, pause: Pause): string {
  const does = (pause.shared?.writers ?? 0) === 0 ? 'holds' : 'waits to write';
  return `${k.locks.nameOf(pause.lock!)}, which ${taskName(k, awaited(pause))} ${does}`;
}

/** The task for which it waits. */
export function holderOf(k: Kernel, pause: Pause): string {
  return taskName(k, awaited(pause));
}

/** The function in which it waits. */
export function functionOf({ pause }: Pick<Flight, 'pause'>): string {
  return pause!.in;
}

/** `p0 waits for fault worker; fault worker waits for pasid_mutex, which p0 holds` */
function ownText(k: Kernel, { task, pause, acting }: Waiting): string {
  const other = taskName(k, acting);
  return `${taskName(k, task.index)} waits for ${other}; ${other} waits for ${waitText(k, pause!)}`;
}
