import fc from 'fast-check';
import { commandsIn } from '../model/in-world.ts';
import type { Trace } from '../model/trace.ts';
import { printTrace } from '../model/trace-text.ts';
import type { World } from '../model/world.ts';
import { passes } from '../shrinkers/passes/index.ts';
import { compare } from '../shrinkers/simpler.ts';
import { rulesByKind } from './specification.ts';
import { Generator } from './generate.ts';
import type { RandomStream } from './randomness.ts';

/** A trace that says itself as text, and is plain data otherwise. */
export interface DrawnTrace extends Trace {
  toString(): string;
}

/**
 * Random traces of a world, for `fc.assert(fc.property(traces(world), ...))` and for the checker alike.
 * Values shrink by the passes of `shrinkers`, so a smaller value is still a trace over names. They are plain
 * data, but fast-check prints a counterexample as text that can be replayed.
 *
 * @param kinds - only these commands; default: all of them
 */
export function traces(world: World, kinds?: ReadonlySet<string>): fc.Arbitrary<DrawnTrace> {
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
    commandsIn(world).filter((rules) => kinds?.has(rules.kind) ?? true),
    faults,
  );
}

class TraceArbitrary extends fc.Arbitrary<DrawnTrace> {
  readonly #world: World;
  readonly #generator: Generator;

  constructor(world: World, generator: Generator) {
    super();
    this.#world = world;
    this.#generator = generator;
  }

  override generate(random: fc.Random): fc.Value<DrawnTrace> {
    const trace = { world: this.#world, steps: this.#generator.trace(random) };
    return new fc.Value(withText(trace), undefined);
  }

  override canShrinkWithoutContext(value: unknown): value is DrawnTrace {
    return typeof value === 'object' && value !== null && 'steps' in value && 'world' in value;
  }

  override shrink(trace: Trace): fc.Stream<fc.Value<DrawnTrace>> {
    return fc
      .stream(candidates(trace))
      .map((smaller) => new fc.Value(withText(smaller), undefined));
  }
}

/** Strictly simpler ones only: fast-check would go round in circles otherwise. */
function* candidates(trace: Trace): IterableIterator<Trace> {
  for (const pass of passes)
    for (const candidate of pass.candidates(trace, rulesByKind))
      if (candidate.steps.length > 0 && compare(candidate, trace, rulesByKind) < 0) yield candidate;
}

/** Its properties cannot be enumerated, so a trace stays equal to one that has none. */
const asText: PropertyDescriptorMap = {
  toString: {
    value(this: Trace) {
      return printTrace({ trace: this });
    },
  },
  // On lines of their own, although fast-check puts values between brackets.
  [fc.toStringMethod]: {
    value(this: Trace) {
      return `\n${printTrace({ trace: this })}`;
    },
  },
};

function withText(trace: Trace): DrawnTrace {
  return Object.defineProperties(trace, asText);
}

/** fast-check’s way to draw, fed by one of our streams. */
export function drawFrom(random: RandomStream): fc.Random {
  return new fc.Random(random);
}
