import { describe, expect, it } from 'vitest';
import { type Differences, outcome } from '../../../testing/outcome.ts';
import { setsSwitches } from './switches.ts';

type SetsSwitch = keyof typeof setsSwitches;

const WORLD = 'sets-small';

const bound = ['set-open p0 1 -> s0', 'guest-alloc p0 s0 -> v0', 'guest-bind p0 s0 v0 e0'];
const freed = { trace: [...bound, 'guest-free p0 s0 v0'] };

const differences: Differences<SetsSwitch> = {
  guestFree: {
    'cleaned-later': freed,
    'cleaned-inside': { ...freed, given: { allocLock: 'mutex' } },
    'unbound-first': freed,
    untold: freed,
  },
  guestFreeOf: {
    'any-set': {
      trace: [
        'fork p0 -> p1',
        'set-open p0 1 -> s0',
        'set-open p1 1 -> s1',
        'guest-alloc p0 s0 -> v0',
        'guest-free p1 s1 v0',
      ],
    },
  },
  guestOwner: {
    'not-checked': {
      trace: [
        'set-open p0 1 -> s0',
        'fork p0 -> p1',
        'guest-alloc p0 s0 -> v0',
        'guest-bind p1 s0 v0 e0',
      ],
    },
  },
  guestBindUndo: {
    'all-but-reference': {
      trace: [...bound.slice(0, 2), 'guest-bind p0 s0 v0 e0 [allocation 2 fails]'],
    },
  },
  guestDeviceSet: { 'before-allocation': { trace: bound } },
  guestCleanDrains: { 'under-spinlock': { trace: [...freed.trace, 'work'] } },
  setCapacityCheck: {
    'before-lock': {
      trace: [
        'fork p0 -> p1',
        'set-open p0 1 -> s0 [stops at ioasid_alloc_set: capacity checked, lock not yet taken]',
        'set-open p1 2 -> s1',
        'continue p0',
      ],
    },
  },
  setQuotaCheck: {
    'before-lock': {
      trace: [
        'set-open p0 1 -> s0',
        'fork p0 -> p1',
        'guest-alloc p0 s0 -> v0 [stops at ioasid_alloc: quota checked, lock not yet taken]',
        'guest-alloc p1 s0 -> v1',
        'continue p0',
      ],
    },
  },
  setMemory: { 'may-sleep': { trace: ['set-open p0 1 -> s0'] } },
  setAdjust: { whole: { trace: ['set-open p0 1 -> s0', 'set-adjust p0 s0 1'] } },
  setEnds: { empty: { trace: [...bound.slice(0, 2), 'guest-free p0 s0 v0'] } },
  setPins: { nothing: { trace: ['set-open p0 1 -> s0'] } },
  setSubscribers: { lost: { trace: ['kvm-open p0', 'set-open p0 1 -> s0'] } },
  setToken: {
    'until-it-ends': { trace: [...freed.trace, 'set-close p0 s0', 'set-open p0 1 -> s1'] },
  },
  setQuotaBack: { kept: { trace: ['set-open p0 1 -> s0', 'set-close p0 s0'] } },
  setRelease: { frees: { trace: [...bound, 'exit p0'], given: { guestFree: 'untold' } } },
  setStoreFails: {
    'answers-pasid': {
      trace: ['set-open p0 1 -> s0', 'guest-alloc p0 s0 -> v0 [allocation 2 fails]'],
    },
  },
};

const values = Object.entries(setsSwitches).flatMap(([name, { values: all }]) =>
  all.slice(1).map((value) => ({ name: name as SetsSwitch, value })),
);

describe('every switch of sets', () => {
  it.each(values)('$name=$value makes the kernel do something else', ({ name, value }) => {
    const { given = {}, trace, world = WORLD } = differences[name][value]!;
    const atReference = outcome({ ...given }, trace, world);
    expect(outcome({ ...given, [name]: value }, trace, world)).not.toEqual(atReference);
  });

  // With guestDeviceSet=before-allocation no guest can bind.
  it.each(values.filter(({ name }) => name !== 'guestDeviceSet'))(
    '$name=$value changes nothing for a guest that binds, unbinds and frees once',
    (v) => {
      const trace = [...bound, 'guest-unbind p0 s0 v0 e0', 'guest-free p0 s0 v0'];
      const ordinary = outcome({}, trace, WORLD).answers;
      expect(outcome({ [v.name]: v.value }, trace, WORLD).answers).toEqual(ordinary);
    },
  );
});
