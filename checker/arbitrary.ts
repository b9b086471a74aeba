import fc from 'fast-check';
import type { Trace } from '../model/trace.ts';
import { passes } from '../shrinkers/passes/index.ts';
import { compare } from '../shrinkers/simpler.ts';
import { type Generator, generatorOf } from './generate.ts';
import type { RandomStream } from './randomness.ts';
import type { AnyWorld } from '../model/any-world.ts';
import type { Specification } from '../properties/specification.ts';

/** A trace as plain data, with a `toString` that prints it as text. */
export interface DrawnTrace<W extends AnyWorld = AnyWorld> extends Trace<W> {
  toString(): string;
}

/**
 * Random traces of a world, for `fc.assert(fc.property(traces(world), ...))` and for the checker alike.
 * Values shrink by the passes of `shrinkers`, so a smaller value is still a trace over names. They are plain
 * data, but fast-check prints a counterexample as text that can be replayed.
 *
 * @param kinds - only these commands; default: all of them
 */
export function traces<W extends AnyWorld>(
  specification: Specification,
  world: W,
  kinds?: ReadonlySet<string>,
): fc.Arbitrary<DrawnTrace<W>> {
  return new TraceArbitrary(
    specification,
    world,
    generatorOf(specification, world, kinds),
  ) as unknown as fc.Arbitrary<DrawnTrace<W>>;
}

class TraceArbitrary extends fc.Arbitrary<DrawnTrace> {
  readonly #specification: Specification;
  readonly #world: AnyWorld;
  readonly #generator: Generator;

  constructor(specification: Specification, world: AnyWorld, generator: Generator) {
    super();
    this.#specification = specification;
    this.#world = world;
    this.#generator = generator;
  }

  override generate(random: fc.Random): fc.Value<DrawnTrace> {
    const trace = { world: this.#world, steps: this.#generator.trace(random) };
    return new fc.Value(withText(trace, this.#specification), undefined);
  }

  override canShrinkWithoutContext(value: unknown): value is DrawnTrace {
    return typeof value === 'object' && value !== null && 'steps' in value && 'world' in value;
  }

  override shrink(trace: Trace): fc.Stream<fc.Value<DrawnTrace>> {
    return fc
      .stream(candidates(trace, this.#specification))
      .map((smaller) => new fc.Value(withText(smaller, this.#specification), undefined));
  }
}

/** Only strictly simpler traces; otherwise fast-check would run in circles. */
function* candidates(trace: Trace, specification: Specification): IterableIterator<Trace> {
  for (const pass of passes)
    for (const candidate of pass.candidates(trace, specification))
      if (candidate.steps.length > 0 && compare(candidate, trace, specification) < 0)
        yield candidate;
}

/** The added properties are not enumerable, so the trace stays equal to one without them. */
function withText(trace: Trace, specification: Specification): DrawnTrace {
  const print = specification.print ?? ((t: Trace) => plainText(t, specification));
  return Object.defineProperties(trace, {
    toString: { value: () => print(trace) },
    // On separate lines, although fast-check prints values between brackets.
    [fc.toStringMethod]: { value: () => `\n${print(trace)}` },
  });
}

/** The world, then a command on each line. */
function plainText({ world, steps }: Trace, { vocabulary }: Specification): string {
  return `${[`world ${world.name}`, ...steps.map((c) => vocabulary.text(c))].join('\n')}\n`;
}

/** A fast-check random generator that draws from one of our streams. */
export function drawFrom(random: RandomStream): fc.Random {
  return new fc.Random(random);
}
