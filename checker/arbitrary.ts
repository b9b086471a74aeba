import fc from 'fast-check';
import { commands } from '../model/commands/index.ts';
import type { Trace } from '../model/trace.ts';
import type { World } from '../model/world.ts';
import { passes } from '../shrinkers/passes/index.ts';
import { compare } from '../shrinkers/simpler.ts';
import { rulesByKind } from './specification.ts';
import { Generator } from './generate.ts';
import type { RandomStream } from './randomness.ts';

/**
 * Random traces of a world, for `fc.assert(fc.property(traces(world), ...))` and for the checker alike.
 * Values shrink by the passes of `shrinkers`, so a smaller value is still a trace over names.
 *
 * @param kinds - only these commands; default: all of them
 */
export function traces(world: World, kinds?: ReadonlySet<string>): fc.Arbitrary<Trace> {
  return new TraceArbitrary(world, generatorOf(world, kinds));
}

/**
 * What draws them, for whoever has no need of fast-check.
 *
 * @param faults - of 100 commands, in how many an allocation fails
 */
export function generatorOf(world: World, kinds?: ReadonlySet<string>, faults = 0): Generator {
  return new Generator(
    world,
    commands.filter((r) => (kinds?.has(r.kind) ?? true) && (r.in?.(world) ?? true)),
    faults,
  );
}

class TraceArbitrary extends fc.Arbitrary<Trace> {
  readonly #world: World;
  readonly #generator: Generator;

  constructor(world: World, generator: Generator) {
    super();
    this.#world = world;
    this.#generator = generator;
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

/** Strictly simpler ones only: fast-check would go round in circles otherwise. */
function* candidates(trace: Trace): IterableIterator<Trace> {
  for (const pass of passes)
    for (const candidate of pass.candidates(trace, rulesByKind))
      if (candidate.steps.length > 0 && compare(candidate, trace, rulesByKind) < 0) yield candidate;
}

/** fast-check’s way to draw, fed by one of our streams. */
export function drawFrom(random: RandomStream): fc.Random {
  return new fc.Random(random);
}
