import { describe, expect, it } from 'vitest';
import { placeText } from '../../model/place.ts';
import { SimulatedKernel } from '../../implementation/kernel/simulated.ts';
import { reference, type Switches } from '../../implementation/kernel/switches.ts';
import { CannotGoOn } from '../../implementation/port.ts';
import { InputError } from '../../model/input-error.ts';
import type { Broken } from '../../model/judgement.ts';
import { parseCommand, commandText } from '../../model/linux.ts';
import { findWorld } from '../../model/worlds.ts';
import { countsAsPinned } from './command-space.contract.ts';
import { CommandSpace } from './command-space.ts';
import type { Symmetry } from './symmetry.ts';
import { specification } from '../../properties/linux.ts';

interface Where {
  readonly world?: string;
  readonly symmetry?: Symmetry;
  readonly off?: Partial<Switches>;
  readonly seeks?: (broken: Broken) => boolean;
}

/** The reference beside the model, with some switches off. */
function spaceOf({ world = 'sva', symmetry = 'names', off = {}, seeks = () => true }: Where = {}) {
  const kernel = new SimulatedKernel('reference', { ...reference, ...off });
  const space = new CommandSpace(specification, kernel, findWorld(world), symmetry, seeks);
  space.start();
  return space;
}

/** Goes one way; each command from the state that the last one left. */
function after(space: CommandSpace, ...lines: readonly string[]): Int32Array {
  for (const line of lines) {
    space.load(saved(space));
    space.run(parseCommand(line));
  }
  return saved(space);
}

function saved(space: CommandSpace): Int32Array {
  const words = new Int32Array(space.size);
  space.save(words);
  return words;
}

function movesOf(space: CommandSpace): string[] {
  return space.moves().map((move) => commandText(space.command(move)));
}

function placesOf(space: CommandSpace): string[] {
  return space.broken.map(({ place }) => placeText(place));
}

function noRoom(): never {
  throw new CannotGoOn('no room');
}

function formOf(space: CommandSpace): string {
  const { form, length } = space.form();
  return form.subarray(0, length).join(' ');
}

/** An mm that ends with its last user gives its PASID back though the device may still use it. */
const early: Partial<Switches> = { pasidFreeAt: 'mmput', unbindIndex: 'mm-pasid' };

describe('the states of the reference kernel by the commands that reach them first', () => {
  // All of them: command-space.deep.test.ts.
  countsAsPinned(400);
});

describe('a state that is put back', () => {
  it('is as it was, whatever was done in between', () => {
    const space = spaceOf();
    const here = after(space, 'open p0 d0 -> f0', 'fork p0 -> p1', 'exit p0');
    const [moves, form] = [movesOf(space), formOf(space)];
    after(space, 'close p1 f0', 'gp', 'work', 'open p1 d1 -> f1');
    space.load(here);
    expect(saved(space)).toEqual(here);
    expect([movesOf(space), formOf(space)]).toEqual([moves, form]);
  });

  it('may be another one each time', () => {
    const space = spaceOf();
    const [one, other] = [after(space, 'open p0 d0 -> f0'), after(space, 'exec p0')];
    for (const state of [one, other, one]) {
      space.load(state);
      expect(saved(space)).toEqual(state);
    }
  });

  it('knows which names come next: one that was given is not given again', () => {
    const space = spaceOf();
    const opened = after(space, 'open p0 d0 -> f0');
    after(space, 'close p0 f0');
    expect(movesOf(space)).toContain('open p0 d0 -> f1');
    space.load(opened);
    expect(movesOf(space)).toContain('open p0 d0 -> f1');
    space.start();
    expect(movesOf(space)).toContain('open p0 d0 -> f0');
  });
});

describe('a move', () => {
  it.each(['gp', 'work', 'touch p0 f0 mmio'])('that changes nothing is the same: %s', (line) => {
    const space = spaceOf();
    space.load(after(space, 'open p0 d0 -> f0'));
    expect(space.run(parseCommand(line))).toEqual({ went: 'same', isSought: false });
  });

  it('that is refused and changes nothing gives no name away', () => {
    const space = spaceOf({ world: 'sva-one-pasid' });
    space.load(after(space, 'open p0 d0 -> f0'));
    expect(space.run(parseCommand('alloc -> n0')).went).toBe('same');
    expect(movesOf(space)).toContain('alloc -> n0');
  });

  it('that changes anything goes on', () => {
    expect(spaceOf().run(parseCommand('fork p0 -> p1'))).toEqual({ went: 'on', isSought: false });
  });

  it('that never returns ends it, and is looked for', () => {
    const space = spaceOf({ off: { bondPins: 'mm_users', mmputInUnbind: 'under-lock' } });
    space.load(after(space, 'open p0 d0 -> f0'));
    expect(space.run(parseCommand('exit p0'))).toEqual({ went: 'ended', isSought: true });
    expect(placesOf(space)).toContain('exit: HUNG');
  });

  it('for which the implementation has no room leads nowhere', () => {
    const kernel = new SimulatedKernel('full', reference);
    const space = new CommandSpace(
      specification,
      Object.assign(kernel, { apply: noRoom }),
      findWorld('sva'),
      'names',
      () => true,
    );
    space.start();
    expect(space.run(parseCommand('fork p0 -> p1')).went).toBe('full');
  });

  it('is looked for where its answer is not admitted, even if nothing changes', () => {
    const space = spaceOf({ world: 'sva-one-pasid', off: { allocFailure: 'invalid-ioasid' } });
    space.load(after(space, 'alloc -> n0'));
    expect(space.run(parseCommand('open p0 d0 -> f0')).isSought).toBe(true);
    expect(placesOf(space)).toEqual(['open: ENOMEM']);
    space.load(after(space));
    expect(space.run(parseCommand('fork p0 -> p1')).isSought).toBe(false);
    expect(space.broken).toEqual([]);
  });

  it('is looked for where the kernel complains of it', () => {
    const off: Partial<Switches> = { bondPins: 'mm_users', mmgetInBind: 'always' };
    const space = spaceOf({ off: { ...off, mmputInUnbind: 'after-bond-freed' } });
    space.load(after(space, 'open p0 d0 -> f0'));
    expect(space.run(parseCommand('close p0 f0')).isSought).toBe(true);
    expect(space.broken.map(({ law }) => law)).toEqual(['no-splat']);
  });

  it('leads along a way that can be told as commands', () => {
    const space = spaceOf();
    const first = movesOf(space).indexOf('fork p0 -> p1');
    after(space, 'fork p0 -> p1');
    const second = movesOf(space).indexOf('open p1 d0 -> f0');
    expect(space.commandsOf([first, second]).map(commandText)).toEqual([
      'fork p0 -> p1',
      'open p1 d0 -> f0',
    ]);
  });
});

describe('a state', () => {
  const reused = 'a PASID is free or another’s while something still refers to its old life';

  it('is looked for if a law does not hold in it', () => {
    const space = spaceOf({ off: early });
    after(space, 'open p0 d0 -> f0', 'exec p0');
    expect(space.judge()).toBe(true);
    expect(placesOf(space)).toEqual([reused]);
    space.start();
    expect([space.judge(), placesOf(space)]).toEqual([false, []]);
  });

  it('without any process is also asked what is left at rest', () => {
    const space = spaceOf({ off: early });
    after(space, 'open p0 d0 -> f0', 'exit p0');
    space.judge();
    expect(placesOf(space)).toContain('something is left');
  });

  it('and a move are not looked for if it is another violation that is', () => {
    const space = spaceOf({ off: early, seeks: ({ law }) => law === 'pasid-uniqueness' });
    space.load(after(space, 'open p0 d0 -> f0'));
    expect(space.run(parseCommand('exec p0')).isSought).toBe(false);
    expect([space.judge(), space.broken]).toEqual([false, []]);
  });
});

describe('a key', () => {
  it('is asked for once: the same state again has none', () => {
    const space = spaceOf();
    expect(space.key()).toBeDefined();
    expect(space.key()).toBeUndefined();
    after(space, 'fork p0 -> p1');
    expect(space.key()).toBeDefined();
    space.start();
    expect(space.key()).toBeDefined();
  });

  it.each<[Symmetry, boolean, boolean]>([
    ['names', true, true],
    ['objects', true, false],
    ['none', false, false],
  ])('with %s: is an mm like another? %s; a name? %s', (symmetry, mms, names) => {
    const form = (...lines: readonly string[]): string => {
      const space = spaceOf({ symmetry });
      after(space, ...lines);
      return formOf(space);
    };
    expect(form('exec p0', 'gp', 'work') === form()).toBe(mms);
    expect(form('open p0 d1 -> f0') === form('open p0 d0 -> f0')).toBe(names);
  });

  it('tells what is different', () => {
    const space = spaceOf();
    const forms = ['fork p0 -> p1', 'open p0 d0 -> f0', 'alloc -> n0'].map((line) => {
      space.start();
      after(space, line);
      return formOf(space);
    });
    expect(new Set(forms).size).toBe(3);
  });
});

it('what cannot be put back into an earlier state is refused', () => {
  const kernel = new SimulatedKernel('a machine', reference);
  const port = Object.defineProperty(kernel, 'memory', { value: undefined });
  expect(
    () => new CommandSpace(specification, port, findWorld('sva'), 'names', () => true),
  ).toThrow(
    new InputError('a machine cannot be put back into an earlier state: no exhaustive search'),
  );
});
