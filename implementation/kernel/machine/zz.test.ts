import { describe, expect, it } from 'vitest';
import { generatorOf } from '../../../checker/arbitrary.ts';
import { Interleaver } from '../../../checker/interleavings/interleaver.ts';
import { stream } from '../../../checker/randomness.ts';
import { Runner } from '../../../checker/run.ts';
import { rulesByKind, specification } from '../../../checker/specification.ts';
import type { Answer } from '../../../model/answer.ts';
import type { Command } from '../../../model/command.ts';
import { Bench } from '../../../testing/kernel.ts';
import { findWorld, type World } from '../../../model/world.ts';
import { sva } from '../../../testing/model.ts';
import { SimulatedKernel } from '../simulated.ts';
import { reference, type Switches } from '../switches.ts';
import { allPoints, beforeLock, point, points } from './points.ts';

/** A kernel that notes every point at which a command is left. */
class Noting extends SimulatedKernel {
  readonly #passed: Set<string>;

  constructor(off: Partial<Switches>, passed: Set<string>) {
    super('noting', { ...reference, ...off });
    this.#passed = passed;
  }

  override apply(c: Command): Answer {
    const answer = super.apply(c);
    const paused = this.paused();
    if (paused !== undefined && paused.waits === undefined) this.#passed.add(paused.at);
    return answer;
  }
}

/** The reference, and what has the points that it has not; where there is what they are about. */
const kernels: readonly { readonly world: World; readonly off: Partial<Switches> }[] = [
  { world: sva, off: {} },
  {
    world: sva,
    off: {
      uacceIoctlMutex: 'global',
      vmaLink: 'after-driver',
      unbindLooksAtMm: 'after-domain-freed',
    },
  },
  { world: sva, off: { uacceMmapMutex: 'of-device', uacceMremap: 'moved' } },
  { world: findWorld('vfio-pinning'), off: {} },
  { world: findWorld('vfio-keep-on-exec'), off: {} },
  {
    world: findWorld('vfio-alone'),
    off: {
      externalOwner: 'attacher',
      taskMm: 'tested-then-used',
      reaccount: 'credit-then-charge',
      charge: 'deferred-if-contended',
      driverList: 'locked',
    },
  },
];

/** Rounds of one trace on each kernel: at least so many, and at most. */
const ROUNDS = { least: 60, most: 3000 } as const;

/** Points that are passed in random traces with some of their commands overlapping, until all are met. */
function passedAtRandom(): Set<string> {
  const found = new Set<string>();
  const runs = kernels.map(({ off, world }, i) => {
    const port = new Noting(off, found);
    const runner = new Runner(port, specification, world);
    const traces = stream(i, 'points');
    const generator = generatorOf(world);
    const run = new Interleaver(runner, port, rulesByKind, stream(i, 'schedules'), 'uniform');
    return () => run.run(generator.trace(traces), {});
  });
  let last = 0;
  const T: number[] = [];
  const isMissing = (): boolean => allPoints.some((name) => !found.has(name));
  for (let i = 0; i < ROUNDS.least || (i < ROUNDS.most && isMissing()); i++)
    for (const [j, run] of runs.entries()) {
      if (i > 60 && j < 3) continue;
      const b = new Set(found);
      const t = performance.now();
      run();
      T[j] = (T[j] ?? 0) + performance.now() - t;
      last = i;
      for (const f of found) if (!b.has(f)) console.log(i, j, f);
    }
  console.log(last, T);
  if (process.env.ZZ) console.log(allPoints.filter((name) => !found.has(name)));
  return found;
}

describe('the points', () => {
  it('are those that schedules at random pass: each is met, and no other', () => {
    expect([...passedAtRandom()].toSorted()).toEqual([...allPoints].toSorted());
  });

  it('have names of their own, with the function in front', () => {
    expect(new Set(allPoints).size).toBe(allPoints.length);
    for (const name of allPoints) expect(name).toMatch(/^[\w ]+: \S/);
  });

  it('are what the kernel says that it can stop at', () => {
    expect(new SimulatedKernel('reference', reference).capabilities.points).toBe(allPoints);
  });

  it('have one for each function that takes a lock', () => {
    expect(beforeLock('sva_lock', 'arm_smmu_sva_bind')).toBe('arm_smmu_sva_bind: before sva_lock');
    expect(allPoints).toContain('arm_smmu_sva_bind: before sva_lock');
  });
});

describe('a point', () => {
  it('is none, at no cost, where a command runs alone', () => {
    const { machine } = new Bench().k;
    expect(point(machine, 'exitMm')).toBeUndefined();
    machine.interleaves = true;
    expect(point(machine, 'exitMm')).toBe(points.exitMm);
  });
});
