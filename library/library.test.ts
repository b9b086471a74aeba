import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { searching } from '../checker/random.ts';
import type { Finding } from '../checker/finding.ts';
import { Grader, ordinaryBudget } from '../checker/grade.ts';
import { findKernel, simulate } from '../defects/kernels.ts';
import { answered, type AsyncPort } from '../implementation/async-port.ts';
import { CannotGoOn, type Port } from '../implementation/port.ts';
import {
  type Answer,
  asyncPortOf,
  certify,
  check,
  explore,
  findWorld,
  portOf,
  readSteps,
  record,
  refused,
  replay,
  report,
  Runner,
  shrink,
  specification as linux,
  specify,
  success,
  tables,
  traces,
  wordsOf,
} from '../index.ts';
import { atOnce, soon } from '../shrinkers/work.ts';

/** A counter that has to be at least 0, and one whose `down` forgets that at 2. */
const state = tables({ counter: record(['value']) });
const { command, law } = wordsOf(state);
const below = refused('below zero');
const counter = specify({
  subject: 'counter',
  state,
  commands: [
    command({ kind: 'up', says: 'Counts up', next: (s) => void s.counter.value++ }),
    command({
      kind: 'down',
      says: 'Counts down, if it can',
      admits: (s) => [s.counter.value > 0 ? success : below],
      next: (s) => void s.counter.value--,
    }),
  ],
});

const numbers = tables({ counter: record(['value']) });
type Numbers = ReturnType<typeof numbers.state>;

function counting(down: (s: Numbers) => Answer, hasMemory = true): Port {
  return portOf<Numbers>({
    name: 'counting',
    fresh: (world) => numbers.state(world),
    commands: {
      up(s) {
        s.counter.value = Math.min(s.counter.value + 1, 3);
        return success;
      },
      down,
    },
    describe: (s) => numbers.describe(s),
    ...(hasMemory && { memory: (s: Numbers) => s.layout }),
  });
}

/** Refuses where it must not. */
const wrongAtTwo = (s: Numbers): Answer => (s.counter.value === 2 ? below : rightly(s));

function rightly(s: Numbers): Answer {
  if (s.counter.value === 0) return below;
  s.counter.value--;
  return success;
}
const system = { specification: counter, port: counting(wrongAtTwo) };

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

describe('the engine on a system of its user', () => {
  it('finds, shrinks and proves, and the certificate is checked again', () => {
    const { findings } = check(system, { runs: 100 });
    const [finding] = findings;
    expect(finding!.trace.steps.map(({ kind }) => kind)).toEqual(['up', 'up', 'down']);
    expect(finding).toMatchObject({
      place: { command: 'down', answer: 'below zero' },
      grade: 'proven shortest',
    });
    expect(finding!.witness).toBe('down answered below zero. Admitted: success.');
    expect(certify(system, finding!)).toEqual([]);
    const right = { specification: counter, port: counting(rightly) };
    expect(certify(right, finding!)).not.toEqual([]);
    expect(certify(system, { ...finding!, certificate: undefined })).toEqual([
      'it has no certificate',
    ]);
  });

  it('explores, and says the same of an implementation that cannot be put back', () => {
    const states = explore(system);
    const runs = explore({ ...system, port: counting(wrongAtTwo, false) });
    expect(states.findings[0]!.trace).toEqual(runs.findings[0]!.trace);
    expect(runs.findings[0]).toMatchObject({ grade: 'proven shortest' });
    // Of every state there is one, of every trace all.
    expect([states.levels, runs.levels]).toEqual([
      [1, 1, 1, 1],
      [1, 2, 4, 8],
    ]);
    expect(explore({ ...system, port: counting(wrongAtTwo, false) }, { states: 5 })).toMatchObject({
      complete: 1,
      findings: [],
    });
  });

  it('has seen every trace where none goes on', () => {
    const up = command({
      kind: 'up',
      says: 'Counts up, up to two',
      possible: (s) => s.counter.value < 2,
      next: (s) => void s.counter.value++,
    });
    const once = specify({ subject: 'once', state, commands: [up] });
    const port = portOf({ name: 'once', fresh: () => ({}), commands: { up: () => success } });
    expect(explore({ specification: once, port })).toMatchObject({
      levels: [1, 1, 1, 0],
      complete: Infinity,
      findings: [],
    });
  });

  it('shrinks what it is given, replays text, and reports', () => {
    const long = readSteps(counter, 'down; up; up   success; up # three\ndown; down; down');
    expect(shrink(system, long).trace.steps).toHaveLength(3);
    expect(() => shrink(system, readSteps(counter, 'up'))).toThrow('the trace breaks no law');
    const { steps, broken } = replay(system, 'up; up; down');
    expect(steps.map((step) => step.state === 'answered' && step.answer)).toEqual([
      'success',
      'success',
      'below zero',
    ]);
    expect(broken).toHaveLength(1);
    const [finding] = explore(system).findings;
    expect(report(system, finding!)).toMatchObject({ subject: 'counter', breaksAt: 2 });
  });

  it('is a fast-check arbitrary, too', () => {
    const runner = new Runner(counter, system.port, { name: 'w' });
    const property = fc.property(traces(counter, { name: 'w' }), ({ steps }) => {
      runner.run(steps, { broken: (_step, { witness }) => expect.unreachable(witness) });
    });
    const { counterexample } = fc.check(property, { seed: 1 });
    expect(String(counterexample![0])).toBe('world w\nup\nup\ndown\n');
  });

  it('judges by a law of the state, at the command that breaks it', () => {
    const even = law({
      name: 'even',
      title: 'Never three',
      because: 'it is an example',
      after: (view, tell) => view.state.counter.value === 3 && tell('three', 'It is three.'),
    });
    const laws = [...counter.laws, even];
    const { findings } = explore(
      { ...system, specification: { ...counter, laws } },
      { all: true, depth: 4 },
    );
    expect(findings.map(({ place, trace }) => [place, trace.steps.length])).toContainEqual([
      { clause: 'three' },
      3,
    ]);
  });

  it('puts a shorter trace in the place of one that it proves not to be shortest', () => {
    const port = counting(wrongAtTwo, false);
    const grader = new Grader(counter, port, { name: 'w' }, ordinaryBudget);
    const long = readSteps(counter, 'up; down; up; up; down');
    const { trace, grade } = grader.grade(
      { world: { name: 'w' }, steps: long },
      { law: 'answers-conform', place: { command: 'down', answer: 'below zero' }, witness: '' },
    );
    expect([trace.steps.length, grade]).toEqual([3, 'proven shortest']);
  });

  it('says which goals were never reached', () => {
    const never = { specification: counter, port: counting(() => below) };
    expect(check(never, { runs: 50 }).progress.coverage.missed).toEqual(['down succeeds']);
  });
});

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
