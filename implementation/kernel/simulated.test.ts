import { afterEach, describe, expect, it, vi } from 'vitest';
import { stateLineText } from '../../model/state-line.ts';
import { commands } from '../../model/order.ts';
import { errno, failed } from '../../model/answer.ts';
import { parseCommand } from '../../model/linux.ts';
import { largest } from '../../testing/largest.ts';
import { sva } from '../../testing/model.ts';
import { observableKinds } from '../../model/observation.ts';
import { versions } from '../versions/index.ts';
import { calls } from './calls/index.ts';
import { keepsTheContract, neverRunsOutOfRoom } from './simulated.contract.ts';
import { SimulatedKernel } from './simulated.ts';
import { reference } from './switches.ts';

/** One for each set of features; all of them: simulated.deep.test.ts. */
const different = new Map(versions.toReversed().map((version) => [version.has.join(), version]));
keepsTheContract([...different.values()]);

const make = () => new SimulatedKernel('reference', reference);

const apply = (port: SimulatedKernel, ...lines: string[]) =>
  lines.map((line) => port.apply(parseCommand(line)));

describe('the simulated kernel', () => {
  it('knows every command, shows everything, and leaves deferred work to the trace', () => {
    const { capabilities } = make();
    expect([...capabilities.commands].toSorted()).toEqual(commands.map((r) => r.kind).toSorted());
    expect([...capabilities.observes]).toEqual([...observableKinds]);
    expect([...capabilities.commands]).toEqual(expect.arrayContaining(['gp', 'work']));
  });

  it('supports none of the commands that it lacks, recording or not', () => {
    const old = new SimulatedKernel('old', reference, undefined, new Set(['gp', 'work']));
    for (const port of [old, old.recording()]) {
      const lacked = commands.filter(({ kind }) => !port.capabilities.commands.has(kind));
      expect(lacked.map(({ kind }) => kind)).toEqual(['gp', 'work']);
    }
  });

  it('has to be reset before anything else', () => {
    expect(() => make().apply(parseCommand('gp'))).toThrow('reset first');
    expect(() => make().observe()).toThrow('reset first');
    expect(() => make().settle()).toThrow('reset first');
  });

  it('answers a call that waits for itself with HUNG', () => {
    const port = new SimulatedKernel('hangs', {
      ...reference,
      bondPins: 'mm_users',
      mmputInUnbind: 'under-lock',
    });
    port.reset(sva);
    expect(apply(port, 'open p0 d0 -> f0', 'exit p0')[1]).toBe(failed('HUNG'));
  });

  describe('if a call fails', () => {
    afterEach(() => vi.restoreAllMocks());

    it('answers a null dereference with OOPS: the kernel kills the task', () => {
      const port = make();
      port.reset(sva);
      vi.spyOn(calls['gp']!, 'run').mockImplementation((k) => k.mms.at(0, 'somewhere').users);
      expect(apply(port, 'gp')).toEqual([failed('OOPS')]);
      expect(port.observe().splats).toEqual([
        { kind: 'null dereference', where: 'somewhere', what: 'mm_struct' },
      ]);
    });

    it('answers that it threw, if the mistake is one of the simulation', () => {
      const port = make();
      port.reset(sva);
      vi.spyOn(calls['gp']!, 'run').mockImplementation(() => {
        throw new TypeError('a mistake of the simulation');
      });
      expect(apply(port, 'gp')).toMatchObject([
        { errno: errno.THREW, thrown: 'TypeError: a mistake of the simulation' },
      ]);
    });
  });

  it('describes its state line by line', () => {
    const port = make();
    port.reset(sva);
    apply(port, 'open p0 d0 -> f0', 'fork p0 -> p1', 'start p0 f0', 'exit p0', 'open p1 d1 -> f1');
    apply(port, 'close p1 f1');
    expect(port.describe().map(stateLineText)).toEqual([
      'p1: mm1, open f0',
      'mm0: mm_users 0, mm_count 2, pasid 1',
      'mm1: mm_users 1, mm_count 2, pasid 2',
      'f0: 1 reference, queue started, bond to mm0 as PASID 1',
      'PASID 1: mm0',
      'PASID 2: mm1',
      'd0 entry 1: mm0, quiet',
      'SRCU callbacks: 1',
    ]);
    apply(port, 'alloc -> n0', 'gp');
    expect(port.describe().map(stateLineText)).toContain('PASID 3: a driver');
    expect(port.describe().map(stateLineText)).toContain('work items: 1');
  });

  it('reports where a command is suspended: its stop, or the function and the holder of the lock for which it waits', () => {
    const port = make();
    port.reset(sva);
    const at = 'uacce_fops_open: bound, not yet listed';
    apply(port, `open p0 d0 -> f0 [stops at ${at}]`);
    expect(port.paused()).toEqual({ at });
    apply(port, 'hotplug d0 remove');
    expect(port.paused()).toEqual({ at: 'uacce_remove', waits: 'uacce->mutex 0', holder: 'p0' });
    expect(port.canContinue(parseCommand('continue-hotplug d0'))).toBe(false);
    apply(port, 'continue p0');
    expect(port.paused()).toBeUndefined();
    expect(port.canContinue(parseCommand('continue-hotplug d0'))).toBe(true);
  });

  it('lets grace periods elapse by itself only if a table would overflow', () => {
    const port = make();
    port.reset(sva);
    const opensAndCloses = (times: number) => {
      for (let i = 0; i < times; i++) {
        const [opened, closed] = apply(port, `open p0 d0 -> f${i}`, `close p0 f${i}`);
        expect([opened!.errno, closed!.errno]).toEqual([errno.OK, errno.OK]);
      }
    };
    opensAndCloses(5);
    expect(port.describe().map(stateLineText)).toContain('SRCU callbacks: 5');
    opensAndCloses(200);
    expect(port.observe().splats).toEqual([]);
  });

  it('has room for the largest world', () => {
    const port = make();
    port.reset(largest);
    const { devices, files } = largest.sva!;
    for (let f = 0; f < files; f++)
      expect(apply(port, `open p0 d${f % devices} -> f${f}`)).toEqual([
        { errno: errno.OK, value: 1 },
      ]);
    for (let p = 1; p < largest.processes; p++)
      expect(apply(port, `fork p0 -> p${p}`)).toEqual([{ errno: errno.OK, value: 0 }]);
  });

  describe('whatever is asked of it', () => {
    neverRunsOutOfRoom(15);
  });
});
