import { describe, expect, it } from 'vitest';
import { placeText } from '../model/place.ts';
import { SimulatedKernel } from '../implementation/kernel/simulated.ts';
import { reference, type Switches } from '../implementation/kernel/switches.ts';
import { CannotGoOn, type Capabilities, type Port } from '../implementation/port.ts';
import { errno, errnoName } from '../model/answer.ts';
import type { Command } from '../model/command.ts';
import { parseSteps, commandText } from '../model/linux.ts';
import type { Law } from '../properties/linux-law.ts';
import { sva } from '../testing/model.ts';
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
