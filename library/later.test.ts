import { describe, expect, it } from 'vitest';
import { searching } from '../checker/random.ts';
import type { Finding } from '../checker/finding.ts';
import { findKernel, simulate } from '../defects/kernels.ts';
import { answered, type AsyncPort } from '../implementation/async-port.ts';
import { CannotGoOn, type Port } from '../implementation/port.ts';
import { atOnce, soon } from '../shrinkers/work.ts';
import {
  asyncPortOf,
  check,
  findWorld,
  readSteps,
  record,
  replay,
  report,
  Runner,
  shrink,
  specification as linux,
  success,
  tables,
} from '../index.ts';
import { below, counter, counting, law, wrongAtTwo } from '../testing/counter.ts';

/** As a service would have it: every answer comes later. It shows nothing, for what a kernel shows changes with it. */
function later(port: Port): AsyncPort {
  return {
    isAsync: true,
    name: port.name,
    capabilities: { ...port.capabilities, observes: new Set() },
    reset: async (world) => await Promise.resolve(port.reset(world)),
    apply: async (c) => await Promise.resolve(port.apply(c)),
    settle: async () => await Promise.resolve(port.settle()),
    observe: async () => await Promise.resolve(port.observe()),
    describe: async () => await Promise.resolve(port.describe()),
    allocations: () => port.allocations!(),
    failedAllocation: () => port.failedAllocation!(),
    paused: () => port.paused!(),
    canContinue: (c) => port.canContinue!(c),
  };
}

function blind(port: Port): Port {
  return Object.assign(port, { capabilities: { ...port.capabilities, observes: new Set() } });
}

const world = findWorld('sva-small');

function kernel(): Port {
  return blind(Object.assign(simulate(findKernel('linux-5.18-rc1')), { memory: undefined }));
}

async function search(port: Port) {
  const findings: Finding[] = [];
  const order = {
    specification: linux,
    port,
    world,
    seed: 7,
    first: false,
    faults: true,
    grading: { states: 100, certified: 100, subsequences: 100, schedules: 100 },
    goOn: ({ traces: n }: { readonly traces: number }) => n < 60,
    onFinding: (finding: Finding) => void findings.push(finding),
  };
  const { traces: n, commands, skipped } = await soon(searching(order));
  return { findings, n, commands, skipped };
}

function failing(error: Error): AsyncPort {
  return {
    ...later(counting(wrongAtTwo)),
    apply: async () => await Promise.reject(error),
  };
}

describe('an implementation that answers later', () => {
  it('is searched, shrunk and graded as one that answers at once', async () => {
    const expected = await search(kernel());
    expect(expected.findings.length).toBeGreaterThan(1);
    expect(await search(answered(later(kernel())))).toEqual(expected);
  });

  it('is replayed and reported alike, overlapping commands and what fails in them included', async () => {
    const port = blind(simulate(findKernel('linux-5.18-rc1')));
    const lines = [
      'open p0 d0 -> f0',
      'fork p0 -> p1',
      'open p1 d0 -> f1 [stops at uacce_fops_open: before uacce->mutex]',
      'exit p0',
      'alloc -> n0 [allocation 1 fails]',
    ].join('\n');
    const parts = { specification: linux, world };
    const [first, second] = [replay({ ...parts, port }, lines), later(port)];
    expect(await replay({ ...parts, port: second }, lines)).toEqual(first);
    const broken = 'open p0 d0 -> f0; fork p0 -> p1; exit p0; open p1 d0 -> f1';
    const budget = { states: 1, certified: 1, subsequences: 1 };
    const finding = shrink({ ...parts, port }, readSteps(linux, broken), { budget });
    const own = report({ ...parts, port }, finding);
    expect(await report({ ...parts, port: second }, finding)).toEqual(own);
  });

  it('may find no room, and fails where it is waited for', async () => {
    const parts = { specification: counter };
    const full = await replay({ ...parts, port: failing(new CannotGoOn('full')) }, 'up; up');
    expect(full.steps.map(({ state: is }) => is)).toEqual(['not issued', 'not issued']);
    await expect(replay({ ...parts, port: failing(new Error('gone')) }, 'up')).rejects.toThrow(
      'gone',
    );
  });

  it('is seen before a step and after it, and when all that was deferred has happened', async () => {
    interface Tank {
      level: number;
    }
    const level = ({ seen }: { readonly seen: object }): number => (seen as Tank).level;
    const laws = [
      law({
        name: 'by one',
        title: 'Up is by one',
        because: 'it is an example',
        needs: ['level'],
        measure: (view) => [level(view)],
        onStep: (view, [was], tell) =>
          level(view) > was! + 1 && tell('by more', `From ${was} to ${level(view)}.`),
      }),
      law({
        name: 'empty',
        title: 'Empty at rest',
        because: 'it is an example',
        needs: ['level'],
        atRest: (view, tell) => level(view) > 0 && tell('not empty', `It is ${level(view)}.`),
      }),
    ];
    const tank = asyncPortOf<Tank>({
      name: 'tank',
      fresh: () => ({ level: 0 }),
      commands: {
        up: async (t) => await Promise.resolve(((t.level += t.level === 2 ? 2 : 1), success)),
        down: async () => await Promise.resolve(below),
      },
      observes: ['level'],
      observe: async (t) => await Promise.resolve({ ...t }),
      settle: async (t) => void (t.level = await Promise.resolve(Math.max(0, t.level - 3))),
    });
    const resting = tables({ counter: record(['value']) }, { isOver: (s) => s.counter.value >= 3 });
    const parts = { specification: { ...counter, laws, newState: resting.state.bind(resting) } };
    const { broken } = await replay({ ...parts, port: tank }, 'up; up; up');
    expect(broken.map(({ witness }) => witness)).toEqual(['From 2 to 4.', 'It is 1.']);
  });

  it('is not asked before it was waited for', () => {
    const port = answered(later(counting(wrongAtTwo)));
    const runner = new Runner(counter, port, { name: 'w' });
    expect(() => runner.run([{ kind: 'up' }], {})).toThrow('the result of up was not awaited');
    expect(() => atOnce(runner.running([{ kind: 'up' }], {}))).toThrow('has to wait');
  });

  it('runs one command at a time, and says so', async () => {
    const port = later(simulate(findKernel('reference')));
    const { progress } = await check(
      { specification: linux, port, world },
      { runs: 3, interleave: 'pct' },
    );
    expect(progress.notChecked).toContain(
      'commands that overlap: an implementation that answers later runs one command at a time',
    );
  });
});
