import { describe, expect, it } from 'vitest';
import { type Differences, outcome } from '../../../testing/outcome.ts';
import { idxdSwitches } from './switches.ts';

type IdxdSwitch = keyof typeof idxdSwitches;

/** The world of a trace that names none. */
const WORLD = 'enqcmd-small';

const forked = ['open p0 d0 -> f0', 'fork p0 -> p1'];

const differences: Differences<IdxdSwitch> = {
  idxdMmap: { 'any-mm': { trace: [...forked, 'map-portal p1 f0 page'] } },
  idxdWrite: { 'any-mm': { trace: [...forked, 'write p1 f0'] } },
  idxdPoll: {
    errno: { trace: [...forked, 'poll-queue p1 f0'] },
    'any-mm': { trace: [...forked, 'poll-queue p1 f0'] },
  },
  idxdFileNumber: { 'step-before': { trace: ['open p0 d0 -> f0 [allocation 9 fails]'] } },
  idxdFailedOpen: {
    'queue-keeps': {
      trace: ['open p0 d0 -> f0 [allocation 9 fails]'],
      world: 'enqcmd-dedicated',
    },
  },
  idxdFileDevice: { 'put-under-lock': { trace: ['open p0 d0 -> f0 [allocation 10 fails]'] } },
};

const values = Object.entries(idxdSwitches).flatMap(([name, { values: all }]) =>
  all.slice(1).map((value) => ({ name: name as IdxdSwitch, value })),
);

describe('every switch of idxd', () => {
  it.each(values)('$name=$value makes the kernel do something else', ({ name, value }) => {
    const { given = {}, trace, world = WORLD } = differences[name][value]!;
    const atReference = outcome({ ...given }, trace, world);
    expect(outcome({ ...given, [name]: value }, trace, world)).not.toEqual(atReference);
  });

  it.each(values)(
    '$name=$value changes nothing for a process that opens, writes, polls and closes once',
    (v) => {
      const trace = ['open p0 d0 -> f0', 'write p0 f0', 'poll-queue p0 f0', 'close p0 f0'];
      const ordinary = outcome({}, trace, WORLD).answers;
      expect(outcome({ [v.name]: v.value }, trace, WORLD).answers).toEqual(ordinary);
    },
  );
});
