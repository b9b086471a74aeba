import type { StateLine } from '../../model/state-line.ts';
import { Footprint } from '../../memory/footprint.ts';
import type { Layout } from '../../memory/records.ts';
import { type Answer, failed, threw } from '../../model/answer.ts';
import type { Command } from '../../model/command.ts';
import { observableKinds, type Observation } from '../../model/observation.ts';
import type { World } from '../../model/world.ts';
import type { LinuxPort } from '../linux-port.ts';
import {
  ANYWHERE,
  CannotGoOn,
  type Capabilities,
  ImplementationThrew,
  type Paused,
} from '../port.ts';
import { isContinuation } from '../../model/continuations.ts';
import { boot } from './boot.ts';
import { answer, type SystemCall, taskOf } from './calls/call.ts';
import { calls } from './calls/index.ts';
import { describeKernel } from './describe.ts';
import { taskWorkRun } from './fs/file-table.ts';
import { Kernel, ops } from './kernel.ts';
import { Hang, toEnd } from './machine/hang.ts';
import type { Call, Pause } from './machine/pause.ts';
import { Lockup, Oops } from './machine/splat.ts';
import { observe } from './observe.ts';
import { allPoints, halfDone } from './points.ts';
import { Flight, functionOf, holderOf, neverWakes, waitsInVain } from './process/flight.ts';
import { type Task, taskName } from './process/task.ts';
import { entersKernel, leavesKernel } from './process/thread.ts';
import * as straight from './straight.ts';
import type { Switches } from './switches.ts';

const capabilities: Capabilities = {
  commands: new Set(Object.keys(calls).filter((kind) => !isContinuation({ kind }))),
  observes: new Set(observableKinds),
  faults: true,
  points: allPoints,
  halfDone,
  alike: true,
};

/** The simulated Linux as a port. A command runs to its end, unless it is suspended at a point or in a wait. */
export class SimulatedKernel implements LinuxPort {
  readonly name: string;
  readonly capabilities: Capabilities;
  readonly footprint: Footprint | undefined;
  /** Runs a command that no other command overlaps. */
  protected readonly alone: typeof straight = straight;
  readonly #switches: Switches;
  readonly #lacks: ReadonlySet<string>;
  #kernel: Kernel | undefined;
  #observation: Observation | undefined;
  #atBoot: Int32Array = new Int32Array(0);
  /** Commands that have not returned, in the order in which they began. */
  readonly #flights: Flight[] = [];
  #paused: Flight | undefined;

  /**
   * @param footprint - records the touched memory, for one world; the kernel is slower then
   * @param lacks - kinds of commands that are newer than this kernel
   */
  constructor(
    name: string,
    switches: Switches,
    footprint?: Footprint,
    lacks: ReadonlySet<string> = new Set(),
  ) {
    this.name = name;
    this.footprint = footprint;
    this.#switches = switches;
    this.#lacks = lacks;
    const known = [...capabilities.commands].filter((kind) => !lacks.has(kind));
    this.capabilities = { ...capabilities, commands: new Set(known) };
  }

  reset(world: World): void {
    this.abandon();
    if (this.#kernel?.world === world) {
      this.#kernel.machine.splats.length = 0;
      this.#kernel.machine.layout.restore(this.#atBoot);
      return;
    }
    const k = (this.#kernel = new Kernel(world, this.#switches, this.footprint));
    // Everything of the processor except the ticks is set before each step from the state of its task.
    for (const field of ['current', 'atomic', 'allocations', 'failing'] as const)
      this.footprint?.ignore(k.machine.wordOf(field));
    this.#observation = observe(k);
    boot(k);
    this.booted(k);
    this.#atBoot = k.machine.layout.snapshot();
  }

  /** Called once for each world, after boot. */
  protected booted(_k: Kernel): void {
    // Only a kernel that is traced has something to do here.
  }

  apply(command: Command): Answer {
    const k = this.#running();
    if (this.#flights.length > 0 || command.stops !== undefined || isContinuation(command))
      return this.#overlapped(k, command);
    k.ops = this.alone.ops;
    try {
      return this.#runAlone(k, command);
    } finally {
      k.ops = ops;
    }
  }

  #runAlone(k: Kernel, command: Command): Answer {
    const { cpu } = k.machine;
    k.machine.watch();
    let task: Task | undefined;
    try {
      this.alone.relieve(k);
      const call = this.alone.calls[command.kind]!;
      task = taskOf(k, call, command);
      if (task === undefined) return failed('ESRCH');
      cpu.current = task.index;
      cpu.allocations = 0;
      cpu.failing = command.fails ?? 0;
      k.machine.failed = undefined;
      const ret = toEnd(call.run(k, command, task));
      if (task.works !== 0) toEnd(this.alone.taskWorkRun(k));
      k.locks.returnToUser(command.kind);
      return answer(call, k, command, ret);
    } catch (error) {
      if (error instanceof Hang && task !== undefined) return hung(k, task, error.pause!);
      return answerOfThrown(k, command, error);
    }
  }

  paused(): Paused | undefined {
    if (this.#paused === undefined) return undefined;
    const { at, waits, lock } = this.#paused.pause!;
    if (waits !== true) return { at };
    const k = this.#running();
    return {
      at: functionOf(this.#paused),
      waits: k.locks.nameOf(lock!),
      holder: holderOf(k, this.#paused.pause!),
    };
  }

  canContinue(continuation: Command): boolean {
    return this.#flightOf(this.#running(), continuation)?.canGoOn() ?? false;
  }

  abandon(): void {
    if (this.#flights.length > 0) this.#flights.length = 0;
    this.#paused = undefined;
  }

  recording(): SimulatedKernel {
    return new SimulatedKernel(this.name, this.#switches, new Footprint(), this.#lacks);
  }

  /** Runs a command, or the remainder of one, up to its stop, while other commands are suspended. */
  #overlapped(k: Kernel, command: Command): Answer {
    this.#paused = undefined;
    k.machine.watch();
    let flight: Flight | undefined;
    try {
      flight = isContinuation(command) ? this.#flightOf(k, command)! : this.#begin(k, command);
      if (flight === undefined) return failed('ESRCH');
      k.machine.interleaves = command.stops !== undefined;
      for (;;) {
        k.machine.step();
        const a = flight.step(k);
        if (a !== undefined) {
          this.#forget(flight);
          return a;
        }
        const { at, waits } = flight.pause!;
        if (waits || command.stops === ANYWHERE || command.stops === at) {
          if (waitsInVain(k, flight)) return failed('HUNG');
          if ((waits || !flight.canGoOn()) && neverWakes(k, this.#flights, flight))
            return failed('HUNG');
          this.#paused = flight;
          return failed('PAUSED');
        }
      }
    } catch (error) {
      if (flight !== undefined) this.#forget(flight);
      return answerOfThrown(k, flight ?? command, error);
    } finally {
      k.machine.interleaves = false;
    }
  }

  #begin(k: Kernel, command: Command): Flight | undefined {
    const call = calls[command.kind]!;
    const task = taskOf(k, call, command);
    if (task === undefined || !entersKernel(k, task)) return undefined;
    const flight = new Flight(command.kind, task, command.fails ?? 0, body(k, call, command, task));
    this.#flights.push(flight);
    return flight;
  }

  #flightOf(k: Kernel, continuation: Command): Flight | undefined {
    const task = taskOf(k, calls[continuation.kind]!, continuation);
    return this.#flights.find((flight) => flight.task === task);
  }

  #forget(flight: Flight): void {
    leavesKernel(this.#running(), flight.task);
    this.#flights.splice(this.#flights.indexOf(flight), 1);
  }

  settle(): void {
    const k = this.#running();
    k.ops = this.alone.ops;
    k.machine.watch();
    try {
      this.alone.settle(k);
    } catch (error) {
      // Its splat tells of it. The work that remains does not run.
      if (error instanceof Oops) return;
      if (error instanceof CannotGoOn) throw error;
      if (!(error instanceof Lockup)) throw new ImplementationThrew(error);
      lockedUp(k, 'kworker');
    } finally {
      k.ops = ops;
    }
  }

  observe(): Observation {
    this.#running();
    return this.#observation!;
  }

  describe(): readonly StateLine[] {
    return describeKernel(this.#running());
  }

  allocations(): number {
    return this.#running().machine.cpu.allocations;
  }

  failedAllocation(): string | undefined {
    return this.#running().machine.failed;
  }

  memory(): Layout {
    return this.#running().machine.layout;
  }

  forgetLog(): void {
    const { splats } = this.#running().machine;
    if (splats.length > 0) splats.length = 0; // shortening an empty array costs more than the check
  }

  #running(): Kernel {
    if (this.#kernel === undefined) throw new Error('reset first');
    return this.#kernel;
  }
}

/** A whole command, up to the return to user mode. */
function* body(k: Kernel, call: SystemCall<Command>, c: Command, task: Task): Call<Answer> {
  const result = call.run(k, c, task);
  const ret = typeof result === 'number' ? result : yield* result;
  if (task.works !== 0) yield* taskWorkRun(k);
  k.locks.returnToUser(c.kind);
  return answer(call, k, c, ret);
}

/** No other task runs that could release the lock. */
function hung(k: Kernel, task: Task, pause: Pause): Answer {
  if (pause.lock === undefined)
    k.machine.splat('hung task', pause.in, `${taskName(k, task.index)} waits for nothing`);
  else if (!waitsInVain(k, { task, pause }))
    neverWakes(k, [], { task, pause, acting: k.machine.cpu.current });
  return failed('HUNG');
}

/** The answer of a command that ended with an error. The room of the world is no matter of the kernel. */
function answerOfThrown(k: Kernel, { kind }: Pick<Command, 'kind'>, error: unknown): Answer {
  if (error instanceof CannotGoOn) throw error;
  if (error instanceof Oops) return failed('OOPS');
  if (!(error instanceof Lockup)) return threw(error);
  lockedUp(k, kind);
  return failed('HUNG');
}

function lockedUp(k: Kernel, where: string): void {
  k.machine.watch();
  k.machine.splat('soft lockup', where, 'an endless loop');
}
