import type { Answer } from '../model/answer.ts';
import type { Command } from '../model/command.ts';
import { isContinuation } from '../model/continuations.ts';
import type { Observation } from '../model/observation.ts';
import { parseCommand } from '../model/linux.ts';
import type { World } from '../model/world.ts';
import { answer, type SystemCall, taskOf } from '../implementation/kernel/calls/call.ts';
import { calls } from '../implementation/kernel/calls/index.ts';
import { Kernel } from '../implementation/kernel/kernel.ts';
import type { LockClass } from '../implementation/kernel/machine/locks.ts';
import type { Call } from '../implementation/kernel/machine/pause.ts';
import { Oops } from '../implementation/kernel/machine/splat.ts';
import { taskWorkRun } from '../implementation/kernel/fs/file-table.ts';
import { findProcess, type Task } from '../implementation/kernel/process/task.ts';
import { observe } from '../implementation/kernel/observe.ts';
import { boot } from '../implementation/kernel/boot.ts';
import { entersKernel, leavesKernel } from '../implementation/kernel/process/thread.ts';
import { reference, type Switches } from '../implementation/kernel/switches.ts';
import { inWords, rulesOf, sva } from './model.ts';

/**
 * For suites only: a simulated kernel with access to its inside. Commands run as behind the port, but they can be stopped
 * where they wait, and every word of the machine can be read and watched.
 */
export class Bench {
  readonly k: Kernel;
  readonly seen: Observation;
  readonly #suspended: Running[] = [];

  /** A booted kernel, with p0 running, and with these switches changed. */
  constructor(switches: Partial<Switches> = {}, world: World = sva) {
    this.k = new Kernel(world, { ...reference, ...switches });
    boot(this.k);
    this.seen = observe(this.k);
  }

  /** Runs steps one after the other, each to its end or its stop, and returns their answers. */
  run(...lines: readonly string[]): string[] {
    return lines.map((line) => {
      const c = parseCommand(line);
      if (!isContinuation(c)) return this.start(line).finish();
      const task = taskOf(this.k, calls[c.kind]!, c);
      const suspended = this.#suspended.find((running) => running.task === task && !running.isDone);
      return suspended === undefined ? 'nothing to continue' : suspended.goOn(c).finish();
    });
  }

  /** Starts a command; it runs until it has to wait for a lock, to its stop, or to its end. */
  start(line: string): Running {
    const running = new Running(this.k, line);
    this.#suspended.push(running);
    return running;
  }

  /** Lets grace periods elapse and work items run until none is left. */
  settle(): this {
    while (this.k.works.live > 0 || this.k.srcu.waiting > 0) this.run('gp', 'work');
    return this;
  }

  /** The splats of the kernel so far, one line each. */
  get log(): string[] {
    return this.k.machine.splats.map((s) => `${s.kind} in ${s.where}: ${s.what}`);
  }

  /** The mm of a process. */
  mm(process: number) {
    return this.k.mms.at(this.task(process).mm, 'test');
  }

  task(process: number): Task {
    return findProcess(this.k, process)!;
  }

  /** `absent`, or `mm0 present`, `mm0 quiet`. */
  entry(device: number, pasid: number): string {
    const state = ['absent', 'present', 'quiet'][this.seen.entry(device, pasid)]!;
    return state === 'absent' ? state : `mm${this.seen.entryMm(device, pasid) - 1} ${state}`;
  }

  /** Another task takes this lock, and keeps it until the returned function is called. */
  hold(cls: LockClass, index = 0): () => void {
    const lock = cls.locks[index]!;
    lock.owner = 0x7fff;
    return () => {
      lock.owner = 0;
    };
  }
}

/** A command in flight. */
export class Running {
  readonly task: Task;
  readonly #k: Kernel;
  readonly #c: Command;
  readonly #call: SystemCall<Command>;
  readonly #body: Call<Answer>;
  #stops: string | undefined;
  #answer: Answer | undefined;
  /** The lock that it waits for; undefined once it has ended. */
  waitsFor: string | undefined;
  /** The point at which it is suspended. */
  at: string | undefined;

  constructor(k: Kernel, line: string) {
    this.#k = k;
    this.#c = parseCommand(line);
    this.#call = calls[this.#c.kind]!;
    this.task = taskOf(k, this.#call, this.#c)!;
    if (this.#c.fails !== undefined)
      k.machine.cpu.failing = k.machine.cpu.allocations + this.#c.fails;
    this.#body = this.#run();
    this.#stops = this.#c.stops;
    this.resume();
  }

  get isDone(): boolean {
    return this.#answer !== undefined;
  }

  /** Resumes it with the stop of a continuation. */
  goOn({ stops }: Command): this {
    this.#stops = stops;
    return this.resume();
  }

  /** Resumes it until it has to wait again, to its stop, or to its end. */
  resume(): this {
    const { machine, locks } = this.#k;
    machine.cpu.current = this.task.index;
    machine.interleaves = this.#stops !== undefined;
    this.at = undefined;
    for (;;) {
      const step = this.#body.next();
      this.waitsFor = undefined;
      if (step.done === true) this.#answer = step.value;
      else if (step.value.waits) this.waitsFor = locks.nameOf(step.value.lock!);
      else if (step.value.at === this.#stops) this.at = step.value.at;
      else continue;
      machine.interleaves = false;
      return this;
    }
  }

  /** The answer in words; PAUSED at its stop; a command that still waits hangs, because no other task runs. */
  finish(): string {
    if (this.#answer !== undefined) return inWords(rulesOf(this.#c.kind), this.#answer);
    return this.at === undefined ? 'HUNG' : 'PAUSED';
  }

  *#run(): Call<Answer> {
    entersKernel(this.#k, this.task);
    const result = this.#call.run(this.#k, this.#c, this.task);
    const ret = typeof result === 'number' ? result : yield* result;
    if (this.task.works !== 0) yield* taskWorkRun(this.#k);
    leavesKernel(this.#k, this.task);
    return answer(this.#call, this.#k, this.#c, ret);
  }
}

/** Whether this dereferences a null pointer, so that the kernel would kill the task. */
export function oopses(body: () => unknown): boolean {
  try {
    body();
  } catch (error) {
    if (error instanceof Oops) return true;
    throw error;
  }
  return false;
}

/**
 * Records every change of these fields, so that a test can state an order: `journal({ 'mm_users': [mm, 'users'] })` then
 * has `mm_users 0`.
 */
export function journal(watched: Readonly<Record<string, readonly [object, string]>>): string[] {
  const lines: string[] = [];
  for (const [name, [row, field]] of Object.entries(watched)) {
    const word = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(row), field)!;
    Object.defineProperty(row, field, {
      get: () => word.get!.call(row) as number,
      set(value: number) {
        const before = word.get!.call(row) as number;
        word.set!.call(row, value);
        if (before !== value) lines.push(`${name} ${value}`);
      },
    });
  }
  return lines;
}
