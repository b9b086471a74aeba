import { afterEach, describe, expect, it, vi } from 'vitest';
import { calls } from '../implementation/kernel/calls/index.ts';
import { deferred } from '../implementation/kernel/deferred.ts';
import type { Kernel } from '../implementation/kernel/kernel.ts';
import type { Call } from '../implementation/kernel/machine/pause.ts';
import { point } from '../implementation/kernel/machine/wait.ts';
import { SimulatedKernel } from '../implementation/kernel/simulated.ts';
import { reference } from '../implementation/kernel/switches.ts';
import { ANYWHERE } from '../implementation/port.ts';
import { violationText } from '../model/judgement.ts';
import { parseSteps } from '../model/linux.ts';
import { findWorld } from '../model/worlds.ts';
import { specification } from '../properties/linux.ts';
import { Runner } from './run.ts';

const somewhere = { in: 'copy_mm', at: 'somewhere' };

function forkRuns(run: (k: Kernel) => Call<number> | number): void {
  vi.spyOn(calls['fork']!, 'run').mockImplementation(run);
}

const settles = deferred as { settle?: (k: Kernel) => boolean };

/** Mistakes that end the kernel and not only a command; each shows after the same one command. */
const mistakes: Readonly<
  Record<string, readonly [plant: () => void, says: string, trace: string]>
> = {
  'a command that throws': [
    () =>
      forkRuns(() => {
        throw new TypeError('no such field');
      }),
    'fork threw TypeError: no such field.',
    'fork p0 -> p1',
  ],
  'a command that loops over its objects for ever': [
    () =>
      forkRuns(function* (k) {
        for (;;) yield* point(k, somewhere);
      }),
    'soft lockup in fork: an endless loop',
    'fork p0 -> p1',
  ],
  'a command that waits for a lock that it could take': [
    () =>
      forkRuns(function* (k) {
        for (;;) yield { ...somewhere, lock: k.mmapLock.locks[0]!, waits: true };
      }),
    'waits for mmap_lock 0, which it could take',
    'fork p0 -> p1',
  ],
  'an oops in deferred work': [
    () => (settles.settle = (k) => k.mms.at(0, 'process_one_work').users > 0),
    'null dereference in process_one_work: mm_struct',
    'exit p0',
  ],
  'an error in deferred work': [
    () =>
      (settles.settle = () => {
        throw new RangeError('no such work');
      }),
    'Deferred work threw RangeError: no such work.',
    'exit p0',
  ],
  'deferred work that never ends': [
    () =>
      (settles.settle = (k) => {
        for (;;) k.machine.step();
      }),
    'soft lockup in kworker: an endless loop',
    'exit p0',
  ],
};

describe('a kernel with', () => {
  afterEach(() => {
    vi.restoreAllMocks();
    delete settles.settle;
  });

  it.each(Object.entries(mistakes))(
    '%s breaks a law, also if commands overlap',
    (_what, [plant, says, trace]) => {
      plant();
      const port = new SimulatedKernel('planted', reference);
      const runner = new Runner(specification, port, findWorld('sva-tiny'));
      const steps = parseSteps(trace);
      for (const way of [steps, steps.map((c) => ({ ...c, stops: ANYWHERE }))]) {
        const found: string[] = [];
        runner.run(way, {
          broken: (_step, one) => void found.push(`${one.witness} ${violationText(one)}`),
        });
        expect(found.join('\n')).toContain(says);
      }
    },
  );
});
