import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { traces } from '../../checker/arbitrary.ts';
import { inWords, rulesOf } from '../../testing/model.ts';
import { errno, failed } from '../answer.ts';
import { type Sort, sorts } from '../command.ts';
import { State } from '../state.ts';
import { findWorld, type World, worlds } from '../world.ts';
import { commandsIn } from './in-world.ts';
import { commands } from './index.ts';

describe('the list of commands', () => {
  it('begins with the plainest, which is what a trace can hardly do without', () => {
    expect(commands.slice(0, 4).map((r) => r.kind)).toEqual(['open', 'close', 'fork', 'exit']);
    expect(new Set(commands.map((r) => r.kind)).size).toBe(commands.length);
  });

  it.each(commands)('$kind says what it stands for, and is drawn at all', ({ says, weight }) => {
    expect(says.length).toBeGreaterThan(20);
    expect(weight).toBeGreaterThan(0);
  });

  it('has a command that makes each sort of name, but for what is there from the start', () => {
    const made = commands.flatMap((r) =>
      Object.values(r.fields).flatMap((f) => ('makes' in f ? [f.makes] : [])),
    );
    const given = new Set<Sort>(['device', 'group']);
    expect(new Set(made)).toEqual(new Set(sorts.filter((sort) => !given.has(sort))));
  });

  it('is whole in a world that has both halves, in this order', () => {
    const { vfio, ...rest } = findWorld('both');
    const both: World = { ...rest, threads: true, vfio: { ...vfio!, capable: true } };
    expect(commandsIn(both)).toEqual(commands);
    const special = new Set(['thread', 'dropcap']);
    expect(commandsIn(findWorld('both'))).toEqual(commands.filter((r) => !special.has(r.kind)));
  });

  it('is, where nothing can be opened, what processes do and what the kernel does by itself', () => {
    const bare = { ...findWorld('sva'), devices: 0, files: 0, pasids: 0 };
    expect(commandsIn(bare).map(({ kind }) => kind)).toEqual([
      'fork',
      'exit',
      'exec',
      'work',
      'clone',
    ]);
  });

  it.each(commands)('$kind makes one name at most', ({ fields }) => {
    expect(Object.values(fields).filter((f) => 'makes' in f).length).toBeLessThanOrEqual(1);
  });
});

describe.each(worlds)('every command, anywhere in a random trace of $name,', (world) => {
  const alongTraces = (look: (s: State, c: { kind: string }) => void): void =>
    fc.assert(
      fc.property(traces(world), ({ steps }) => {
        const s = new State(world);
        for (const c of steps) {
          const rules = rulesOf(c.kind);
          if (!rules.possible(s, c)) continue;
          look(s, c);
          rules.next(s, c, rules.typical(s, c));
        }
      }),
      { seed: 2, numRuns: 200, endOnFailure: true },
    );

  it('admits the answer that it calls typical', () => {
    alongTraces((s, c) => {
      const rules = rulesOf(c.kind);
      const a = rules.typical(s, c);
      expect(`${inWords(rules, a)}: ${rules.judge(s, c, a)?.witness ?? 'admitted'}`).toBe(
        `${inWords(rules, a)}: admitted`,
      );
    });
  });

  it('admits neither a hang nor an oops', () => {
    alongTraces((s, c) => {
      const rules = rulesOf(c.kind);
      expect(rules.judge(s, c, failed('HUNG'))).toMatchObject({ place: `${c.kind}: HUNG` });
      expect(rules.judge(s, c, failed('OOPS'))).toMatchObject({ place: `${c.kind}: OOPS` });
    });
  });

  it('changes the state in `next` alone', () => {
    alongTraces((s, c) => {
      const rules = rulesOf(c.kind);
      const before = s.layout.snapshot();
      rules.possible(s, c);
      const a = rules.typical(s, c);
      rules.judge(s, c, a);
      expect(s.layout.difference(before)).toEqual([]);
    });
  });

  it('leaves everything as it was when it is refused', () => {
    alongTraces((s, c) => {
      const rules = rulesOf(c.kind);
      // What detach closes is closed before it is refused.
      if (rules.typical(s, c).errno === errno.OK || c.kind === 'detach') return;
      const before = s.layout.snapshot();
      rules.next(s, c, rules.typical(s, c));
      expect(s.layout.difference(before)).toEqual([]);
    });
  });
});
