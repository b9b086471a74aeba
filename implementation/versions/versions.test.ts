import { describe, expect, it } from 'vitest';
import { defectsById } from '../../defects/identify.ts';
import { findWorld } from '../../model/worlds.ts';
import { Bench } from '../../testing/kernel.ts';
import { VfioBench } from '../../testing/vfio.ts';
import { reference, type SwitchName, type Switches } from '../kernel/switches.ts';
import { versions } from './index.ts';
import { release } from './release.ts';
import type { Slice } from './slice.ts';

const named = (name: string) => versions.find((v) => v.name === name)!;

/** Those that have SVA: the others know nothing of PASIDs, and their switches about it are the reference’s. */
const ofSva = versions.filter((v) => v.has.includes('sva') && !isDesignOfSets(v.name));
const ofVfio = versions.filter((v) => v.has.includes('vfio'));

/** The designs of sets of PASIDs, which are the reference in all else. */
function isDesignOfSets(name: string): boolean {
  return name.startsWith('ioasid-');
}

/** What each kernel with SVA answers to the last command of a trace, by its name. */
function lastAnswers(...lines: string[]): Record<string, string> {
  return Object.fromEntries(
    ofSva.map((v) => [v.name, new Bench(v.switches).run(...lines).at(-1)!]),
  );
}

function differing(a: Switches, b: Switches): string[] {
  return (Object.keys(reference) as SwitchName[]).filter((name) => a[name] !== b[name]);
}

/** Whether PASID 1 is taken after a trace, by the name of the kernel. */
function pasidAfter(...lines: string[]): Record<string, string> {
  return Object.fromEntries(
    ofSva.map((v) => {
      const bench = new Bench(v.switches);
      bench.run(...lines);
      return [v.name, bench.seen.pasidOwner(1) === 0 ? 'free' : 'taken'];
    }),
  );
}

describe('a release that is known for something', () => {
  it.each(['linux-5.17', 'linux-5.18'])('%s is its design and what it is known for', (name) => {
    const { switches, design, known } = named(name);
    const mistakes = defectsById(known).map((defect) => defect.switches);
    expect(Object.assign({}, reference, design, ...mistakes)).toEqual(switches);
  });

  it.each(versions.filter((v) => v.design !== undefined))('$name is of its design', (version) => {
    expect(version.switches).toMatchObject(version.design!);
  });
});

function slice(switches: Partial<Switches>, design?: Partial<Switches>): Slice {
  return { has: [], known: [], switches, ...(design && { design }) };
}

describe('a release of slices', () => {
  it('sets what any of them sets, and is the reference in all else', () => {
    const { switches } = release('linux-5.17', '', [
      slice({ pasidFreeAt: 'mmput' }),
      slice({ dmaOwner: 'current' }),
    ]);
    expect(switches).toEqual({ ...reference, pasidFreeAt: 'mmput', dmaOwner: 'current' });
  });

  it('has a design if one of them has', () => {
    const design = { groupAttach: 'refused' } as const;
    expect(release('linux-5.17', '', [slice({}), slice(design, design)]).design).toEqual(design);
    expect(release('linux-5.17', '', [slice({})])).not.toHaveProperty('design');
  });
});

describe('the kernels', () => {
  it('have different names and a description', () => {
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
    expect(differing(v517, rc1).toSorted()).toEqual([
      'pasidFreeAt',
      'pasidRange',
      'removedDevice',
      'unbindHoldsMm',
    ]);
    expect(differing(rc1, mmget)).toEqual(['bondPins']);
    expect(differing(rc1, v518)).toEqual(['pasidFreeAt']);
    expect(v518.pasidFreeAt).toBe('mmdrop');
  });

  it('have SVA behind an SMMU or VT-d, or VFIO, and the reference all of them', () => {
    const kinds = ['sva', 'vtd', 'vfio'] as const;
    for (const { name, has } of versions.filter((v) => !isDesignOfSets(v.name)))
      expect([name, kinds.filter((kind) => has.includes(kind)).length]).toEqual([
        name,
        name === 'reference' ? 3 : 1,
      ]);
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

  it('gets the master’s PASID only from 5.18-rc1', () => {
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
  it('never ends if the bond holds mm_users, and ends otherwise', () => {
    const isKept = ofSva.map((v) => {
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
    const opens = ofSva.map((v) => {
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

/** What is seen on each kernel that has VFIO after a trace, by its name. */
function afterwards<T>(
  see: (bench: VfioBench) => T,
  world: string,
  ...lines: readonly string[]
): Record<string, T> {
  return Object.fromEntries(
    ofVfio.map((v) => [v.name, see(new VfioBench(v.switches, world).and(...lines))]),
  );
}

/** mm->locked_vm of p0 and of p1. */
const lockedOfBoth = (bench: VfioBench): number[] => [bench.locked(0), bench.locked(1)];

/** Whose page a0 is pinned, and who is charged. */
function whoPays(bench: VfioBench): string {
  const pinned = [0, 1].filter((p) => bench.pins(p, 0) > 0).map((p) => `p${p}`);
  const paid = [0, 1].filter((p) => bench.locked(p) > 0).map((p) => `p${p}`);
  return `memory of ${pinned.join()}, charged to ${paid.join()}`;
}

describe('the kernels with VFIO', () => {
  it('follow each other as history did: who owns a mapping, who is charged, and when', () => {
    const about: readonly SwitchName[] = [
      'dmaOwner',
      'charge',
      'limitTest',
      'pinCharges',
      'lockCap',
      'dmaCounter',
    ];
    const history = ['linux-4.9', 'linux-4.10', 'linux-4.12', 'linux-4.18', 'linux-6.3'];
    const steps = history.slice(1).map((name, i) => {
      const moved = differing(named(history[i]!).switches, named(name).switches);
      return [name, about.filter((s) => moved.includes(s))];
    });
    expect(Object.fromEntries(steps)).toEqual({
      'linux-4.10': ['dmaOwner', 'pinCharges'],
      'linux-4.12': ['charge', 'limitTest'],
      'linux-4.18': ['dmaOwner', 'pinCharges', 'lockCap'],
      'linux-6.3': ['dmaOwner', 'dmaCounter'],
    });
    const owners = history.map((name) => named(name).switches.dmaOwner);
    expect(owners.slice(0, -1)).toEqual([
      'current',
      'mapping-thread',
      'mapping-thread',
      'group-leader',
    ]);
    expect(owners.at(-1)).toBe(reference.dmaOwner);
  });

  it('branch at v9: all that it has of its own is about drivers that pin', () => {
    const [v49, v9] = [named('linux-4.9'), named('vfio-mdev-v9')];
    expect(v9.has.filter((f) => !v49.has.includes(f))).toEqual(['mdev']);
    for (const name of ['dmaOwner', 'charge', 'limitTest', 'unmapTells'] as const)
      expect(v9.switches[name], name).toBe(v49.switches[name]);
  });
});

describe('a mapping of a process, on a kernel with VFIO,', () => {
  const mapped = [
    'container p0 type1v2 -> c0',
    'attach p0 c0 g0',
    'map p0 c0 i0 a0 1 rw',
    'fork p0 -> p1',
    'unmap p1 c0 i0 1',
  ];

  it('is credited to its child that unmaps it, stays charged because it may not, or is credited', () => {
    expect(afterwards(lockedOfBoth, 'vfio-passthrough', ...mapped)).toEqual({
      reference: [0, 0],
      'linux-4.9': [1, -1],
      'vfio-mdev-v9': [1, -1],
      'linux-4.10': [1, 0],
      'linux-4.12': [1, 0],
      'linux-4.18': [1, 0],
      'linux-6.3': [0, 0],
    });
    const refused = ofVfio.filter(
      (v) => new VfioBench(v.switches, 'vfio-passthrough').last(...mapped) === '0 pages',
    );
    expect(refused.map((v) => v.name)).toEqual(['linux-4.10', 'linux-4.12', 'linux-4.18']);
  });

  it('is credited after exec to the new program, which was never charged, by all before v6.3', () => {
    const lines = [
      'container p0 type1v2 -> c0',
      'attach p0 c0 g1',
      'map p0 c0 i0 a0 1 rw',
      'exec p0',
      'unmap p0 c0 i0 1',
    ];
    expect(afterwards((bench) => bench.locked(), 'vfio-keep-on-exec', ...lines)).toEqual({
      reference: 0,
      'linux-4.9': -1,
      'vfio-mdev-v9': -1,
      'linux-4.10': -1,
      'linux-4.12': -1,
      'linux-4.18': -1,
      'linux-6.3': 0,
    });
  });

  it('becomes memory of its child that plugs in a device, except on the reference; and the payer differs', () => {
    const lines = [
      'container p0 type1v2 -> c0',
      'attach p0 c0 g0',
      'map p0 c0 i0 a0 1 rw',
      'fork p0 -> p1',
      'attach p1 c0 g1',
    ];
    // Without mediated devices there is none to be in the container before.
    const { 'linux-4.9': _, ...withMediated } = afterwards(whoPays, 'vfio-keep-on-exec', ...lines);
    expect(withMediated).toEqual({
      reference: 'memory of p0, charged to p0',
      'vfio-mdev-v9': 'memory of p1, charged to p1',
      'linux-4.10': 'memory of p1, charged to p1',
      'linux-4.12': 'memory of p1, charged to p1',
      'linux-4.18': 'memory of p1, charged to p0',
      'linux-6.3': 'memory of p1, charged to p0',
    });
  });
});
