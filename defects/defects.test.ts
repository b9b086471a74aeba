import { describe, expect, it } from 'vitest';
import { violationText } from '../model/judgement.ts';
import { Attributor } from '../campaign/attributor.ts';
import { firstBreak } from '../checker/reproduce.ts';
import { Runner } from '../checker/run.ts';
import { reference, type SwitchName, switches } from '../implementation/kernel/switches.ts';
import { SimulatedKernel } from '../implementation/kernel/simulated.ts';
import type { Command } from '../model/command.ts';
import { isContinuation } from '../model/continuations.ts';
import { findWorld } from '../model/worlds.ts';
import type { World } from '../model/world.ts';
import { breaksOf, type Break } from './defect.ts';
import { kernelWith } from './identify.ts';
import { defects } from './index.ts';
import { findKernel, mendedVersion } from './kernels.ts';
import { specification } from '../properties/linux.ts';

/** One for each kernel and world: to make one takes longer than a run. */
const runners = new WeakMap<SimulatedKernel, Map<string, Runner>>();

function runnerOf(kernel: SimulatedKernel, world: World): Runner {
  const ofKernel = runners.get(kernel) ?? new Map<string, Runner>();
  runners.set(kernel, ofKernel);
  const runner = ofKernel.get(world.name) ?? new Runner(specification, kernel, world);
  ofKernel.set(world.name, runner);
  return runner;
}

const shows = (
  kernel: SimulatedKernel,
  steps: readonly Command[],
  { law, place, world: name }: Omit<Required<Break>, 'shortest'>,
): boolean => {
  const world = findWorld(name);
  const broken = { law, place, witness: '' };
  return firstBreak(runnerOf(kernel, world), { world, steps }, broken) !== undefined;
};

const correct = new SimulatedKernel('reference', reference);

describe.each(defects)('$id', (defect) => {
  const kernel = kernelWith(defect);

  describe.each(breaksOf(defect))('($law: $place)', (broken) => {
    const { shortest } = broken;

    it('is shown by its shortest trace, in which no command can be left out', () => {
      expect(shows(kernel, shortest, broken)).toBe(true);
      shortest.forEach((c, i) => {
        // What was left goes on in the end, whether or not the trace says so.
        if (isContinuation(c)) return;
        expect(shows(kernel, shortest.toSpliced(i, 1), broken)).toBe(false);
      });
    });

    it('needs each command to be left that its shortest trace leaves', () => {
      shortest.forEach(({ stops, ...c }, i) => {
        if (stops === undefined) return;
        const through = shortest.with(i, c);
        expect(shows(kernel, through, broken)).toBe(false);
      });
    });

    it('is not shown by the reference', () => {
      expect(shows(correct, shortest, broken)).toBe(false);
    });
  });

  it('breaks each law at each place once in a world', () => {
    const places = breaksOf(defect).map(
      ({ law, place, world }) => `${world}: ${violationText({ law, place })}`,
    );
    expect(new Set(places).size).toBe(places.length);
  });

  it('turns switches off their reference, to values that exist', () => {
    for (const [name, value] of Object.entries(defect.switches)) {
      expect(switches[name as SwitchName]).toContain(value);
      expect(value).not.toBe(reference[name as SwitchName]);
    }
  });

  it('needs each of the switches that it turns, to be shown', () => {
    const names = Object.keys(defect.switches) as SwitchName[];
    for (const name of names) {
      const less = new SimulatedKernel('one less', {
        ...reference,
        ...defect.given,
        ...defect.switches,
        [name]: reference[name],
      });
      const isCompanion = defect.companions?.includes(name) ?? false;
      expect({ name, shown: shows(less, defect.shortest, defect) }).toEqual({
        name,
        shown: isCompanion,
      });
    }
  });

  it('is identified by its trace', () => {
    const { causes } = new Attributor(findWorld(defect.world)).attribute(
      findKernel(defect.id),
      { steps: defect.shortest },
      defect,
    );
    expect(causes.map((d) => d.id)).toEqual([defect.id]);
  });
});

describe('a mended kernel', () => {
  it('has none of the defects that its release is known for, and all others', () => {
    const mended = mendedVersion(findKernel('linux-5.18-rc1'))!;
    expect(mended.switches).toMatchObject({ pasidFreeAt: 'mmput', uaccePutQ: 'stop' });
    expect(findKernel('linux-5.18-rc1-mended')).toEqual(mended);
  });
});
