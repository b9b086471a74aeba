import type { Layout } from '../../memory/records.ts';
import { type Answer, failed } from '../../model/answer.ts';
import type { Command } from '../../model/command.ts';
import { observables, type Observation } from '../../model/observation.ts';
import type { World } from '../../model/world.ts';
import type { Capabilities, Port } from '../port.ts';
import { answer, type SystemCall } from './calls/call.ts';
import { calls } from './calls/index.ts';
import { describe } from './describe.ts';
import { Kernel } from './kernel.ts';
import { gracePeriodElapses } from './machine/srcu.ts';
import { Oops } from './machine/splat.ts';
import { findProcess, hotplugThread, kworker, type Task, taskWorkRun } from './machine/task.ts';
import { runOldestWork } from './machine/workqueue.ts';
import { mmAlloc } from './mm/mm.ts';
import { observe } from './observe.ts';
import { addDevice } from './pci/hotplug.ts';
import type { Switches } from './switches.ts';

const capabilities: Capabilities = {
  commands: new Set(Object.keys(calls)),
  observes: new Set(observables),
  deferredWork: 'explicit',
  faults: true,
};

/** The simulated Linux behind the port: one command after the other, each to its end. */
export class SimulatedKernel implements Port {
  readonly name: string;
  readonly capabilities = capabilities;
  readonly #switches: Switches;
  #kernel: Kernel | undefined;
  #observation: Observation | undefined;
  #atBoot: Int32Array = new Int32Array(0);

  constructor(name: string, switches: Switches) {
    this.name = name;
    this.#switches = switches;
  }

  reset(world: World): void {
    if (this.#kernel?.world === world) {
      this.#kernel.machine.splats.length = 0;
      this.#kernel.machine.layout.restore(this.#atBoot);
      return;
    }
    const k = (this.#kernel = new Kernel(world, this.#switches));
    this.#observation = observe(k);
    boot(k);
    this.#atBoot = k.machine.layout.snapshot();
  }

  apply(command: Command): Answer {
    const k = this.#running();
    relieve(k);
    const call = calls[command.kind]!;
    const task = taskOf(k, call.context, command);
    if (task === undefined) return failed('ESRCH');
    const { cpu } = k.machine;
    cpu.current = task.index;
    cpu.allocations = 0;
    cpu.failing = command.fails ?? 0;
    k.machine.failed = undefined;
    try {
      let ret = call.run(k, command, task);
      // Nobody else runs, so a call that has to wait waits for ever.
      if (typeof ret !== 'number') {
        const step = ret.next();
        if (step.done !== true) return failed('HUNG');
        ret = step.value;
      }
      if (task.works !== 0 && taskWorkRun(k).next().done !== true) return failed('HUNG');
      return answer(call, k, command, ret);
    } catch (error) {
      if (error instanceof Oops) return failed('OOPS');
      throw error;
    }
  }

  settle(): void {
    settle(this.#running());
  }

  observe(): Observation {
    this.#running();
    return this.#observation!;
  }

  describe(): readonly string[] {
    return describe(this.#running());
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
    if (splats.length > 0) splats.length = 0; // to shorten an empty array costs more than to ask
  }

  #running(): Kernel {
    if (this.#kernel === undefined) throw new Error('reset first');
    return this.#kernel;
  }
}

function taskOf(k: Kernel, context: SystemCall<Command>['context'], c: Command): Task | undefined {
  if (context === 'process') return findProcess(k, c['process'] as number);
  return context === 'hotplug' ? hotplugThread(k) : kworker(k);
}

function boot(k: Kernel): void {
  for (const device of k.devices) addDevice(k, device.index);
  const init = k.tasks.rows[0]!;
  init.live = 1;
  init.mm = mmAlloc(k);
}

function settle(k: Kernel): void {
  k.machine.cpu.current = kworker(k).index;
  do {
    gracePeriodElapses(k);
    while (k.works.live > 0) {
      const ret = runOldestWork(k);
      if (typeof ret !== 'number' && ret.next().done !== true) return; // a worker hangs
    }
  } while (k.notifiers.rows.some((n) => n.live !== 0 && n.srcu !== 0));
}

/**
 * Grace periods elapse by themselves in the end. They are steps of the trace, so here they only do so
 * when a table would overflow with what waits for one.
 */
function relieve(k: Kernel): void {
  if (k.mms.room < 3 || k.notifiers.room < 3 || k.works.room < 3) settle(k);
}
