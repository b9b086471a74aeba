import { describe, expect, it } from 'vitest';
import { afterIn } from '../testing/model.ts';
import { parseCommand } from './linux.ts';
import { compareParties, kindOfParty, partiesOf } from './parties.ts';
import { findWorld } from './worlds.ts';
import { vocabulary } from './linux.ts';

const vtd = afterIn('vtd', 'open p0 d0 -> f0');
const actorIn = (line: string): string =>
  partiesOf(vocabulary, vtd.state, parseCommand(line)).actor;

const parties = (line: string): string => {
  const { state } = afterIn('both', 'open p0 d0 -> f0', 'container p0 type1v2 -> c0');
  const c = parseCommand(line);
  const { actor, target } = partiesOf(vocabulary, state, c);
  return actor === target ? actor : `${actor} on ${target}`;
};

describe('who takes part in a command', () => {
  it.each([
    ['mlock p0 a0', 'p0'],
    ['fork p0 -> p1', 'p0 on p1'],
    ['start p0 f0', 'p0 on d0'],
    ['dma f0', 'd0'],
    ['attach p0 c0 g1', 'p0 on g1'],
    ['pin g0 i0 1', 'g0'],
    ['continue-driver g0', 'g0'],
    ['gp', 'kernel'],
    ['alloc -> n0', 'kernel'],
  ])('%s: %s', (line, who) => expect(parties(line)).toBe(who));

  it('is a thread of the kernel, where a command names nobody else', () => {
    expect(['prq', 'iopf', 'continue-prq', 'deliver d0', 'gp'].map(actorIn)).toEqual([
      'PRQ thread',
      'fault worker',
      'PRQ thread',
      'd0',
      'kernel',
    ]);
  });

  it('is said in an order: processes, devices, those of VFIO, threads of the kernel, the kernel', () => {
    const all = ['kernel', 'fault worker', 'PRQ thread', 'g1', 'd1', 'p10', 'g0', 'p2', 'd0'];
    expect(all.toSorted(compareParties(vocabulary))).toEqual([
      'p2',
      'p10',
      'd0',
      'd1',
      'g0',
      'g1',
      'PRQ thread',
      'fault worker',
      'kernel',
    ]);
  });

  it('is of a kind, where it is a device of VFIO', () => {
    const world = findWorld('both');
    expect(
      ['g0', 'g1', 'd0', 'p0', 'kernel'].map((party) => kindOfParty(vocabulary, world, party)),
    ).toEqual(['mdev', 'passthrough', undefined, undefined, undefined]);
  });
});
