import { describe, expect, it } from 'vitest';
import { findKernel, simulate } from '../defects/kernels.ts';
import { type Capabilities, CannotGoOn, type Port } from '../implementation/port.ts';
import { parseSteps } from '../model/linux.ts';
import { parseWorld } from '../model/world-text.ts';
import { whyNotIssued } from './why-not.ts';
import { specification } from '../properties/linux.ts';

/** `3: there is no f1`, for each step that is not issued. */
function whys(port: Port, world: string, ...lines: readonly string[]): string[] {
  const trace = { world: parseWorld(world), steps: parseSteps(...lines) };
  const reasons = whyNotIssued(specification, port, trace);
  return [...reasons].map(([step, why]) => `${step + 1}: ${why}`);
}

const reference = (): Port => simulate(findKernel('reference'));

/** Of a kernel that can do less. */
function less(change: Partial<Capabilities>): Port {
  const kernel = reference();
  const capabilities = { ...kernel.capabilities, ...change };
  Object.defineProperty(kernel, 'capabilities', { value: capabilities });
  return kernel;
}

const stop = '[stops at uacce_fops_open: bound, not yet listed]';

describe('a step is not issued', () => {
  it.each<[string, string, readonly string[], readonly string[]]>([
    [
      'because what it uses was never made',
      'sva',
      [
        'open p0 d0 -> f0 [allocation 1 fails]',
        'close p0 f0',
        'dma f1',
        'bind p0 f0 -> h0',
        'unbind p0 h0',
      ],
      [
        '2: there is no f0: step 1 returned ENOMEM',
        '3: there is no f1',
        '4: there is no f0: step 1 returned ENOMEM',
        '5: there is no h0, because step 4 was not issued',
      ],
    ],
    [
      'because what it uses is gone, or not yet there',
      'sva',
      [
        'open p0 d0 -> f0',
        'close p0 f0',
        'touch p0 f0 mmio',
        'exit p0',
        'fork p0 -> p1',
        'fork p1 -> p2',
      ],
      [
        '3: f0 is gone since step 2',
        '5: p0 is gone since step 4',
        '6: there is no p1, because step 5 was not issued',
      ],
    ],
    [
      'because the world has no room for it',
      'sva,files=1,processes=1',
      ['open p0 d0 -> f0', 'open p0 d1 -> f1', 'fork p0 -> p1'],
      [
        '2: the world has no room for it: files=1 (files of these devices that may be open at once)',
        '3: the world has no room for it: processes=1 (processes that may be alive at once)',
      ],
    ],
    [
      'because the world is another one',
      'sva-group',
      ['hotplug d0 remove', 'thread p0 -> p1', 'setrlimit p0 1'],
      [
        '1: not in this world: sharedGroup=yes (all SVA devices share one IOMMU group and stay in it)',
        '2: thread does not exist in world sva-group',
        '3: setrlimit does not exist in world sva-group',
      ],
    ],
    [
      'because no world has room for it',
      'sva,pasids=30',
      ['alloc -> n0', 'alloc -> n1', 'alloc -> n2', 'alloc -> n3', 'alloc -> n4'],
      ['5: there is no room for another pasid: at most 4 can exist at once'],
    ],
    [
      'because it takes another word',
      'vfio-tiny',
      ['munmap-page p0 a1', 'munmap-page p0 a1', 'setrlimit p0 0', 'container p0 tce -> c0'],
      [
        '2: a1 is not possible now, a0 or a2 or a3 would be',
        '3: not in this world: limits=1 (pages that RLIMIT_MEMLOCK can be set to, besides unlimited)',
        '4: not in this world: backends=type1v2 (IOMMU backends that a container can have)',
      ],
    ],
    [
      'because something has to come before it',
      'both',
      [
        'open p0 d0 -> f0',
        'dma f0',
        'munmap p0 f0 mmio',
        'hotplug d0 add',
        'pin g0 i0 1',
        'unpin g0 i0 1',
      ],
      [
        '2: it would be possible after start p0 f0',
        '3: it would be possible after mmap p0 f0 mmio',
        '4: add is not possible now, remove would be',
        '5: it is not possible now, nor after any one command',
        '6: it is not possible now, nor after any one command',
      ],
    ],
    [
      'because who runs it, or is to go on, is busy or is not',
      'sva-tiny',
      [
        `open p0 d0 -> f0 ${stop}`,
        'fork p0 -> p1',
        'hotplug d0 remove',
        'continue-hotplug d0',
        'close p0 f0',
        'continue p0',
        'continue p0',
      ],
      [
        '2: p0 has not returned from step 1',
        '4: hotplug d0 still waits in step 3 for uacce->mutex, which p0 holds',
        '5: there is no f0 yet: step 1 has not returned',
        '7: p0 has no suspended command',
      ],
    ],
    [
      'because what is under way needs the room',
      'sva-tiny',
      ['fork p0 -> p1', 'open p0 d0 -> f0', `open p0 d0 -> f1 ${stop}`, 'open p1 d0 -> f2'],
      ['4: no room besides the objects that step 3 may still create'],
    ],
    [
      'because nothing overlaps where it runs',
      'vfio-threads',
      [`fork p0 -> p1 ${stop}`],
      ['1: no commands overlap in world vfio-threads: threads share the files of VFIO'],
    ],
  ])('%s', (_what, world, lines, expected) => {
    expect(whys(reference(), world, ...lines)).toEqual(expected);
  });

  it('because the kernel does not know it', () => {
    const linux410 = simulate(findKernel('linux-4.10'));
    expect(
      whys(linux410, 'vfio-passthrough', 'container p0 type1v2 -> c0', 'unmap-vaddr p0 c0 i0'),
    ).toEqual(['2: linux-4.10 does not know unmap-vaddr']);
  });

  it('because the kernel can let nothing fail, or stop nowhere', () => {
    expect(whys(less({ faults: false }), 'sva', 'fork p0 -> p1 [allocation 1 fails]')).toEqual([
      '1: reference cannot make an allocation fail',
    ]);
    expect(whys(less({ points: [] }), 'sva', `open p0 d0 -> f0 ${stop}`)).toEqual([
      '1: reference has no points to stop at',
    ]);
  });

  it('because the trace ended before', () => {
    const stuck = simulate(findKernel('uacce-refusal-keeps-mutex'));
    const lines = ['open p0 d0 -> f0', 'start p0 f0', 'start p0 f0', 'close p0 f0', 'gp', 'work'];
    const at = whys(stuck, 'sva', ...lines).map((why) => why.replace(/^\d+: /, ''));
    expect(at.length).toBeGreaterThan(0);
    expect(new Set(at).size).toBe(1);
    expect(at[0]).toMatch(/^a task is stuck since step [34]$/);
    const full = reference();
    const apply = full.apply.bind(full);
    full.apply = (c) => {
      if (c.kind === 'fork') throw new CannotGoOn('full');
      return apply(c);
    };
    expect(whys(full, 'sva', 'gp', 'fork p0 -> p1', 'work')).toEqual([
      '2: the kernel has no room for it in this world',
      '3: the world had no room for step 2',
    ]);
  });

  it('for want of time, if it is asked of very many what would have to come before', () => {
    const lines = ['open p0 d0 -> f0', ...Array<string>(101).fill('dma f0')];
    const all = whys(reference(), 'sva', ...lines);
    expect(all[99]).toBe('101: it would be possible after start p0 f0');
    expect(all[100]).toBe('102: it is not possible in this state');
  });
});

describe('of a trace of which everything is issued', () => {
  it('nothing is said', () => {
    expect(whys(reference(), 'sva', 'open p0 d0 -> f0', 'exit p0', 'gp', 'work')).toEqual([]);
  });
});
