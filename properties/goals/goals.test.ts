import { describe, expect, it } from 'vitest';
import { commands } from '../../model/order.ts';
import { errnoName, errnos, failed, success } from '../../model/answer.ts';
import { parseCommand, parseSteps } from '../../model/linux.ts';
import type { World } from '../../model/world.ts';
import { runnerWith } from '../../testing/judge.ts';
import { after } from '../../testing/model.ts';
import { threads } from '../../testing/threads.ts';
import { answeredWith } from '../goal.ts';
import { goals } from './index.ts';
import { situationGoals } from './sva/situations.ts';
import { vocabulary } from '../../model/linux.ts';
import type { State } from '../../model/state.ts';

/** Each situation: a shortest trace that reaches it with its last command, and one that just misses. */
const situations: Readonly<
  Record<
    string,
    {
      readonly reached: readonly string[];
      readonly missed: readonly string[];
      /** Default: `sva`. */
      readonly world?: World;
    }
  >
> = {
  'fork while bound': {
    reached: ['open p0 d0 -> f0', 'fork p0 -> p1'],
    missed: ['open p0 d0 -> f0', 'close p0 f0', 'fork p0 -> p1'],
  },
  'exit while bound, another process keeps the file': {
    reached: ['open p0 d0 -> f0', 'fork p0 -> p1', 'exit p0'],
    missed: ['fork p0 -> p1', 'open p0 d0 -> f0', 'exit p0'],
  },
  'exit while bound, no other process has the file': {
    reached: ['open p0 d0 -> f0', 'exit p0'],
    missed: ['open p0 d0 -> f0', 'fork p0 -> p1', 'exit p0'],
  },
  'exit with a region mapped': {
    reached: ['open p0 d0 -> f0', 'mmap p0 f0 mmio', 'exit p0'],
    missed: ['open p0 d0 -> f0', 'fork p0 -> p1', 'mmap p1 f0 mmio', 'exit p0'],
  },
  'exec while bound': {
    reached: ['open p0 d0 -> f0', 'exec p0'],
    missed: ['open p0 d0 -> f0', 'fork p0 -> p1', 'exec p1'],
  },
  'exec with a region mapped': {
    reached: ['open p0 d0 -> f0', 'mmap p0 f0 mmio', 'exec p0'],
    missed: ['open p0 d0 -> f0', 'mmap p0 f0 mmio', 'fork p0 -> p1', 'exec p1'],
  },
  'exit while bound, another process still runs in the mm': {
    reached: ['open p0 d0 -> f0', 'clone p0 -> p1', 'exit p0'],
    missed: ['open p0 d0 -> f0', 'fork p0 -> p1', 'exit p0'],
  },
  'exec while bound, another process still runs in the mm': {
    reached: ['open p0 d0 -> f0', 'clone p0 -> p1', 'exec p0'],
    missed: ['open p0 d0 -> f0', 'clone p0 -> p1', 'exit p1', 'exec p0'],
  },
  'close of a file that a mapping keeps open': {
    reached: ['open p0 d0 -> f0', 'mmap p0 f0 mmio', 'close p0 f0'],
    missed: ['open p0 d0 -> f0', 'open p0 d0 -> f1', 'mmap p0 f0 mmio', 'close p0 f1'],
  },
  'the same mm on a second device': {
    reached: ['open p0 d0 -> f0', 'open p0 d1 -> f1'],
    missed: ['open p0 d0 -> f0', 'open p0 d0 -> f1'],
  },
  'a second bond of the same mm and device': {
    reached: ['open p0 d0 -> f0', 'open p0 d0 -> f1'],
    missed: ['open p0 d0 -> f0', 'open p0 d1 -> f1'],
  },
  'open while the bond of a dead mm holds another PASID': {
    reached: ['open p0 d0 -> f0', 'fork p0 -> p1', 'exit p0', 'open p1 d0 -> f1'],
    missed: ['open p0 d0 -> f0', 'fork p0 -> p1', 'open p1 d0 -> f1'],
  },
  'a PASID is handed out again': {
    reached: [
      'open p0 d0 -> f0',
      'fork p0 -> p1',
      'exec p0',
      'close p1 f0',
      'gp',
      'work',
      'open p1 d0 -> f1',
    ],
    missed: ['open p0 d0 -> f0', 'fork p0 -> p1', 'open p1 d0 -> f1'],
  },
  'DMA reaches its mm': {
    reached: ['open p0 d0 -> f0', 'start p0 f0', 'dma f0'],
    missed: ['open p0 d0 -> f0', 'fork p0 -> p1', 'start p0 f0', 'exit p0', 'dma f0'],
  },
  'DMA after the last process has left the mm': {
    reached: ['open p0 d0 -> f0', 'fork p0 -> p1', 'start p0 f0', 'exit p0', 'dma f0'],
    missed: ['open p0 d0 -> f0', 'fork p0 -> p1', 'start p0 f0', 'exit p1', 'dma f0'],
  },
  'hot-remove while bound': {
    reached: ['open p0 d0 -> f0', 'hotplug d0 remove'],
    missed: ['open p0 d0 -> f0', 'hotplug d1 remove'],
  },
  'hot-remove while mapped': {
    reached: ['open p0 d0 -> f0', 'mmap p0 f0 mmio', 'hotplug d0 remove'],
    missed: ['open p0 d0 -> f0', 'hotplug d0 remove'],
  },
  'a device is added again': {
    reached: ['hotplug d0 remove', 'hotplug d0 add'],
    missed: ['hotplug d0 remove'],
  },
  'the leader exits while a thread still runs': {
    reached: ['thread p0 -> p1', 'exit p0'],
    missed: ['clone p0 -> p1', 'thread p0 -> p2', 'exit p2', 'exit p0'],
    world: threads,
  },
  'exec while another thread runs': {
    reached: ['thread p0 -> p1', 'exec p1'],
    missed: ['clone p0 -> p1', 'exec p1'],
    world: threads,
  },
};

describe('the goals', () => {
  it('have names of their own', () => {
    expect(new Set(goals.map((goal) => goal.name)).size).toBe(goals.length);
  });

  it('are each looked at with a command that there is', () => {
    const kinds = new Set(commands.map((r) => r.kind));
    expect(goals.filter((goal) => !kinds.has(goal.on))).toEqual([]);
  });

  it('need a success of every command, except of dma, which has no errno', () => {
    const answers = goals.filter(({ name }) => / answers /.test(name));
    const succeeding = answers.filter(({ on, reached }) =>
      reached(after().state, parseCommand(example(on)), success),
    );
    expect(new Set(succeeding.map((goal) => goal.on))).toEqual(
      new Set(commands.map((r) => r.kind).filter((kind) => kind !== 'dma')),
    );
  });
});

describe('a goal about answers', () => {
  it('is reached by each of its outcomes and by no other', () => {
    const goal = answeredWith('open', 'ENOSPC', 'ENOMEM');
    const { state } = after();
    const c = parseCommand('open p0 d0 -> f0');
    const reaching = errnos.filter((_name, e) => goal.reached(state, c, { errno: e, value: 0 }));
    expect(reaching.map((name) => errnoName(failed(name).errno))).toEqual(['ENOMEM', 'ENOSPC']);
  });

  it('is named by its command and outcomes', () => {
    expect(answeredWith('touch', 'OK').name).toBe('touch answers success');
    expect(answeredWith('open', 'ENOSPC', 'ENOMEM').name).toBe('open answers ENOSPC or ENOMEM');
  });
});

describe.each(situationGoals)('the goal “$name”', ({ name, on, reached }) => {
  const reaches = (lines: readonly string[]) => {
    const steps: number[] = [];
    runnerWith({}, situations[name]!.world).run(parseSteps(...lines), {
      answered(s, step, c, a) {
        if (c.kind === on && reached(s as State, c, a)) steps.push(step);
      },
    });
    return steps;
  };

  it('is reached with the last command of its trace, and not before', () => {
    const lines = situations[name]!.reached;
    expect(reaches(lines)).toEqual([lines.length - 1]);
  });

  it('is not reached by a trace that just misses it', () => {
    expect(reaches(situations[name]!.missed)).toEqual([]);
  });
});

describe('the goals about what ends an mm', () => {
  it.each(['exit p0', 'exec p0'])('are not reached by an %s that leaves it to another', (line) => {
    const { state } = after('open p0 d0 -> f0', 'mmap p0 f0 mmio', 'clone p0 -> p1');
    const c = parseCommand(line);
    const reached = situationGoals.filter((g) => g.on === c.kind && g.reached(state, c, success));
    expect(reached.map((goal) => goal.name)).toEqual([
      `${c.kind} while bound, another process still runs in the mm`,
    ]);
  });
});

/** Some command of this kind, sensible or not. */
function example(kind: string): string {
  const rules = commands.find((r) => r.kind === kind)!;
  const words = Object.values(rules.fields).map((field) => {
    if ('oneOf' in field) return field.oneOf[0]!;
    return `${vocabulary.letter('uses' in field ? field.uses : field.makes)}0`;
  });
  return [kind, ...words].join(' ');
}
