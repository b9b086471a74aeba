import { describe, expect, it } from 'vitest';
import { parseCommand } from '../../../model/linux.ts';
import { State } from '../../../model/state.ts';
import { findWorld, worlds } from '../../../model/worlds.ts';
import { rulesOf } from '../../../testing/model.ts';
import { pageAnswerGoals } from '../pages/answers.ts';
import { pageSituationGoals } from '../pages/situations.ts';
import { vfioAnswerGoals } from './answers.ts';
import { vfioSituationGoals } from './situations.ts';

const mdev = ['container p0 type1v2 -> c0', 'attach p0 c0 g0'];
const through = ['container p0 type1v2 -> c0', 'attach p0 c0 g1'];
const pinned = [...mdev, 'map p0 c0 i0 a0 1 rw', 'pin g0 i0 1'];

/** Each situation: a shortest trace that reaches it with its last command, and one that just misses. */
const situations: Readonly<
  Record<
    string,
    {
      readonly reached: readonly string[];
      readonly missed: readonly string[];
      readonly world?: string;
    }
  >
> = {
  'map charges exactly up to the limit': {
    reached: [...through, 'setrlimit p0 2', 'map p0 c0 i0 a0 2 rw'],
    missed: [...through, 'setrlimit p0 2', 'map p0 c0 i0 a0 1 rw'],
  },
  'map would be over the limit by one page': {
    reached: [...through, 'setrlimit p0 1', 'map p0 c0 i0 a0 2 rw'],
    missed: [...through, 'setrlimit p0 0', 'map p0 c0 i0 a0 2 rw'],
  },
  'attach charges exactly up to the limit': {
    reached: [...mdev, 'map p0 c0 i0 a0 1 rw', 'setrlimit p0 1', 'attach p0 c0 g1'],
    missed: [...mdev, 'map p0 c0 i0 a3 1 rw', 'setrlimit p0 1', 'attach p0 c0 g1'],
  },
  'attach would be over the limit by one page': {
    reached: [...mdev, 'map p0 c0 i0 a0 2 rw', 'setrlimit p0 1', 'attach p0 c0 g1'],
    missed: [...mdev, 'map p0 c0 i0 a0 2 rw', 'setrlimit p0 2', 'attach p0 c0 g1'],
  },
  'pin charges exactly up to the limit': {
    reached: [...mdev, 'map p0 c0 i0 a0 1 rw', 'setrlimit p0 1', 'pin g0 i0 1'],
    missed: [...pinned, 'setrlimit p0 1', 'pin g0 i0 1'],
  },
  'pin would be over the limit by one page': {
    reached: [...mdev, 'map p0 c0 i0 a0 1 rw', 'setrlimit p0 0', 'pin g0 i0 1'],
    missed: [...pinned, 'setrlimit p0 0', 'pin g0 i0 1'],
  },
  'mlock charges exactly up to the limit': {
    reached: ['setrlimit p0 1', 'mlock p0 a0'],
    missed: ['setrlimit p0 2', 'mlock p0 a0'],
  },
  'mlock would be over the limit by one page': {
    reached: ['mlock p0 a0', 'setrlimit p0 1', 'mlock p0 a1'],
    missed: ['setrlimit p0 0', 'mlock p0 a0'],
  },
  'a driver pins a page that the IOMMU has pinned': {
    reached: [...mdev, 'attach p0 c0 g1', 'map p0 c0 i0 a0 1 rw', 'pin g0 i0 1'],
    missed: pinned,
  },
  'a driver pins a page twice': {
    reached: [...pinned, 'pin g0 i0 1'],
    missed: [...pinned, 'unpin g0 i0 1', 'pin g0 i0 1'],
  },
  'two drivers pin a page': {
    reached: [...pinned, 'attach p0 c0 g2', 'pin g2 i0 1'],
    missed: [...pinned, 'attach p0 c0 g2', 'pin g0 i0 1'],
  },
  'the first device behind the IOMMU is attached while a driver has pins': {
    reached: [...pinned, 'attach p0 c0 g1'],
    missed: [...pinned, 'unpin g0 i0 1', 'attach p0 c0 g1'],
  },
  'the last device behind the IOMMU is detached while another driver has pins': {
    reached: [...pinned, 'attach p0 c0 g1', 'detach p0 g1'],
    missed: [...pinned, 'attach p0 c0 g1', 'unpin g0 i0 1', 'detach p0 g1'],
  },
  'the last mediated device is detached while a device behind the IOMMU stays': {
    reached: [...mdev, 'attach p0 c0 g1', 'detach p0 g0'],
    missed: [...mdev, 'attach p0 c0 g1', 'attach p0 c0 g2', 'detach p0 g0'],
  },
  'unmap while a driver has pins': {
    reached: [...pinned, 'unmap p0 c0 i0 1'],
    missed: [...pinned, 'unpin g0 i0 1', 'unmap p0 c0 i0 1'],
  },
  'unmap by another process than the one that mapped': {
    reached: [...mdev, 'map p0 c0 i0 a0 1 rw', 'fork p0 -> p1', 'unmap p1 c0 i0 1'],
    missed: [...mdev, 'fork p0 -> p1', 'map p1 c0 i0 a0 1 rw', 'unmap p1 c0 i0 1'],
  },
  'a page is mapped at two IOVAs': {
    reached: [...mdev, 'map p0 c0 i0 a0 1 rw', 'map p0 c0 i1 a0 1 rw'],
    missed: [...mdev, 'map p0 c0 i0 a0 1 rw', 'map p0 c0 i1 a1 1 rw'],
  },
  'another page replaces a mapped page': {
    reached: [...mdev, 'map p0 c0 i0 a0 1 rw', 'munmap-page p0 a0', 'mmap-page p0 a0 ram'],
    missed: [...mdev, 'map p0 c0 i0 a1 1 rw', 'munmap-page p0 a0', 'mmap-page p0 a0 ram'],
  },
  'exit of the owner of a mapping while another process has the container': {
    reached: [...mdev, 'map p0 c0 i0 a0 1 rw', 'fork p0 -> p1', 'exit p0'],
    missed: [...mdev, 'map p0 c0 i0 a0 1 rw', 'clone p0 -> p1', 'exit p0'],
  },
  'exec of the owner of a mapping, which keeps the container open': {
    world: 'vfio-keep-on-exec',
    reached: [...through, 'map p0 c0 i0 a0 1 rw', 'exec p0'],
    missed: [...through, 'map p0 c0 i0 a0 1 rw', 'close-container p0 c0', 'exec p0'],
  },
  'mlock of a pinned page': {
    reached: [...through, 'map p0 c0 i0 a0 1 rw', 'mlock p0 a0'],
    missed: [...mdev, 'map p0 c0 i0 a0 1 rw', 'mlock p0 a0'],
  },
  'setrlimit below the number of locked pages': {
    reached: ['mlock p0 a0', 'setrlimit p0 0'],
    missed: ['mlock p0 a0', 'setrlimit p0 1'],
  },
  'a mapping that counts is handed over to another mm': {
    reached: [
      ...through,
      'map p0 c0 i0 a0 1 rw',
      'fork p0 -> p1',
      'unmap-vaddr p0 c0 i0',
      'map-vaddr p1 c0 i0 a0',
    ],
    missed: [
      ...through,
      'map p0 c0 i0 a0 1 rw',
      'fork p0 -> p1',
      'unmap-vaddr p0 c0 i0',
      'map-vaddr p0 c0 i0 a0',
    ],
  },
};

describe.each([...pageSituationGoals, ...vfioSituationGoals])(
  'the goal “$name”',
  ({ name, on, reached, in: isIn }) => {
    const { world = 'vfio', ...traces } = situations[name]!;
    const reaches = (lines: readonly string[]): number[] => {
      const s = new State(findWorld(world));
      return lines.flatMap((line, step) => {
        const c = parseCommand(line);
        const rules = rulesOf(c.kind);
        expect(rules.possible(s, c), line).toBe(true);
        const a = rules.typical(s, c);
        const isReached = c.kind === on && reached(s, c, a);
        rules.next(s, c, a);
        return isReached ? [step] : [];
      });
    };

    it('is reached with the last command of its trace, and not before', () => {
      expect(reaches(traces.reached)).toEqual([traces.reached.length - 1]);
    });

    it('is not reached by a trace that just misses it', () => {
      expect(reaches(traces.missed)).toEqual([]);
    });

    it('is one of that world', () => {
      expect(isIn!(findWorld(world))).toBe(true);
    });
  },
);

describe('the goals of VFIO and of locked pages', () => {
  const goals = [
    ...pageAnswerGoals,
    ...pageSituationGoals,
    ...vfioAnswerGoals,
    ...vfioSituationGoals,
  ];

  it('are none of a world without it', () => {
    for (const world of worlds.filter(({ vfio }) => vfio === undefined))
      expect(goals.filter((goal) => goal.in!(world))).toEqual([]);
  });

  it('are each one of some world', () => {
    for (const goal of goals) expect(worlds.some(goal.in!), goal.name).toBe(true);
  });
});
