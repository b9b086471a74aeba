import { describe, expect, it } from 'vitest';
import { commands } from '../../model/order.ts';
import { type ShrinkingCase, proposals, shrunkBy, shrunkWithout } from '../../testing/shrinking.ts';
import { plainerCommands } from './plainer-commands.ts';

describe('plainer commands', () => {
  it('lets somebody else act afterwards, where the one who did is gone: exit for exec', () => {
    const openBesideADeadBond: ShrinkingCase = {
      trace: ['open p0 d0 -> f0', 'fork p0 -> p1', 'exec p0', 'open p0 d0 -> f1'],
      law: (c, s) => c.kind === 'open' && s.sva.handles.some((h) => h.live !== 0 && !s.runs(h.mm)),
    };
    expect(shrunkBy([plainerCommands], openBesideADeadBond)).toEqual([
      'open p0 d0 -> f0',
      'fork p0 -> p1',
      'exit p0',
      'open p1 d0 -> f1',
    ]);
    expect(shrunkWithout(plainerCommands, openBesideADeadBond)).toEqual(openBesideADeadBond.trace);
  });

  it('replaces a command by each plainer kind that makes sense there', () => {
    expect(proposals(plainerCommands, 'open p0 d0 -> f0', 'exec p0')).toEqual([
      'open p0 d0 -> f0; open p0 d0 -> f1',
      'open p0 d0 -> f0; close p0 f0',
      'open p0 d0 -> f0; fork p0 -> p1',
      'open p0 d0 -> f0; exit p0',
    ]);
  });

  it('never proposes a kind that is less plain', () => {
    const rank = commands.map((r) => r.kind);
    for (const proposal of proposals(plainerCommands, 'open p0 d0 -> f0', 'mmap p0 f0 mmio'))
      expect(rank.indexOf(proposal.split('; ')[1]!.split(' ')[0]!)).toBeLessThan(
        rank.indexOf('mmap'),
      );
  });
});
