import fc from 'fast-check';
import type { Rules } from '../model/command.ts';
import { commands } from '../model/commands/index.ts';
import type { Trace } from '../model/trace.ts';
import type { World } from '../model/world.ts';
import { passes } from '../shrinkers/passes/index.ts';
import { rulesByKind } from './specification.ts';
import { Generator } from './generate.ts';
import type { RandomStream } from './randomness.ts';

/**
 * Random traces of a world, for `fc.assert(fc.property(traces(world), ...))` and for the checker alike.
 * Values shrink by the passes of `shrinkers`, so a smaller value is still a trace over names.
 */
export function traces(world: World): fc.Arbitrary<Trace> {
  return new TraceArbitrary(world, commands);
}

class TraceArbitrary extends fc.Arbitrary<Trace> {
  readonly #world: World;
  readonly #generator: Generator;

  constructor(world: World, rules: readonly Rules[]) {
    super();
    this.#world = world;
    this.#generator = new Generator(world, rules);
  }

  override generate(random: fc.Random): fc.Value<Trace> {
    return new fc.Value({ world: this.#world, steps: this.#generator.trace(random) }, undefined);
  }

  override canShrinkWithoutContext(value: unknown): value is Trace {
    return typeof value === 'object' && value !== null && 'steps' in value && 'world' in value;
  }

  override shrink(trace: Trace): fc.Stream<fc.Value<Trace>> {
    return fc.stream(candidates(trace)).map((smaller) => new fc.Value(smaller, undefined));
  }
}

function* candidates(trace: Trace): IterableIterator<Trace> {
  for (const pass of passes) yield* pass.candidates(trace, rulesByKind);
}

/** fast-check’s way to draw, fed by one of our streams. */
export function drawFrom(random: RandomStream): fc.Random {
  return new fc.Random(random);
}
