import { describe, expect, it } from 'vitest';
import { type Differences, outcome } from '../../../../testing/outcome.ts';
import { enqcmdSwitches } from './switches.ts';

type EnqcmdSwitch = keyof typeof enqcmdSwitches;

/** The world of a trace that names none. */
const WORLD = 'enqcmd-small';

const atBind = { enqcmdLoad: 'at-bind', pasidFreeAt: 'last-unbind' } as const;
const opened = ['open p0 d0 -> f0', 'enqcmd p0 f0'];

const differences: Differences<EnqcmdSwitch> = {
  enqcmdLoad: { 'at-bind': { trace: ['open p0 d0 -> f0'] } },
  enqcmdFixup: {
    'interrupts-on': {
      trace: [
        'open p0 d0 -> f0',
        'enqcmd p0 f0 [stops at try_fixup_enqcmd_gp: checked, register not yet written]',
      ],
    },
  },
  forkRegister: { copied: { trace: [...opened, 'fork p0 -> p1'] } },
  forkActivated: { copied: { trace: [...opened, 'clone p0 -> p1'] } },
  execActivated: { kept: { trace: [...opened, 'exec p0'] } },
  registerClear: {
    'after-free': {
      given: atBind,
      trace: [
        'open p0 d0 -> f0',
        'close p0 f0 [stops at intel_svm_unbind_mm: PASID freed, registers not yet cleared]',
      ],
    },
  },
  registerUpdate: {
    'by-interrupt': {
      given: atBind,
      trace: [
        'clone p0 -> p1',
        'open p0 d0 -> f0',
        'enqcmd p1 f0 [stops at fpregs_restore_userregs: registers restored, still marked as not loaded]',
        'close p0 f0',
      ],
    },
  },
};

const values = Object.entries(enqcmdSwitches).flatMap(([name, { values: all }]) =>
  all.slice(1).map((value) => ({ name: name as EnqcmdSwitch, value })),
);

describe('every switch of the PASID register', () => {
  it.each(values)('$name=$value makes the kernel do something else', ({ name, value }) => {
    const { given = {}, trace, world = WORLD } = differences[name][value]!;
    const atReference = outcome({ ...given }, trace, world);
    expect(outcome({ ...given, [name]: value }, trace, world)).not.toEqual(atReference);
  });

  it.each(values)(
    '$name=$value changes nothing for who opens, maps, submits and closes once',
    (v) => {
      const trace = [
        'open p0 d0 -> f0',
        'map-portal p0 f0 page',
        'enqcmd p0 f0',
        'unmap-portal p0 f0',
        'close p0 f0',
      ];
      const ordinary = outcome({}, trace, WORLD).answers;
      expect(outcome({ [v.name]: v.value }, trace, WORLD).answers).toEqual(ordinary);
    },
  );
});
