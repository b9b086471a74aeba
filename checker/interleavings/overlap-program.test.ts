import { describe, expect, it } from 'vitest';
import { breaksOf, needsInterleaving } from '../../defects/defect.ts';
import { defects } from '../../defects/index.ts';
import { SimulatedKernel } from '../../implementation/kernel/simulated.ts';
import { reference, type Switches } from '../../implementation/kernel/switches.ts';
import { Footprint } from '../../memory/footprint.ts';
import { isContinuation } from '../../model/continuations.ts';
import { parseSteps } from '../../model/parse.ts';
import { commandText } from '../../model/text.ts';
import { findWorld, type World } from '../../model/world.ts';
import { Runner } from '../run.ts';
import { rulesByKind, specification } from '../specification.ts';
import { OverlapProgram } from './overlap-program.ts';
import { everySchedule } from './schedules.ts';

/** What happens first, one after the other, and what overlaps then. */
interface Case {
  readonly before: readonly string[];
  readonly commands: readonly string[];
}

interface Checked {
  readonly kernel: SimulatedKernel;
  readonly runner: Runner;
}

/** A kernel that records what it touches. */
function checked(off: Partial<Switches> = {}, world = small): Checked {
  const kernel = new SimulatedKernel('recording', { ...reference, ...off }, new Footprint());
  return { kernel, runner: new Runner(kernel, specification, world) };
}

function programOf({ before, commands }: Case, { kernel, runner }: Checked = checked()) {
  const first = parseSteps(...before);
  const broken = new Set<string>();
  const program = new OverlapProgram(runner, kernel, rulesByKind, parseSteps(...commands), () => {
    broken.clear();
    runner.start({ broken: (_step, { law, place }) => broken.add(`${law}: ${place}`) });
    for (const c of first) runner.take(c);
  });
  return { program, broken };
}

const small: World = { ...findWorld('sva-small'), processes: 3 };
const keeping: World = { ...small, closeOnExec: false };

/** Where there are more, only the first so many are run. */
const SCHEDULES_MAX = 1500;

/** The law and place of everything that breaks in some schedule, and how many schedules were run. */
function explored(one: Case, on: Checked, reduce: boolean) {
  const { program, broken } = programOf(one, on);
  const found = new Set<string>();
  const { completed, ended } = everySchedule(program, {
    reduce,
    goOn: (progress) => progress.completed < SCHEDULES_MAX,
    onEnd() {
      on.runner.end();
      for (const place of broken) found.add(place);
    },
  });
  return { found: [...found].toSorted(), completed, ended };
}

const cases: readonly Case[] = [
  { before: [], commands: ['open p0 d0 -> f0', 'hotplug d0 remove'] },
  { before: ['open p0 d0 -> f0', 'start p0 f0'], commands: ['exit p0', 'dma f0', 'gp'] },
  { before: ['open p0 d0 -> f0'], commands: ['start p0 f0', 'hotplug d0 remove', 'dma f0'] },
  {
    before: ['open p0 d0 -> f0', 'clone p0 -> p1', 'mmap p0 f0 mmio'],
    commands: ['munmap p0 f0 mmio', 'mmap p1 f0 dus'],
  },
  {
    before: ['open p0 d0 -> f0', 'fork p0 -> p1', 'clone p1 -> p2'],
    commands: ['open p1 d0 -> f1', 'mmap p2 f0 mmio'],
  },
  {
    before: ['open p0 d0 -> f0', 'fork p0 -> p1'],
    commands: ['close p0 f0', 'close p1 f0', 'gp'],
  },
  {
    before: ['open p0 d0 -> f0', 'fork p0 -> p1'],
    commands: ['exit p0', 'bind p1 f0 -> h0'],
  },
];

describe('schedules that differ only in what can be exchanged', () => {
  const racing = defects.filter(needsInterleaving);
  const kernels = [
    { id: 'the reference', switches: {} },
    { id: 'a lock order inverted', switches: { uacceMmapMutex: 'of-device' } },
    // the others do nothing else where there is no VFIO
    ...racing.filter(({ world }) => findWorld(world).vfio === undefined),
  ] as const;

  it.each(kernels)('break nothing else, wherever they begin: $id', ({ switches }) => {
    const on = checked(switches);
    let all = 0;
    let fewer = 0;
    for (const one of cases) {
      const whole = explored(one, on, false);
      const reduced = explored(one, on, true);
      expect(whole.ended).toBe('all');
      expect([one.commands, reduced.found]).toEqual([one.commands, whole.found]);
      all += whole.completed;
      fewer += reduced.completed;
    }
    expect(fewer).toBeLessThan(all / 4);
  });

  it.each(racing)('break what the catalogue says, among the commands of $id', (defect) => {
    const world = findWorld(defect.world);
    const { closeOnExec } = world;
    const on = checked(
      { ...defect.given, ...defect.switches },
      world.vfio === undefined ? { ...keeping, closeOnExec } : world,
    );
    for (const { law, place, shortest } of breaksOf(defect)) {
      const at = shortest.findIndex((c) => c.stops !== undefined);
      const plain = shortest
        .filter((c) => !isContinuation(c))
        .map((c) => commandText(c).replace(/ \[stops at .*/, ''));
      const one = { before: plain.slice(0, at), commands: plain.slice(at) };
      const reduced = explored(one, on, true);
      expect(reduced.ended).toBe('all');
      expect(reduced.found).toContain(`${law}: ${place}`);
      const whole = explored(one, on, false);
      if (whole.ended === 'all') expect(reduced.found).toEqual(whole.found);
      else expect(reduced.found).toEqual(expect.arrayContaining([...whole.found]));
    }
  });

  it('are none on the reference that breaks anything', () => {
    const on = checked();
    for (const one of cases) expect(explored(one, on, true).found).toEqual([]);
  });
});

describe('commands as a program', () => {
  const one: Case = {
    before: ['open p0 d0 -> f0', 'fork p0 -> p1'],
    commands: ['start p0 f0', 'exec p1', 'gp', 'exec p0', 'gp'],
  };

  it('have a task for each process, and one for each that is done at once', () => {
    expect(programOf(one).program.tasks).toBe(4);
  });

  it('are made in the order of their task', () => {
    const { program } = programOf(one);
    program.start();
    expect(program.moves()).toEqual([0, 1, 2, 3]);
    while (program.moves().includes(0)) program.step(0);
    expect(program.steps.map(commandText)).toEqual(['start p0 f0', 'exec p0']);
    expect(program.moves()).toEqual([1, 2, 3]);
  });

  it('are finished or not: a switch away from one that is not costs one', () => {
    const { program } = programOf(one);
    program.start();
    program.step(2);
    expect(program.isUnfinished).toBe(false);
    program.step(0);
    expect(program.isUnfinished).toBe(true);
    while (program.isUnfinished) program.step(0);
    expect(program.steps.map(commandText)).toEqual(['gp', 'start p0 f0']);
  });

  it('tell how many moves each made', () => {
    const { program } = programOf(one);
    program.start();
    for (let moves = program.moves(); moves.length > 0; moves = program.moves())
      program.step(moves[0]!);
    const made: string[] = [];
    let sum = 0;
    program.eachCommand((kind, moves) => {
      made.push(kind);
      sum += moves;
    });
    expect(made.toSorted()).toEqual(['exec', 'exec', 'gp', 'gp', 'start']);
    expect(sum).toBe(program.length);
  });

  it('leave out who waits', () => {
    const { program } = programOf({
      before: ['fork p0 -> p1'],
      commands: ['open p0 d0 -> f0', 'open p1 d0 -> f1'],
    });
    program.start();
    program.step(0);
    program.step(0);
    program.step(1);
    expect(program.moves()).toEqual([0]);
    while (program.isUnfinished && program.moves().includes(0)) program.step(0);
    expect(program.moves()).toContain(1);
  });

  it('are over when one of them never returns', () => {
    const { program } = programOf(
      {
        before: ['open p0 d0 -> f0', 'fork p0 -> p1', 'clone p1 -> p2'],
        commands: ['open p1 d0 -> f1', 'mmap p2 f0 mmio'],
      },
      checked({ uacceMmapMutex: 'of-device' }),
    );
    let over = 0;
    everySchedule(program, {
      reduce: true,
      onEnd: () => {
        if (!program.isOver) return;
        over++;
        expect(program.moves()).toEqual([]);
      },
    });
    expect(over).toBeGreaterThan(0);
  });

  it('begin anew, from where they are told to', () => {
    const { program } = programOf(one);
    for (let i = 0; i < 2; i++) {
      program.start();
      expect(program.length).toBe(0);
      program.step(1);
      expect(program.steps.map(commandText)).toHaveLength(1);
    }
  });

  it('know what a move touched, a call and a return among it', () => {
    const { program } = programOf(one);
    program.start();
    program.step(2);
    const { reads, writes } = program.touched!;
    const history = Math.max(...reads);
    expect(writes).toContain(history);
    program.step(0);
    expect(program.touched!.reads).toContain(history);
    expect(program.touched!.writes).not.toContain(history);
  });

  it('know that a move wrote into the log', () => {
    const twice = { before: ['open p0 d0 -> f0', 'start p0 f0'], commands: ['start p0 f0', 'gp'] };
    const { program } = programOf(twice, checked({ uacceRefusal: 'returns-at-once' }));
    program.start();
    program.step(1);
    const history = Math.max(...program.touched!.writes);
    const log = history + 1;
    while (program.moves().includes(0)) {
      expect(program.touched!.writes).not.toContain(log);
      program.step(0);
    }
    expect(program.touched!.writes).toContain(log);
  });
});
