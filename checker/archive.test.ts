import { describe, expect, it } from 'vitest';
import { parseSteps, commandText } from '../model/linux.ts';
import { vfioSituations } from '../model/vfio/situations.ts';
import { State } from '../model/state.ts';
import { findWorld } from '../model/worlds.ts';
import type { World } from '../model/world.ts';
import { Archive } from './archive.ts';
import { drawFrom } from './arbitrary.ts';
import { generatorOf } from './generate.ts';
import { stream } from './randomness.ts';
import { specification } from '../properties/linux.ts';

const some = () => drawFrom(stream(1, 'archive'));
const ways = (archive: Archive, count: number): string[] => {
  const draw = some();
  const drawn = Array.from({ length: count }, () => archive.draw(draw));
  return drawn.map((steps) => steps.map(commandText).join('; '));
};

/** How many situations traces of so many commands meet. */
function situationsMet(world: World, isReturning: boolean): number {
  const archive = new Archive();
  const counting = new Archive();
  const s = new State(world);
  let commands = 0;
  const generator = generatorOf(specification, world);
  const draw = some();
  while (commands < 12_000) {
    s.reset();
    for (const c of generator.trace(draw, isReturning ? archive : undefined)) {
      const rules = specification.rules[c.kind]!;
      rules.next(s, c, rules.typical(s, c));
      vfioSituations(s, (situation) => counting.note(situation, []));
      commands++;
    }
  }
  return counting.size;
}

describe('an archive', () => {
  it('knows no way anywhere before anything was met', () => {
    expect(new Archive().draw(some())).toEqual([]);
  });

  it('keeps the shortest way to each situation, as it was then', () => {
    const archive = new Archive();
    const steps = parseSteps('gp', 'work');
    archive.note(1, steps);
    steps.push(...parseSteps('gp'));
    archive.note(1, steps);
    expect(ways(archive, 1)).toEqual(['gp; work']);
    archive.note(1, parseSteps('work'));
    expect(ways(archive, 1)).toEqual(['work']);
    expect(archive.size).toBe(1);
  });

  it('goes sooner where more has come together, and everywhere now and then', () => {
    const archive = new Archive();
    archive.note(0b1, parseSteps('gp'));
    archive.note(0b111, parseSteps('work'));
    const drawn = ways(archive, 1000);
    const rich = drawn.filter((way) => way === 'work').length;
    expect(rich).toBeGreaterThan(900);
    expect(rich).toBeLessThan(1000);
  });
});

describe('a generator with an archive', () => {
  const world = findWorld('vfio-tiny');
  const drawnWith = (archive: Archive | undefined, count: number) => {
    const generator = generatorOf(specification, world);
    const draw = some();
    return Array.from({ length: count }, () => {
      const steps = generator.trace(draw, archive);
      return { steps, returned: generator.returned };
    });
  };

  it('begins about half of its traces with ways that it met before', () => {
    const drawn = drawnWith(new Archive(), 800);
    const half = drawn.filter(({ returned }) => returned > 0).length / drawn.length;
    expect(half).toBeGreaterThan(0.4);
    expect(half).toBeLessThan(0.6);
    expect(drawnWith(undefined, 100).every(({ returned }) => returned === 0)).toBe(true);
  });

  it('says how many of the commands were such a way, and they make sense', () => {
    const met = new Set<number>();
    const s = new State(world);
    let senseless = 0;
    let unknown = 0;
    for (const { steps, returned } of drawnWith(new Archive(), 500)) {
      s.reset();
      const fresh: number[] = [];
      steps.forEach((c, i) => {
        const rules = specification.rules[c.kind]!;
        if (!rules.possible(s, c)) senseless++;
        rules.next(s, c, rules.typical(s, c));
        let isKnown = false;
        vfioSituations(s, (situation) => {
          fresh.push(situation);
          isKnown ||= met.has(situation);
        });
        if (i === returned - 1 && !isKnown) unknown++;
      });
      for (const situation of fresh) met.add(situation);
    }
    expect({ senseless, unknown }).toEqual({ senseless: 0, unknown: 0 });
  });

  it('meets more situations than without one, in as many commands', () => {
    expect(situationsMet(world, true)).toBeGreaterThan(1.2 * situationsMet(world, false));
  });

  it('draws with faults ways without them: the walk goes on as if nothing had failed', () => {
    const archive = new Archive();
    const generator = generatorOf(specification, world, undefined, 30);
    const draw = some();
    let faults = 0;
    for (let i = 0; i < 500; i++) {
      const steps = generator.trace(draw, archive);
      const [way, rest] = [steps.slice(0, generator.returned), steps.slice(generator.returned)];
      expect(way.filter((c) => c.fails !== undefined)).toEqual([]);
      faults += rest.filter((c) => c.fails !== undefined).length;
    }
    expect(faults).toBeGreaterThan(100);
  });
});
