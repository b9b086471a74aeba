import type { StateLine } from '../model/state-line.ts';
import { ANYWHERE, type Capabilities, type Paused, type Port } from '../implementation/port.ts';
import { type Answer, type ErrnoName, failed, ok } from '../model/answer.ts';
import type { Command } from '../model/command.ts';
import { commands } from '../model/order.ts';
import type { Observable } from '../model/seen.ts';
import type { Observation } from '../model/observation.ts';
import { parseCommand, commandText } from '../model/linux.ts';
import { showingOnly } from '../model/showing-only.ts';

/** For suites only: an implementation that returns given answers. */

/** A step with its answer. */
export interface Told {
  readonly c: Command;
  readonly answer: Answer;
}

/** `dma f0 => reaches mm0`; without an answer a step that stops has not returned, and any other succeeds. */
export function toldStep(line: string): Told {
  const [step, answer] = line.split(' => ') as [string, string?];
  const c = parseCommand(step);
  if (answer === undefined) return { c, answer: c.stops === undefined ? ok(0) : failed('PAUSED') };
  const [word, name] = answer.split(' ') as [string, string?];
  if (word === 'PASID') return { c, answer: ok(Number(name)) };
  if (word === 'reaches') return { c, answer: ok(Number(name!.slice(2)) + 1) };
  if (word === 'aborted') return { c, answer: ok(0) };
  return { c, answer: word === 'fault' ? ok(-1) : failed(word as ErrnoName) };
}

const nothing = showingOnly({});

/** It has no observations. */
export class ToldPort implements Port {
  readonly name = 'told';
  readonly capabilities: Capabilities = {
    commands: new Set(commands.map(({ kind }) => kind)),
    observes: new Set<Observable>(),
    faults: true,
    points: [ANYWHERE],
  };
  readonly #steps: readonly Told[];
  #next = 0;

  constructor(steps: readonly Told[]) {
    this.#steps = steps;
  }

  reset(): void {
    this.#next = 0;
  }

  apply(c: Command): Answer {
    const step = this.#steps[this.#next++];
    if (step === undefined || commandText(step.c) !== commandText(c))
      throw new Error(`${commandText(c)}: nobody told what to answer`);
    return step.answer;
  }

  paused(): Paused | undefined {
    const { stops } = this.#steps[this.#next - 1]!.c;
    return stops === undefined ? undefined : { at: stops };
  }

  canContinue(): boolean {
    return true;
  }

  allocations(): number {
    return 0;
  }

  settle(): void {
    // It defers no work.
  }

  observe(): Observation {
    return nothing;
  }

  describe(): readonly StateLine[] {
    return [];
  }
}
