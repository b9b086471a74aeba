import { describe, expect, it } from 'vitest';
import { findWorld } from '../../model/world.ts';
import { Bench } from '../../testing/kernel.ts';
import { reference, type SwitchName, type Switches } from '../kernel/switches.ts';
import { versions } from './index.ts';

const named = (name: string) => versions.find((v) => v.name === name)!;

/** What each kernel answers to the last command of a trace, by its name. */
function lastAnswers(...lines: string[]): Record<string, string> {
  return Object.fromEntries(
    versions.map((v) => [v.name, new Bench(v.switches).run(...lines).at(-1)!]),
  );
}

function differing(a: Switches, b: Switches): string[] {
  return (Object.keys(reference) as SwitchName[]).filter((name) => a[name] !== b[name]);
}

/** Whether PASID 1 is taken after a trace, by the name of the kernel. */
function pasidAfter(...lines: string[]): Record<string, string> {
  return Object.fromEntries(
    versions.map((v) => {
      const bench = new Bench(v.switches);
      bench.run(...lines);
      return [v.name, bench.seen.pasidOwner(1) === 0 ? 'free' : 'taken'];
    }),
  );
}

describe('the kernels', () => {
  it('have names of their own, and say what they are', () => {
    expect(new Set(versions.map((v) => v.name)).size).toBe(versions.length);
    for (const { says } of versions) expect(says).not.toBe('');
  });

  it('follow each other as history did: 5.18-rc1 moved the drop, 5.18 moved it again', () => {
    const [v517, rc1, mmget, v518] = [
      'linux-5.17',
      'linux-5.18-rc1',
      'linux-5.18-rc1-mmget',
      'linux-5.18',
    ].map((name) => named(name).switches) as [Switches, Switches, Switches, Switches];
    expect(differing(v517, rc1)).toEqual(['pasidFreeAt']);
    expect(differing(rc1, mmget)).toEqual(['bondPins']);
    expect(differing(rc1, v518)).toEqual(['pasidFreeAt']);
    expect(v518.pasidFreeAt).toBe('mmdrop');
  });

  it('free a PASID at the last unbind, in mmput, or in mmdrop', () => {
    expect(pasidAfter('open p0 d0 -> f0', 'close p0 f0')).toEqual({
      reference: 'taken',
      'linux-5.17': 'free',
      'linux-5.18-rc1': 'taken',
      'linux-5.18-rc1-mmget': 'taken',
      'linux-5.18': 'taken',
    });
    expect(pasidAfter('open p0 d0 -> f0', 'fork p0 -> p1', 'exit p0')).toEqual({
      reference: 'taken',
      'linux-5.17': 'taken',
      'linux-5.18-rc1': 'free',
      'linux-5.18-rc1-mmget': 'taken',
      'linux-5.18': 'taken',
    });
  });
});

describe('a worker that opens the device while a daemon keeps its dead master’s queue', () => {
  const worker = ['open p0 d0 -> f0', 'fork p0 -> p1', 'exit p0', 'open p1 d0 -> f1'];

  it('is told the master’s PASID by 5.18-rc1 alone', () => {
    expect(lastAnswers(...worker)).toEqual({
      reference: 'PASID 2',
      'linux-5.17': 'PASID 2',
      'linux-5.18-rc1': 'PASID 1',
      'linux-5.18-rc1-mmget': 'PASID 2',
      'linux-5.18': 'PASID 2',
    });
  });

  it('has its DMA aborted by 5.18-rc1 alone: only the ASID of the old entry is replaced', () => {
    expect(lastAnswers(...worker, 'start p1 f1', 'dma f1')).toEqual({
      reference: 'reaches mm1',
      'linux-5.17': 'reaches mm1',
      'linux-5.18-rc1': 'aborted',
      'linux-5.18-rc1-mmget': 'reaches mm1',
      'linux-5.18': 'reaches mm1',
    });
  });
});

describe('a process that exits with its queue mapped', () => {
  it('never comes to its end where the bond holds mm_users, and does everywhere else', () => {
    const isKept = versions.map((v) => {
      const bench = new Bench(v.switches);
      bench.run('open p0 d0 -> f0', 'mmap p0 f0 mmio', 'exit p0');
      return [v.name, bench.seen.referenceCycle() !== undefined];
    });
    expect(Object.fromEntries(isKept)).toEqual({
      reference: false,
      'linux-5.17': false,
      'linux-5.18-rc1': false,
      'linux-5.18-rc1-mmget': true,
      'linux-5.18': false,
    });
  });
});

describe('a device that shares its IOMMU group', () => {
  it('is bound by the reference, and by no kernel before v6.2', () => {
    const opens = versions.map((v) => {
      const bench = new Bench(v.switches, findWorld('sva-group'));
      return [v.name, bench.run('open p0 d0 -> f0')[0]];
    });
    expect(Object.fromEntries(opens)).toEqual({
      reference: 'PASID 1',
      'linux-5.17': 'EINVAL',
      'linux-5.18-rc1': 'EINVAL',
      'linux-5.18-rc1-mmget': 'EINVAL',
      'linux-5.18': 'EINVAL',
    });
  });
});
