import { describe, expect, it } from 'vitest';
import { findWorld } from '../../../../model/worlds.ts';
import { Bench } from '../../../../testing/kernel.ts';
import type { Switches } from '../../switches.ts';

const bench = (...lines: readonly string[]): Bench => of({}, ...lines);
const of = (switches: Partial<Switches>, ...lines: readonly string[]): Bench => {
  const made = new Bench(switches, findWorld('enqcmd'));
  made.run(...lines);
  return made;
};

/** What p0, p1 and p2 submit under; 0: none. */
const registers = (b: Bench): number[] => [0, 1, 2].map((p) => b.seen.register(p));
const activated = (b: Bench, process: number): number =>
  b.k.enqcmd.registers[b.task(process).index]!.activated;

const opened = ['open p0 d0 -> f0', 'map-portal p0 f0 page'];
const eager: Partial<Switches> = { enqcmdLoad: 'at-bind', pasidFreeAt: 'last-unbind' };
const CHECKED = 'try_fixup_enqcmd_gp: checked, register not yet written';
const WRITTEN = 'try_fixup_enqcmd_gp: register written, not yet back in user mode';
const RESTORED = 'fpregs_restore_userregs: registers restored, still marked as not loaded';

describe('the first ENQCMD of a thread', () => {
  it('faults, and the register gets the PASID of the mm: bind leaves it alone', () => {
    const b = bench(...opened);
    expect([registers(b), activated(b, 0)]).toEqual([[0, 0, 0], 0]);
    expect(b.run('enqcmd p0 f0')).toEqual(['reaches mm0']);
    expect([registers(b), activated(b, 0)]).toEqual([[1, 0, 0], 1]);
  });

  it('faults once in each thread, also in one that existed at bind', () => {
    const b = bench('clone p0 -> p1', ...opened, 'thread p0 -> p2');
    expect(b.run('enqcmd p1 f0', 'enqcmd p2 f0')).toEqual(['reaches mm0', 'reaches mm0']);
    expect(registers(b)).toEqual([0, 1, 1]);
  });

  it('is a SIGSEGV if the mm has no PASID', () => {
    expect(bench('open p0 d0 -> f0', 'fork p0 -> p1').run('enqcmd p1 f0')).toEqual(['SIGSEGV']);
  });

  it('checks the register before it accesses the portal', () => {
    const b = bench('open p0 d0 -> f0');
    expect([b.run('enqcmd p0 f0'), registers(b)]).toEqual([['SIGSEGV'], [1, 0, 0]]);
  });

  it('is a SIGSEGV in a thread that was activated before', () => {
    const b = bench(...opened);
    b.k.enqcmd.registers[0]!.activated = 1;
    expect(b.run('enqcmd p0 f0')).toEqual(['SIGSEGV']);
  });
});

describe('a new task', () => {
  it('starts without the register and the mark of its parent, as process and as thread', () => {
    const b = bench(...opened, 'enqcmd p0 f0', 'fork p0 -> p1', 'thread p0 -> p2');
    expect([registers(b), activated(b, 1), activated(b, 2)]).toEqual([[1, 0, 0], 0, 0]);
  });

  it('would have both of them as they are copied', () => {
    const lines = [...opened, 'enqcmd p0 f0', 'fork p0 -> p1'];
    expect(registers(of({ forkRegister: 'copied' }, ...lines))).toEqual([1, 1, 0]);
    expect(activated(of({ forkActivated: 'copied' }, ...lines), 1)).toBe(1);
  });
});

describe('exec', () => {
  it('clears the register and the mark, so that the new program is activated in its turn', () => {
    const b = bench(...opened, 'enqcmd p0 f0', 'exec p0');
    expect([registers(b), activated(b, 0)]).toEqual([[0, 0, 0], 0]);
    const again = ['open p0 d0 -> f1', 'map-portal p0 f1 page', 'enqcmd p0 f1'];
    expect(b.run(...again).at(-1)).toBe('reaches mm1');
  });

  it('leaves the mark where nothing clears it: the fault is then a SIGSEGV', () => {
    const b = of({ execActivated: 'kept' }, ...opened, 'enqcmd p0 f0', 'exec p0');
    expect([registers(b), activated(b, 0)]).toEqual([[0, 0, 0], 1]);
    expect(b.run('open p0 d0 -> f1', 'map-portal p0 f1 page', 'enqcmd p0 f1').at(-1)).toBe(
      'SIGSEGV',
    );
  });

  it('ends the other threads, with their registers', () => {
    const b = bench(...opened, 'thread p0 -> p1', 'enqcmd p1 f0');
    const { index } = b.task(1);
    b.run('exec p0');
    expect(b.k.enqcmd.registers[index]).toMatchObject({ msr: 0, activated: 0 });
  });
});

describe('exit', () => {
  it('leaves nothing in the register: the thread never returns to user mode', () => {
    const b = bench(...opened, 'thread p0 -> p1', 'enqcmd p1 f0');
    const { index } = b.task(1);
    expect(b.k.enqcmd.registers[index]).toMatchObject({ msr: 1, activated: 1 });
    b.run('exit p1');
    expect(b.k.enqcmd.registers[index]).toMatchObject({ msr: 0, activated: 0 });
  });
});

describe('close', () => {
  it('touches no register: the PASID belongs to the mm', () => {
    const b = bench(...opened, 'enqcmd p0 f0', 'unmap-portal p0 f0', 'close p0 f0');
    expect([registers(b), b.seen.pasidOwner(1)]).toEqual([[1, 0, 0], 1]);
    expect(b.run('fork p0 -> p1', 'open p1 d0 -> f1').at(-1)).toBe('PASID 2');
  });
});

describe('the fix-up with interrupts on', () => {
  const interrupted = [...opened, 'fork p0 -> p1', `enqcmd p0 f0 [stops at ${CHECKED}]`];

  it('writes the register of the thread if no other had its CPU', () => {
    const b = of({ enqcmdFixup: 'interrupts-on' }, ...interrupted);
    expect([b.run('continue p0'), registers(b)]).toEqual([['reaches mm0'], [1, 0, 0]]);
  });

  it('is lost if another task ran meanwhile, and the thread is killed', () => {
    const b = of({ enqcmdFixup: 'interrupts-on' }, ...interrupted, 'enqcmd p1 f0');
    expect([b.run('continue p0'), registers(b)]).toEqual([['SIGSEGV'], [0, 0, 0]]);
  });

  it('goes to that other task if it runs again before the thread is back in user mode', () => {
    const b = of({ enqcmdFixup: 'interrupts-on' }, ...interrupted, 'enqcmd p1 f0');
    b.run(`continue p0 [stops at ${WRITTEN}]`, 'enqcmd p1 f0', 'continue p0');
    expect(registers(b)).toEqual([0, 1, 0]);
  });
});

describe('the scheme of v5.10', () => {
  it('loads the register of every thread at bind, and clears it at the last unbind', () => {
    const b = of(eager, 'thread p0 -> p1', 'open p0 d0 -> f0', 'open p0 d0 -> f1');
    expect(registers(b)).toEqual([1, 1, 0]);
    b.run('close p0 f0');
    expect(registers(b)).toEqual([1, 1, 0]);
    b.run('close p0 f1');
    expect([registers(b), b.seen.pasidOwner(1)]).toEqual([[0, 0, 0], 0]);
  });

  it('gives a thread that begins later its register, and a forked child none', () => {
    const b = of(eager, ...opened, 'thread p0 -> p1', 'fork p0 -> p2');
    expect(registers(b)).toEqual([1, 1, 0]);
    expect(b.run('enqcmd p1 f0')).toEqual(['reaches mm0']);
  });

  it('has no fix-up: a task that is not bound is killed', () => {
    expect(of(eager, ...opened, 'fork p0 -> p1').run('enqcmd p1 f0')).toEqual(['SIGSEGV']);
  });

  it('frees the PASID first, and clears the registers then', () => {
    const b = of({ ...eager, registerClear: 'after-free' }, 'open p0 d0 -> f0');
    b.run('close p0 f0 [stops at intel_svm_unbind_mm: PASID freed, registers not yet cleared]');
    expect([registers(b), b.seen.pasidOwner(1)]).toEqual([[1, 0, 0], 0]);
    // Nobody else is bound meanwhile: bind waits for the mutex of unbind.
    expect(b.start('fork p0 -> p1').finish()).toBe('success');
    expect(b.start('open p1 d1 -> f1').waitsFor).toBe('pasid_mutex');
  });

  const lines = ['clone p0 -> p1', 'open p0 d0 -> f0', `enqcmd p1 f0 [stops at ${RESTORED}]`];

  it('misses a thread in the middle of its restore, which keeps a PASID that is free', () => {
    const b = of({ ...eager, registerUpdate: 'by-interrupt' }, ...lines, 'close p0 f0');
    b.run('continue p1');
    expect([registers(b), b.seen.pasidOwner(1)]).toEqual([[0, 1, 0], 0]);
  });

  it('misses none if the change waits for it', () => {
    const b = of(eager, ...lines, 'close p0 f0', 'continue p1');
    expect(registers(b)).toEqual([0, 0, 0]);
  });
});
