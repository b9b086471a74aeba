import { describe, expect, it } from 'vitest';
import { SimulatedKernel } from '../implementation/kernel/simulated.ts';
import { reference, type Switches } from '../implementation/kernel/switches.ts';
import { errnoName } from '../model/answer.ts';
import { parseSteps } from '../model/linux.ts';
import { sva } from '../testing/model.ts';
import { play } from '../testing/overlapping.ts';
import { toldStep, ToldPort } from '../testing/told-port.ts';
import { Runner } from './run.ts';
import { specification } from '../properties/linux.ts';

/** A refusal keeps the mutex of the device, and the next one waits for it. */
const refusing = { uacceRefusal: 'returns-at-once' } as const;
const hanging = [
  'open p0 d0 -> f0',
  'start p0 f0',
  'start p0 f0 [stops at uacce_fops_unl_ioctl: before uacce->mutex]',
  'continue p0',
  'hotplug d0 remove [stops at uacce_remove: before uacce->mutex]',
];
const bound = 'uacce_fops_open: bound, not yet listed';

describe('a command that is left', () => {
  it('goes on in the end, as if the trace said so', () => {
    const { answers, outcome } = play([
      'fork p0 -> p1',
      `open p0 d0 -> f0 [stops at ${bound}]`,
      `open p1 d1 -> f1 [stops at ${bound}]`,
    ]);
    expect(answers.slice(3)).toEqual(['PASID 1', 'PASID 2']);
    expect(outcome).toEqual({ applied: 3, skipped: 0, ended: 'whole' });
  });

  it('goes on in the end when it can: first the one that the other waits for', () => {
    const { answers } = play([`open p0 d0 -> f0 [stops at ${bound}]`, 'hotplug d0 remove']);
    expect(answers).toEqual(['has not returned', 'has not returned', 'PASID 1', 'success']);
  });

  it('goes on in the end also if it stops once more, and is at rest then', () => {
    const { answers, kernel: port } = play([
      'open p0 d0 -> f0',
      'exit p0 [stops at do_exit: mm left, files still open]',
      'continue p0 [stops at uacce_fops_release: queue put, not yet unbound]',
    ]);
    expect(answers.slice(1)).toEqual(['has not returned', 'has not returned', 'success']);
    expect(port.observe().leftovers()).toEqual([]);
  });

  it('returns at once if it does not come to its stop', () => {
    const { answers } = play(['exec p0 [stops at uacce_remove: before q->mutex]', 'exec p0']);
    expect(answers).toEqual(['success', 'success']);
  });

  it('keeps its task busy: it is asked nothing else', () => {
    const { answers, outcome } = play([
      `open p0 d0 -> f0 [stops at ${bound}]`,
      'exec p0',
      'fork p0 -> p1',
      'continue p0',
    ]);
    expect(answers).toEqual(['has not returned', 'PASID 1']);
    expect(outcome).toEqual({ applied: 1, skipped: 2, ended: 'whole' });
  });

  it('leaves room for what it makes', () => {
    const lines = ['open p0 d0 -> f0', 'open p0 d0 -> f1', 'open p0 d0 -> f2', 'fork p0 -> p1'];
    const last = `open p0 d0 -> f3 [stops at ${bound}]`;
    expect(play([...lines, last, 'open p1 d1 -> f4']).outcome.skipped).toBe(1);
    expect(play([...lines, last, 'gp', 'touch p1 f0 mmio']).outcome.skipped).toBe(0);
  });
});

describe('a continuation of nothing is skipped:', () => {
  it.each(['continue p0', 'continue p5', 'continue-hotplug d0', 'continue-work'])('%s', (line) => {
    expect(play([line, 'gp']).outcome).toEqual({ applied: 1, skipped: 1, ended: 'whole' });
  });

  it('of what has returned', () => {
    const lines = ['exec p0 [stops at mmput: last user gone, notifiers not yet told]'];
    expect(play([...lines, 'continue p0', 'continue p0']).outcome.skipped).toBe(1);
  });

  it('of another task than the one that was left', () => {
    const lines = ['fork p0 -> p1', `open p0 d0 -> f0 [stops at ${bound}]`, 'continue p1'];
    expect(play(lines).outcome.skipped).toBe(1);
  });
});

describe('a task that never wakes among others', () => {
  it('ends the trace, and suspended commands stay suspended', () => {
    const { answers, log, outcome } = play(['fork p0 -> p2', ...hanging], refusing);
    expect(answers.at(-1)).toBe('never returned');
    expect(outcome.ended).toBe('stuck');
    expect(log.at(-1)).toMatch(/^hung task in .* and has returned with it$/);
  });

  it('is reported as a deadlock if it waits in a circle', () => {
    const { log, outcome } = play(
      [
        'open p0 d0 -> f0',
        'fork p0 -> p1',
        'clone p1 -> p2',
        'open p1 d0 -> f1 [stops at mmu_notifier_register: before mmap_lock]',
        'mmap p2 f0 mmio',
        'gp',
      ],
      { uacceMmapMutex: 'of-device' },
    );
    expect(outcome).toEqual({ applied: 5, skipped: 0, ended: 'stuck' });
    expect(log.at(-1)).toMatch(
      /^deadlock in uacce_fops_mmap: p2 waits for uacce->mutex 0, which p1 holds; p1 waits for mmap_lock \d+, which p2 holds$/,
    );
  });

  it('leaves nothing behind for the next trace', () => {
    const port = kernel(refusing);
    const runner = new Runner(specification, port, sva);
    expect(runner.run(parseSteps(...hanging), {}).ended).toBe('stuck');
    expect(runner.isSuspended(0)).toBe(false);
    const again = runner.run(parseSteps('open p0 d0 -> f0', 'exit p0'), {});
    expect(again).toEqual({ applied: 2, skipped: 0, ended: 'whole' });
  });
});

describe('a listener of commands that overlap', () => {
  it('is told which command a step belongs to', () => {
    const steps = [
      'exec p0 [stops at x]',
      'gp',
      'continue p0 [stops at y]',
      'continue p0',
      'gp',
    ].map(toldStep);
    const heard: string[] = [];
    const runner = new Runner({ ...specification, laws: [] }, new ToldPort(steps), sva);
    runner.run(
      steps.map(({ c }) => c),
      {
        answered: (_s, step, c, a) =>
          heard.push(`${step} answered ${c.kind} ${errnoName(a.errno)}`),
        after: (_s, step, c, a, of) =>
          heard.push(`${step} ${c.kind} of ${of.kind} ${errnoName(a.errno)}`),
      },
    );
    expect(heard).toEqual([
      '0 exec of exec PAUSED',
      '1 answered gp OK',
      '1 gp of gp OK',
      '2 continue of exec PAUSED',
      '3 answered exec OK',
      '3 continue of exec OK',
      '4 answered gp OK',
      '4 gp of gp OK',
    ]);
  });
});

function kernel(off: Partial<Switches> = {}): SimulatedKernel {
  return new SimulatedKernel('test', { ...reference, ...off });
}
