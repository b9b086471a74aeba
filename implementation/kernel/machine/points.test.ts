import { describe, expect, it } from 'vitest';
import { generatorOf } from '../../../checker/arbitrary.ts';
import { Interleaver } from '../../../checker/interleavings/interleaver.ts';
import { stream } from '../../../checker/randomness.ts';
import { Runner } from '../../../checker/run.ts';
import { rulesByKind, specification } from '../../../checker/specification.ts';
import type { Answer } from '../../../model/answer.ts';
import type { Command } from '../../../model/command.ts';
import { Bench } from '../../../testing/kernel.ts';
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

/** The reference, and what has the points that it has not. */
const kernels: readonly Partial<Switches>[] = [
  {},
  { uacceIoctlMutex: 'global', vmaLink: 'after-driver', unbindLooksAtMm: 'after-domain-freed' },
  { uacceMmapMutex: 'of-device', uacceMremap: 'moved' },
];

/** Rounds of one trace on each kernel: at least so many, and at most. */
const ROUNDS = { least: 60, most: 3000 } as const;

/** Points that are passed in random traces with some of their commands overlapping, until all are met. */
function passedAtRandom(): Set<string> {
  const found = new Set<string>();
  const runs = kernels.map((off, i) => {
    const port = new Noting(off, found);
    const runner = new Runner(port, specification, sva);
    return new Interleaver(runner, port, rulesByKind, stream(i, 'schedules'), 'uniform');
  });
  const random = stream(1, 'points');
  const generator = generatorOf(sva);
  const isMissing = (): boolean => allPoints.some((name) => !found.has(name));
  for (let i = 0; i < ROUNDS.least || (i < ROUNDS.most && isMissing()); i++)
    for (const run of runs) run.run(generator.trace(random), {});
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
