import { placeText } from '../model/place.ts';
import { describe, expect, it } from 'vitest';
import { SimulatedKernel } from '../implementation/kernel/simulated.ts';
import { reference, type Switches } from '../implementation/kernel/switches.ts';
import { CannotGoOn, type Capabilities, type Port } from '../implementation/port.ts';
import { errno, errnoName } from '../model/answer.ts';
import type { Command } from '../model/command.ts';
import { parseSteps, commandText } from '../model/linux.ts';
import type { Law } from '../properties/linux-law.ts';
import { sva } from '../testing/model.ts';
import { play } from '../testing/overlapping.ts';
import { toldStep, ToldPort } from '../testing/told-port.ts';
import { Runner } from './run.ts';
import { specification } from '../properties/linux.ts';
import type { State } from '../model/state.ts';

const run = (port: Port, ...lines: string[]) =>
  new Runner(specification, port, sva).run(parseSteps(...lines), {});

describe('a run', () => {
  it('carries out what makes sense and counts what does not', () => {
    const outcome = run(kernel(), 'close p0 f0', 'open p0 d0 -> f0', 'exit p1', 'exit p0');
    expect(outcome).toEqual({ applied: 2, skipped: 2, ended: 'whole' });
  });

  it('skips commands that the implementation does not know, and counts them', () => {
    const commands = new Set([...kernel().capabilities.commands].filter((kind) => kind !== 'exec'));
    const port = showing({ commands });
    expect(run(port, 'exec p0', 'exit p0')).toEqual({ applied: 1, skipped: 1, ended: 'whole' });
  });

  it('ends where a call never returned', () => {
    const port = kernel({ bondPins: 'mm_users', mmputInUnbind: 'under-lock' });
    const outcome = run(port, 'fork p0 -> p1', 'open p0 d0 -> f0', 'exit p0', 'exec p1');
    expect(outcome).toEqual({ applied: 3, skipped: 0, ended: 'stuck' });
  });

  it('ends where two tasks wait for each other, though one was stopped before it had to wait', () => {
    const lines = [
      'open p0 d0 -> f0',
      'fork p0 -> p1',
      'clone p1 -> p2',
      'mmap p2 f0 mmio [stops at uacce_fops_mmap: before uacce->mutex]',
      'open p1 d0 -> f1',
    ];
    const port = kernel({ uacceMmapMutex: 'of-device' });
    expect(run(port, ...lines)).toEqual({ applied: 5, skipped: 0, ended: 'stuck' });
    expect(port.observe().splats.at(-1)).toMatchObject({ kind: 'deadlock' });
  });

  it('skips a continuation where nothing was left, and counts it', () => {
    const lines = ['continue p0', 'continue p7', 'continue-hotplug d0', 'continue-work', 'gp'];
    expect(run(kernel(), ...lines)).toEqual({ applied: 1, skipped: 4, ended: 'whole' });
  });

  it('ends where the implementation has no more room, and blames nobody', () => {
    const full = answering((c, inner) => {
      if (c.kind === 'fork') throw new CannotGoOn('full');
      return inner.apply(c);
    });
    const broken: string[] = [];
    const runner = new Runner(specification, full, sva);
    const outcome = runner.run(parseSteps('open p0 d0 -> f0', 'fork p0 -> p1', 'gp'), {
      broken: (_step, b) => broken.push(b.law),
    });
    expect(outcome).toEqual({ applied: 1, skipped: 0, ended: 'full' });
    expect(broken).toEqual([]);
  });

  it('lets any other error of the implementation through: that is a mistake of ours', () => {
    const faulty = answering(() => {
      throw new TypeError('undefined is not a function');
    });
    expect(() => run(faulty, 'gp')).toThrow(TypeError);
  });

  it('starts anew each time: nothing of the last one is left', () => {
    const runner = new Runner(specification, kernel(), sva);
    const answers = () => {
      const told: string[] = [];
      runner.run(parseSteps('open p0 d0 -> f0', 'fork p0 -> p1', 'open p1 d0 -> f1'), {
        answered: (_s, _step, _c, a) => told.push(`${errnoName(a.errno)} ${a.value}`),
      });
      return told;
    };
    expect(answers()).toEqual(['OK 1', 'OK 0', 'OK 2']);
    expect(answers()).toEqual(['OK 1', 'OK 0', 'OK 2']);
  });
});

describe('a listener', () => {
  it('is told of each command before, with its answer, and after the laws', () => {
    const told: string[] = [];
    new Runner(specification, kernel(), sva).run(
      parseSteps('exit p7', 'open p0 d0 -> f0', 'fork p0 -> p1'),
      {
        before: (s, step, c) =>
          told.push(`${step} before ${commandText(c)}, ${(s as State).made} mm`),
        answered: (s, step, _c, a) =>
          told.push(`${step} answered ${a.value}, ${(s as State).made} mm`),
        after: (s, step) => told.push(`${step} after, ${(s as State).made} mm`),
      },
    );
    expect(told).toEqual([
      '1 before open p0 d0 -> f0, 1 mm',
      '1 answered 1, 1 mm',
      '1 after, 1 mm',
      '2 before fork p0 -> p1, 1 mm',
      '2 answered 0, 1 mm',
      '2 after, 2 mm',
    ]);
  });

  it('is told of each law and place once in a trace, however often it breaks', () => {
    const always: Law = {
      name: 'liveness',
      title: '',
      because: '',
      needs: [],
      after: (_view, report) => {
        report('here', 'first');
        report('there', 'second');
      },
    };
    const told: string[] = [];
    const runner = new Runner({ ...specification, laws: [always] }, kernel(), sva);
    for (let i = 0; i < 2; i++)
      runner.run(parseSteps('gp', 'work'), {
        broken: (step, b) => told.push(`${step} ${b.law} ${placeText(b.place)}`),
      });
    expect(told).toEqual([
      '0 liveness here',
      '0 liveness there',
      '0 liveness here',
      '0 liveness there',
    ]);
  });
});

const counting = (more: Partial<Law> = {}) => {
  const looks: string[] = [];
  const law: Law = {
    name: 'liveness',
    title: '',
    because: '',
    needs: [],
    after: ({ state }) => void looks.push(`after, ${state.made} mm`),
    atRest: () => void looks.push('at rest'),
    ...more,
  };
  return { looks, spec: { ...specification, laws: [law] } };
};

describe('the laws', () => {
  it('are looked at after each command, with the state that it led to', () => {
    const { looks, spec } = counting();
    new Runner(spec, kernel(), sva).run(parseSteps('fork p0 -> p1', 'exit p9', 'gp'), {});
    expect(looks).toEqual(['after, 2 mm', 'after, 2 mm']);
  });

  it('are looked at once more at rest, when nobody is left and everything has settled', () => {
    const { looks, spec } = counting();
    const port = kernel();
    new Runner(spec, port, sva).run(parseSteps('open p0 d0 -> f0', 'exit p0'), {});
    expect(looks).toEqual(['after, 1 mm', 'after, 1 mm', 'after, 1 mm', 'at rest']);
    expect(port.observe().leftovers()).toEqual([]);
  });

  it('are not looked at at rest while somebody lives, or after a call that never returned', () => {
    const { looks, spec } = counting();
    new Runner(spec, kernel(), sva).run(parseSteps('fork p0 -> p1', 'exit p0'), {});
    expect(looks).not.toContain('at rest');
    const hangs = kernel({ bondPins: 'mm_users', mmputInUnbind: 'under-lock' });
    new Runner(spec, hangs, sva).run(parseSteps('open p0 d0 -> f0', 'exit p0'), {});
    expect(looks).not.toContain('at rest');
  });

  it('are, but for those about the log, not asked about objects in the midst of a change', () => {
    const hangs = kernel({ bondPins: 'mm_users', mmputInUnbind: 'under-lock' });
    const state = counting({ needs: ['splats', 'mms'] });
    new Runner(state.spec, hangs, sva).run(parseSteps('open p0 d0 -> f0', 'exit p0'), {});
    expect(state.looks).toEqual(['after, 1 mm']);
    const log = counting({ needs: ['splats'], readsLogAlone: true });
    new Runner(log.spec, hangs, sva).run(parseSteps('open p0 d0 -> f0', 'exit p0'), {});
    expect(log.looks).toEqual(['after, 1 mm', 'after, 1 mm']);
  });

  it('that need what the implementation does not show are skipped, and named', () => {
    const { looks, spec } = counting({ needs: ['caches'] });
    const blind = new Runner(spec, showing({ observes: new Set(['mms']) }), sva);
    blind.run(parseSteps('gp', 'exit p0'), {});
    expect(looks).toEqual([]);
    expect(blind.blindLaws).toEqual(['liveness']);
    expect(new Runner(spec, kernel(), sva).blindLaws).toEqual([]);
  });

  it('see which splats are new', () => {
    const seen: number[] = [];
    const law: Law = {
      name: 'no-splat',
      title: '',
      because: '',
      needs: ['splats'],
      after: (view) => void seen.push(view.seen.splats.length - view.splatsBefore),
    };
    const port = kernel({ bondPins: 'mm_users', mmputInUnbind: 'after-bond-freed' });
    new Runner({ ...specification, laws: [law] }, port, sva).run(
      parseSteps('open p0 d0 -> f0', 'close p0 f0', 'gp'),
      {},
    );
    expect(seen).toEqual([0, 1, 0]);
  });
});

describe('an answer that is not admitted', () => {
  it('can come again and again: the model has no room for what should not be, and skips it', () => {
    const port = kernel({ uacceMremap: 'moved' });
    const lines = ['open p0 d0 -> f0', 'mmap p0 f0 mmio'];
    for (let i = 0; i < 12; i++) lines.push('mremap p0 f0 mmio', 'mmap p0 f0 mmio');
    const places: string[] = [];
    new Runner(specification, port, sva).run(parseSteps(...lines), {
      broken: (_step, { place }) => places.push(placeText(place)),
    });
    expect(places).toEqual(['mmap: success']);
  });

  it('is told as the law that its rule names, and the trace goes on from it', () => {
    const odd = answering((c, inner) =>
      c.kind === 'exec' ? { errno: errno.EPERM, value: 0 } : inner.apply(c),
    );
    const told: string[] = [];
    const outcome = new Runner(specification, odd, sva).run(parseSteps('exec p0', 'gp'), {
      broken: (step, b) => told.push(`${step} ${b.law}: ${placeText(b.place)}`),
    });
    expect(told).toEqual(['0 answers-conform: exec: EPERM']);
    expect(outcome.applied).toBe(2);
  });
});

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
  it('ends the trace, and what is left is left', () => {
    const { answers, log, outcome } = play(['fork p0 -> p2', ...hanging], refusing);
    expect(answers.at(-1)).toBe('never returned');
    expect(outcome.ended).toBe('stuck');
    expect(log.at(-1)).toMatch(/^hung task in .* and has returned with it$/);
  });

  it('is told of as a deadlock if it waits in a circle', () => {
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

/** A refusal keeps the mutex of the device, and the next one waits for it. */
const refusing = { uacceRefusal: 'returns-at-once' } as const;
const hanging = [
  'open p0 d0 -> f0',
  'start p0 f0',
  'start p0 f0 [stops at uacce_fops_unl_ioctl: before uacce->mutex]',
  'continue p0',
  'hotplug d0 remove [stops at uacce_remove: before uacce->mutex]',
];

function kernel(off: Partial<Switches> = {}): SimulatedKernel {
  return new SimulatedKernel('test', { ...reference, ...off });
}

/** The reference kernel behind other capabilities. */
function showing(less: Partial<Capabilities>): Port {
  const inner = kernel();
  return portOver(inner, { capabilities: { ...inner.capabilities, ...less } });
}

/** The reference kernel with other answers. */
function answering(apply: (c: Command, inner: Port) => ReturnType<Port['apply']>): Port {
  const inner = kernel();
  return portOver(inner, { apply: (c) => apply(c, inner) });
}

function portOver(inner: Port, other: Partial<Port>): Port {
  return {
    name: inner.name,
    capabilities: inner.capabilities,
    reset: (world) => inner.reset(world),
    apply: (c) => inner.apply(c),
    settle: () => inner.settle(),
    observe: () => inner.observe(),
    describe: () => inner.describe(),
    ...other,
  };
}
