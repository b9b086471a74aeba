import { describe, expect, it } from 'vitest';
import { generatorOf } from '../../checker/generate.ts';
import { Interleaver } from '../../checker/interleavings/interleaver.ts';
import { stream } from '../../checker/randomness.ts';
import { Runner } from '../../checker/run.ts';
import type { Answer } from '../../model/answer.ts';
import type { Command } from '../../model/command.ts';
import { findWorld } from '../../model/worlds.ts';
import { SimulatedKernel } from './simulated.ts';
import { reference, type Switches } from './switches.ts';
import { allPoints } from './points.ts';
import { specification } from '../../properties/linux.ts';

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

/**
 * The reference, and what has the points that it has not; where there is what they are about. `most`: rounds of one trace
 * on it, if so many are needed.
 */
const kernels: readonly {
  readonly world: string;
  readonly most: number;
  readonly off?: Partial<Switches>;
}[] = [
  { world: 'sva', most: 100 },
  {
    world: 'sva',
    most: 100,
    off: {
      uacceIoctlMutex: 'global',
      uacceRemove: 'unmaps-first',
      vmaLink: 'after-driver',
      unbindLooksAtMm: 'after-domain-freed',
    },
  },
  {
    world: 'sva',
    most: 100,
    off: { uacceIoctlMutex: 'of-ioctls', uacceMmapMutex: 'of-device', uacceMremap: 'moved' },
  },
  { world: 'sva-small', most: 100, off: { uacceMutexCovers: 'list-alone' } },
  { world: 'sva-uacce', most: 100 },
  { world: 'vtd-small', most: 400 },
  {
    world: 'vtd-small',
    most: 400,
    off: { pageResponse: 'looks-for-bond', entryTearDown: 'flushed-first' },
  },
  { world: 'vtd-small', most: 400, off: { prqServe: 'in-thread', prqList: 'copied' } },

  { world: 'enqcmd-small', most: 1000, off: { enqcmdFixup: 'interrupts-on' } },
  {
    world: 'enqcmd-small',
    most: 400,
    off: { enqcmdLoad: 'at-bind', pasidFreeAt: 'last-unbind', registerClear: 'after-free' },
  },
  {
    world: 'sets-small',
    most: 400,
    off: { setCapacityCheck: 'before-lock', setQuotaCheck: 'before-lock' },
  },
  { world: 'sva-uacce', most: 100, off: { uacceIoctlMutex: 'global' } },
  { world: 'vfio-alone', most: 4000 },
  { world: 'vfio-passthrough', most: 4000 },
  {
    world: 'vfio-tiny',
    most: 4000,
    off: {
      externalOwner: 'attacher',
      taskMm: 'tested-then-used',
      reaccount: 'credit-then-charge',
      charge: 'deferred-if-contended',
      driverList: 'locked',
      pinGroupLock: 'held',
    },
  },
];

/** So many rounds are made on each kernel in any case. */
const LEAST = 60;

/** Points that are passed in random traces with some of their commands overlapping, until all are met. */
function passedAtRandom(): Set<string> {
  const found = new Set<string>();
  const runs = kernels.map(({ off = {}, world: name, most }, i) => {
    const world = findWorld(name);
    const port = new Noting(off, found);
    const runner = new Runner(specification, port, world);
    const traces = stream(i, 'points');
    const generator = generatorOf(specification, world);
    const run = new Interleaver(runner, port, stream(i, 'schedules'), 'uniform');
    return { most, once: () => run.run(generator.trace(traces), {}) };
  });
  const most = Math.max(...runs.map((run) => run.most));
  const isMissing = (): boolean => allPoints.some((name) => !found.has(name));
  for (let i = 0; i < LEAST || (i < most && isMissing()); i++)
    for (const run of runs) if (i < run.most) run.once();
  return found;
}

describe('the points', () => {
  it('are those that schedules at random pass: each is met, and no other', () => {
    expect([...passedAtRandom()].toSorted()).toEqual([...allPoints].toSorted());
  });
});
