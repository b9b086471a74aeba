import { describe, expect, it } from 'vitest';
import { findKernel } from '../defects/kernels.ts';
import { InputError } from '../model/input-error.ts';
import { findWorld } from '../model/worlds.ts';
import { runOrder } from './run-order.ts';
import type { SearchOrder } from './search-order.ts';

/** As another machine reads it. */
function sent<T>(order: T): T {
  return JSON.parse(JSON.stringify(order)) as T;
}

const random: SearchOrder = {
  kernel: 'linux-5.18-rc1',
  world: findWorld('sva-small'),
  law: 'pasid-uniqueness',
  way: {
    kind: 'random',
    seed: 7,
    runs: 200,
    first: false,
    faults: false,
    grading: { states: 50, certified: 50, subsequences: 50, schedules: 50 },
  },
};

const exhaustive: SearchOrder = {
  kernel: 'reference',
  switches: ['pasidFreeAt=mmput'],
  world: findWorld('sva-small'),
  way: {
    kind: 'exhaustive',
    depth: 4,
    states: 600,
    symmetry: 'names',
    faults: false,
    all: false,
  },
};

describe('the order of a search', () => {
  it('is data: a random search finds the same wherever it is read', () => {
    const here = runOrder(random);
    expect(here.findings.length).toBeGreaterThan(0);
    expect(here.progress!.traces).toBe(200);
    expect(runOrder(sent(random)).findings).toEqual(here.findings);
    expect(here.findings.every(({ law }) => law === 'pasid-uniqueness')).toBe(true);
  });

  it('is data: so does an exhaustive one, in a kernel with a switch', () => {
    const here = runOrder(exhaustive);
    const kernel = 'reference+pasidFreeAt=mmput';
    expect(here.findings).toMatchObject([{ kernel, grade: 'proven shortest' }, { kernel }]);
    expect(here.findings[0]!.certificate).toBeDefined();
    expect(here.complete).toBe(3);
    expect(runOrder(sent(exhaustive))).toEqual(here);
  });

  it('names its kernel, or has it with it: what it sets in it makes the same kernel', () => {
    const named = runOrder(exhaustive);
    expect(runOrder(sent({ ...exhaustive, kernel: findKernel('reference') }))).toEqual(named);
    const { switches, ...plain } = exhaustive;
    const kernel = findKernel(`reference+${switches!.join()}`);
    expect(sent(kernel)).toStrictEqual(kernel);
    expect(runOrder(sent({ ...plain, kernel }))).toEqual(named);
  });

  it('says of each finding on which kernel it is, as a value, and whether that is known for it', () => {
    const order: SearchOrder = {
      kernel: 'linux-5.18',
      world: findWorld('sva-small'),
      way: { ...random.way, kind: 'random', seed: 1, runs: 300, first: false, faults: false },
    };
    const heard: string[] = [];
    const { findings, known } = runOrder(order, {
      onFinding(finding, { kernel, isKnown }) {
        expect(kernel).toEqual(findKernel(finding.kernel));
        heard.push(`${isKnown}`);
      },
    });
    expect(known.length).toBeGreaterThan(0);
    expect(heard.filter((is) => is === 'true').length).toBe(known.length);
    expect(heard.filter((is) => is === 'false').length).toBe(findings.length);
  });

  it.each<[string, Partial<SearchOrder>, string]>([
    ['a kernel that there is not', { kernel: 'linux-5.71' }, 'unknown kernel "linux-5.71"'],
    [
      'a value that a switch has not',
      { switches: ['pasidFreeAt=never'] },
      'unknown value of switch pasidFreeAt',
    ],
    ['a law that there is not', { law: 'no-such-law' }, 'unknown law "no-such-law"'],
    ['a world of what the kernel has not', { kernel: 'linux-4.10' }, 'has no SVA here'],
    [
      'overlap of commands that fail',
      {
        way: {
          kind: 'exhaustive',
          depth: 1,
          states: 1,
          symmetry: 'names',
          faults: true,
          overlap: 2,
          all: false,
        },
      },
      'overlap and faults',
    ],
    ['no kernel', { kernel: undefined } as never, 'order: kernel: expected a name'],
    ['a world by its name', { world: 'sva' } as never, 'order: world: expected a world'],
    [
      'switches as an object',
      { switches: { foo: 1 } } as never,
      'order: switches: expected a list',
    ],
    [
      'an unknown way',
      { way: { kind: 'randon' } } as never,
      'order: way: kind: expected random or exhaustive, got "randon"',
    ],
    [
      'a seed that is no number',
      { way: { kind: 'random', seed: 'x', runs: 1 } } as never,
      'order: way: seed: expected a whole number, got "x"',
    ],
    [
      'an unknown symmetry',
      { way: { kind: 'exhaustive', depth: 3, states: 9, symmetry: 'name' } } as never,
      'order: way: symmetry: expected none or objects or names or unordered, got "name"',
    ],
    [
      'what never ends',
      { way: { kind: 'random', seed: 1, first: false, faults: false } },
      'nothing ends it; expected runs or a clock',
    ],
  ])('is refused: %s', (_what, change, message) => {
    const run = () => runOrder({ ...exhaustive, ...change });
    expect(run).toThrow(InputError);
    expect(run).toThrow(message);
  });
});
