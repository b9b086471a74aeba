import type { Answer } from '../model/answer.ts';
import type { Command } from '../model/command.ts';
import { isContinuation } from '../model/continuations.ts';
import type { Trace } from '../model/trace.ts';
import type { BrokenAt } from '../properties/leading.ts';
import { atOnce, type Work } from '../shrinkers/work.ts';
import { Archive } from './archive.ts';
import { type Generator, ORDINARY_FAULTS, generatorOf } from './generate.ts';
import { unknownCommands } from './unknown-commands.ts';
import { Coverage } from './coverage.ts';
import { FollowUp, noting } from './follow-up.ts';
import { Pace } from './pace.ts';
import { type RandomStream, stream } from './randomness.ts';
import { everyFault } from './faults.ts';
import { Interleaver } from './interleavings/interleaver.ts';
import type { Listener, Outcome, Runner } from './run.ts';
import type { Progress, SearchOptions } from './search-options.ts';
import type { AnyWorld } from '../model/any-world.ts';
import type { AnyState } from '../model/any-state.ts';
import type { Specification } from '../properties/specification.ts';

/**
 * Runs random traces until the budget is spent. It continues after a violation, within the trace and with further traces.
 * Each law and place is one finding, which is shrunk separately.
 */
export function searchAtRandom(options: SearchOptions): Progress {
  return atOnce(searching(options));
}

/** The same for a run that may have to wait. */
export function searching(options: SearchOptions): Work<Progress> {
  return new RandomSearch(options).run();
}

/** A trace as it was run, and what it broke. */
interface Judged {
  readonly steps: readonly Command[];
  readonly breaks: readonly BrokenAt[];
}

/** A trace that is about to be run. */
interface Drawn {
  readonly steps: readonly Command[];
  readonly breaks: BrokenAt[];
  readonly listener: Listener;
  /** The number of its commands that are a way from the archive. */
  readonly returned: number;
}

/** Draws and runs traces, and follows up their violations between them. */
class RandomSearch {
  readonly #options: SearchOptions;
  readonly #pace: Pace;
  readonly #faults: boolean;
  readonly #generator: Generator;
  readonly #random: RandomStream;
  readonly #archive: Archive | undefined;
  readonly #coverage: Coverage;
  readonly #interleaver: Interleaver | undefined;
  readonly #followUp: FollowUp;
  /** On the kernel itself. */
  readonly #runner: Runner;
  /** With faults: traces with one failing allocation each, made from stored traces and from findings. */
  readonly #sweeps: (readonly Command[])[] = [];
  readonly #counts = { traces: 0, commands: 0, skipped: 0 };
  readonly #notChecked: readonly string[];

  constructor(options: SearchOptions) {
    const { specification, port, world, seed } = options;
    this.#options = options;
    this.#pace = new Pace(options.clock, options.isStopped);
    this.#faults = options.faults === true && port.capabilities.faults;
    this.#generator = generatorOf(
      specification,
      world,
      port.capabilities.commands,
      this.#faults ? ORDINARY_FAULTS : 0,
    );
    this.#random = stream(seed, 'traces');
    this.#archive = hasSituations(specification, world) ? new Archive() : undefined;
    this.#coverage = new Coverage(specification, world, port.capabilities.commands);
    this.#followUp = new FollowUp(options, this.#pace, {
      faults: this.#faults,
      soFar: () => ({ run: this.#counts.traces, commands: this.#counts.commands }),
      sweep: (trace, runner) => this.#sweep(trace, runner),
    });
    const { runner } = this.#followUp.own;
    this.#runner = runner;
    const whyAlone =
      port.ahead === undefined
        ? specification.whyAlone?.(world)
        : 'an implementation that answers later runs one command at a time';
    this.#interleaver =
      options.interleave !== undefined &&
      port.capabilities.points.length > 0 &&
      whyAlone === undefined
        ? new Interleaver(runner, port, stream(seed, 'schedules'), options.interleave)
        : undefined;
    this.#notChecked = [
      ...unknownCommands(specification, port, world),
      ...runner.blindLaws,
      ...(options.interleave !== undefined && whyAlone !== undefined
        ? [`commands that overlap: ${whyAlone}`]
        : []),
    ];
  }

  *run(): Work<Progress> {
    const { goOn, first } = this.#options;
    const progress = this.#progressNow();
    if (this.#faults) for (const trace of this.#options.sweeps ?? []) yield* this.#sweep(trace);
    const followUp = this.#followUp;
    while (this.#pace.mayDraw(followUp.isWaiting) && goOn(progress)) {
      const drawn = this.#drawOne();
      const { steps, breaks } = 'steps' in drawn ? drawn : yield* drawn;
      if (breaks.length > 0) yield* followUp.follow(steps, breaks);
      this.#counts.traces++;
      if (first && followUp.findings > 0) break;
      if (followUp.isWaiting) yield* followUp.work();
    }
    yield* this.#pace.following(followUp.finish());
    return { ...progress };
  }

  /** The progress, with getters that compute it when read, because it is passed before each trace and rarely read. */
  #progressNow(): Progress {
    const now = (of: (search: RandomSearch) => unknown) => ({
      enumerable: true,
      get: () => of(this),
    });
    return Object.defineProperties({} as Progress, {
      traces: now((s) => s.#counts.traces),
      commands: now((s) => s.#counts.commands),
      skipped: now((s) => s.#counts.skipped),
      findings: now((s) => s.#followUp.findings),
      known: now((s) => s.#followUp.known),
      notChecked: now((s) => s.#notChecked),
      undecided: now((s) => s.#followUp.undecided),
      coverage: now((s) => s.#coverage),
      overlaps: now((s) => s.#interleaver?.overlaps ?? 0),
      promise: now((s) => s.#interleaver?.promise),
      drawn: now((s) => s.#pace.drawn),
      isStopped: now((s) => s.#pace.isStopped),
    });
  }

  /** With a failing allocation each. */
  *#sweep(trace: Trace, runner = this.#runner): Work<void> {
    this.#sweeps.push(...(yield* everyFault(runner, trace)));
  }

  /** Draws a trace and runs it. Most traces break no law, so the path of a synchronous implementation has no generator. */
  #drawOne(): Work<Judged> | Judged {
    return this.#options.port.ahead === undefined
      ? this.#pace.draw(() => this.#runDrawn())
      : this.#pace.drawing(this.#runLater());
  }

  #runDrawn(): Judged {
    const { steps: drawn, breaks, listener, returned } = this.#draw();
    // A stored trace may have its overlaps already, and is not scheduled once more.
    const { steps, outcome } =
      this.#interleaver === undefined || drawn.some(overlaps)
        ? { steps: drawn, outcome: this.#runner.run(drawn, listener) }
        : this.#interleaver.run(drawn, listener, returned);
    return this.#judged(steps, outcome, breaks);
  }

  *#runLater(): Work<Judged> {
    const { steps, breaks, listener } = this.#draw();
    const outcome = yield* this.#runner.running(steps, listener);
    return this.#judged(steps, outcome, breaks);
  }

  #draw(): Drawn {
    const sweep = this.#sweeps.pop();
    const steps = sweep ?? this.#generator.trace(this.#random, this.#archive);
    const returned = sweep === undefined ? this.#generator.returned : 0;
    const breaks: BrokenAt[] = [];
    const listener: Listener = {
      broken: noting(breaks, this.#options),
      answered: (s, _step, c, a) => this.#look(s, c, a),
    };
    return { steps, breaks, listener, returned };
  }

  #judged(steps: readonly Command[], outcome: Outcome, breaks: readonly BrokenAt[]): Judged {
    this.#counts.commands += outcome.applied;
    this.#counts.skipped += outcome.skipped;
    return { steps, breaks };
  }

  #look(s: AnyState, c: Command, a: Answer): void {
    // An overlapping command may have lost its object.
    if (
      this.#interleaver === undefined ||
      this.#options.specification.rules[c.kind]!.possible(s, c)
    )
      this.#coverage.look(s, c, a);
  }
}

function overlaps(c: Command): boolean {
  return c.stops !== undefined || isContinuation(c);
}

/** Whether the archive has situations to return to. */
function hasSituations(specification: Specification, world: AnyWorld): boolean {
  const { situations, hasSituations: inWorld } = specification;
  return situations !== undefined && (inWorld?.(world) ?? true);
}
