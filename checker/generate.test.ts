import { beforeAll, describe, expect, it } from 'vitest';
import { errno, errnoName } from '../model/answer.ts';
import type { Rules } from '../model/command.ts';
import type { Sort } from '../model/sort.ts';
import { commandsIn } from '../model/in-world.ts';
import { State } from '../model/state.ts';
import { commandText } from '../model/linux.ts';
import type { Trace } from '../model/trace.ts';
import { findWorld, worlds } from '../model/worlds.ts';
import type { World } from '../model/world.ts';
import { linesOf } from '../testing/shrinking.ts';
import { sva } from '../testing/model.ts';
import { drawFrom, traces } from './arbitrary.ts';
import { Generator, generatorOf } from './generate.ts';
import { stream } from './randomness.ts';
import { specification } from '../properties/linux.ts';
import { vocabulary } from '../model/linux.ts';

function randomTraces(world: World, count: number, seed = 1): Trace[] {
  const random = drawFrom(stream(seed, 'generate'));
  const arbitrary = traces(specification, world);
  return Array.from({ length: count }, () => arbitrary.generate(random, undefined).value);
}

/** Replays traces on the model; tells of each command whether it made sense and whether it was refused. */
function replayed(drawn: readonly Trace[]) {
  let possible = 0;
  let refused = 0;
  let all = 0;
  let ended = 0;
  for (const { world, steps } of drawn) {
    const s = new State(world as World);
    for (const c of steps) {
      all++;
      const rules = specification.rules[c.kind]!;
      if (!rules.possible(s, c)) continue;
      possible++;
      const a = rules.typical(s, c);
      if (a.errno !== errno.OK) refused++;
      rules.next(s, c, a);
    }
    if (s.isOver()) ended++;
  }
  return { possible, refused, all, ended };
}

/** Is there anything to open, and so to be refused? */
const opens = (world: World): boolean =>
  commandsIn(specification.rules, world).some((r) => r.draw?.opens === true);

describe.each(worlds)('a random trace of $name', (world) => {
  let drawn: Trace[] = [];
  let counts = { possible: 0, refused: 0, all: 0, ended: 0 };
  beforeAll(() => {
    drawn = randomTraces(world, 200);
    counts = replayed(drawn);
  });

  it('consists of commands that make sense when their turn comes', () => {
    const { possible, all } = counts;
    expect(all).toBeGreaterThan(1600);
    expect(possible).toBe(all);
  });

  it.runIf(opens(world))('has some commands that have to be refused, 7 in 100 at most', () => {
    const { refused, all } = counts;
    // Of idxd, only a close can be refused.
    expect(refused / all).toBeGreaterThan(world.prq === undefined ? 0.02 : 0.01);
    expect(refused / all).toBeLessThan(0.08);
  });

  it('ends with everyone gone more often than not, so that the laws at rest have their say', () => {
    const { ended } = counts;
    expect(ended / drawn.length).toBeGreaterThan(0.6);
    expect(ended / drawn.length).toBeLessThan(1);
  });

  it('makes names in the order of their numbers, each once', () => {
    const outOfTurn: string[] = [];
    for (const { steps } of drawn) {
      const next = new Map<Sort, number>([['process', 1]]); // p0 is there from the start
      for (const c of steps)
        vocabulary.eachName(c, (sort, _field, name, makes) => {
          if (!makes) return;
          if (name !== (next.get(sort) ?? 0)) outOfTurn.push(commandText(c));
          next.set(sort, name + 1);
        });
    }
    expect(outOfTurn).toEqual([]);
  });
});

describe('random traces', () => {
  it('are the same for the same seed, and others for another', () => {
    const [first, again, other] = [5, 5, 6].map((seed) => randomTraces(sva, 50, seed).map(linesOf));
    expect(again).toEqual(first);
    expect(other).not.toEqual(first);
  });

  it('are mostly short, and some are long', () => {
    const lengths = randomTraces(sva, 1000)
      .map(({ steps }) => steps.length)
      .toSorted((a, b) => a - b);
    expect(lengths[500]).toBeLessThan(15);
    expect(lengths[990]).toBeGreaterThan(40);
    expect(lengths[999]).toBeLessThanOrEqual(160 + sva.processes);
  });

  it('each leave out some commands: none is in every long trace', () => {
    const long = randomTraces(sva, 2000).filter(({ steps }) => steps.length > 40);
    for (const { kind } of commandsIn(specification.rules, sva)) {
      // without open little can happen; exit is what ends most traces
      if (kind === 'open' || kind === 'exit') continue;
      const without = long.filter(({ steps }) => steps.every((c) => c.kind !== kind));
      expect(without.length, kind).toBeGreaterThan(long.length / 20);
      expect(without.length, kind).toBeLessThan(long.length);
    }
  });

  it('share equal commands: a campaign draws the same few thousand over and over', () => {
    const seen = new Map<string, object>();
    for (const { steps } of randomTraces(sva, 200))
      for (const c of steps) {
        const text = JSON.stringify(c);
        const first = seen.get(text) ?? c;
        seen.set(text, first);
        // what `everyoneExits` adds is made anew
        if (c.kind !== 'exit') expect(c).toBe(first);
      }
  });
});

const never: Rules = { ...specification.rules['gp']!, kind: 'never', in: () => false };
const drawnBy = (commands: readonly Rules[]) =>
  new Generator(specification, sva, commands).trace(drawFrom(stream(1, 'generate')));

const longWithout = (opening: string, kind: string): number => {
  const commands = commandsIn(specification.rules, sva).map((r) => ({
    ...r,
    draw: { ...r.draw, opens: r.kind === opening },
  }));
  const generator = new Generator(specification, sva, commands);
  const random = drawFrom(stream(2, 'generate'));
  const drawn = Array.from({ length: 1000 }, () => generator.trace(random));
  return drawn.filter((t) => t.length > 40 && !t.some((c) => c.kind === kind)).length;
};

describe('commands that know what tells more', () => {
  const world = findWorld('vfio-tiny');
  /** How often each command is refused with what, with or without that knowledge. */
  const refusals = (knows: boolean): ReadonlyMap<string, number> => {
    const commands = commandsIn(specification.rules, world).map((r): Rules => ({
      ...r,
      ...(!knows && r.draw?.telling && { draw: { ...r.draw, telling: () => undefined } }),
    }));
    const generator = new Generator(specification, world, commands);
    const random = drawFrom(stream(3, 'generate'));
    const found = new Map<string, number>();
    const s = new State(world);
    for (let i = 0; i < 1200; i++) {
      s.reset();
      for (const c of generator.trace(random)) {
        const rules = specification.rules[c.kind]!;
        const a = rules.typical(s, c);
        const what = `${c.kind} ${errnoName(a.errno)}`;
        found.set(what, (found.get(what) ?? 0) + 1);
        rules.next(s, c, a);
      }
    }
    return found;
  };

  it('are refused for more than their arguments', () => {
    const [with_, without] = [refusals(true), refusals(false)];
    for (const what of ['map ENOMEM', 'map EFAULT', 'detach EBUSY', 'attach ENOMEM'])
      expect(with_.get(what) ?? 0, what).toBeGreaterThan(2 * (without.get(what) ?? 0));
  });
});

describe('where allocations fail', () => {
  const generator = generatorOf(specification, findWorld('vfio-tiny'), undefined, 30);
  const random = drawFrom(stream(4, 'generate'));
  const drawn = Array.from({ length: 1000 }, () => generator.trace(random));
  const failing = drawn.flatMap((steps) =>
    steps.flatMap((c, i) => (c.fails === undefined ? [] : [{ c, next: steps[i + 1] }])),
  );

  it('it is one of the first more often than a later one', () => {
    const first = failing.filter(({ c }) => c.fails! <= 2).length / failing.length;
    expect(first).toBeGreaterThan(0.35);
    expect(Math.max(...failing.map(({ c }) => c.fails!))).toBe(10);
  });

  it('the same is asked for once more now and then, unless it makes something', () => {
    const again = failing.filter(({ c, next }) => {
      const { fails: _, ...plain } = c;
      return next !== undefined && commandText(next) === commandText(plain);
    });
    expect(again.length / failing.length).toBeGreaterThan(0.2);
    expect(again.filter(({ c }) => vocabulary.madeField(c.kind) !== undefined)).toEqual([]);
  });
});

describe('a generator', () => {
  it('draws as if what means nothing in the world were not there', () => {
    const own = commandsIn(specification.rules, sva);
    expect(drawnBy([never, ...own.slice(0, 3), never, ...own.slice(3)])).toEqual(drawnBy(own));
  });

  it('hardly leaves a command out without which nothing is open', () => {
    expect(longWithout('open', 'open')).toBe(0);
    expect(longWithout('fork', 'open')).toBeGreaterThan(0);
    expect(longWithout('fork', 'fork')).toBeLessThan(longWithout('open', 'fork'));
  });
});
