import { beforeAll, describe, expect, it } from 'vitest';
import { Runner } from '../checker/run.ts';
import { breaksOf } from '../defects/defect.ts';
import { defectsById, switchesWith } from '../defects/identify.ts';
import { defects } from '../defects/index.ts';
import { findKernel } from '../defects/kernels.ts';
import { findFunction, functionAt } from '../implementation/fidelity/find-function.ts';
import { labels } from '../implementation/fidelity/labels.ts';
import { fidelityTables } from '../implementation/fidelity/tables.ts';
import type { LinuxFunction } from '../implementation/kernel/fidelity.ts';
import { reference, type Switches } from '../implementation/kernel/switches.ts';
import { TracedKernel } from '../implementation/kernel/traced.ts';
import { versions } from '../implementation/versions/index.ts';
import type { Command } from '../model/command.ts';
import { parseSteps } from '../model/linux.ts';
import { findWorld } from '../model/worlds.ts';
import { specification } from '../properties/linux.ts';
import type { Sources } from '../reports/report.ts';
import { sourcesOf } from './sources.ts';

const world = findWorld('sva');
const trace = { world, steps: parseSteps('open p0 d0 -> f0', 'exit p0') };
const causes = defectsById(['mm-pasid-drop-in-mmput']);

function inferred(ids: readonly string[]): string | undefined {
  return sourcesOf(findKernel('linux-5.18-rc1'), trace, defectsById(ids))!.inferred;
}

function passing(kernel: string, ...lines: readonly string[]): Sources {
  const steps = parseSteps(...lines);
  return sourcesOf(findKernel(kernel), { world: findWorld('vfio'), steps }, [])!;
}

/** The functions of a trace in which a driver pins a page, is told of an unmap, and goes. */
function namesIn(kernel: string): string[] {
  const { files, unread } = passing(
    kernel,
    'container p0 type1v2 -> c0',
    'attach p0 c0 g0',
    'map p0 c0 i0 a0 1 rw',
    'pin g0 i0 1',
    'unmap p0 c0 i0 1',
    'exit p0',
  );
  return [...files, ...unread].flatMap(({ functions }) => functions);
}

describe('what a finding on a release says about Linux', () => {
  it('is told by the functions that its trace passes through', () => {
    const { files, unread } = sourcesOf(findKernel('linux-5.18-rc1'), trace, causes)!;
    const passed = [...files, ...unread].flatMap(({ functions }) => functions);
    expect(passed).toEqual(expect.arrayContaining(['uacce_fops_open', 'arm_smmu_mm_release']));
    expect(passed).toEqual(expect.arrayContaining(['exit_mm', 'exit_files', 'put_files_struct']));
    expect(passed).not.toContain('uacce_start_queue');
    // A bind takes a reference on the group and drops it; nothing frees the group.
    expect(passed).toEqual(expect.arrayContaining(['iommu_group_get', 'iommu_group_put']));
    expect(passed).not.toContain('iommu_group_release');
    expect(new Set(passed).size).toBe(passed.length);
  });

  it('names each by its name and file in the version that was read for the release', () => {
    const { files } = passing('linux-6.3', 'container p0 type1v2 -> c0', 'attach p0 c0 g0');
    const named = (file: string) => files.find((f) => f.file === file)!.functions;
    expect(named('drivers/vfio/group.c (v6.3.2)')).toContain('vfio_group_ioctl_set_container');
    expect(named('drivers/vfio/container.c (v6.3.2)')).toEqual(
      expect.arrayContaining(['vfio_fops_open', 'vfio_container_attach_group']),
    );
    expect(files.map(({ file }) => file).join(' ')).not.toContain('vfio/vfio.c');
  });

  it('names the file and the version of a function that was read for another release only', () => {
    const { files, unread } = passing('linux-4.12', 'container p0 type1v2 -> c0', 'exit p0');
    expect(files.flatMap(({ functions }) => functions)).not.toContain('do_exit');
    expect(unread).toContainEqual({
      file: 'fs/file_table.c (v5.18)',
      functions: ['fput', '__fput'],
    });
  });

  it('names no function that the release does not have', () => {
    const traces: readonly (readonly [string, string])[] = [
      ['linux-4.12', 'mm_pasid_drop'],
      ['linux-4.18', 'vfio_dma_bitmap_free'],
      ['linux-4.18', 'vfio_notify_dma_unmap'],
      ['linux-6.3', 'kvmgt_gfn_to_pfn'],
      ['linux-6.3', 'intel_vgpu_iommu_notifier'],
      ['vfio-mdev-v9', '__intel_vgpu_release'],
    ];
    for (const [kernel, name] of traces) expect(namesIn(kernel), kernel).not.toContain(name);
    expect(namesIn('linux-4.10')).toContain('kvmgt_gfn_to_pfn');
    expect(namesIn('linux-6.3')).toContain('vfio_dma_bitmap_free');
  });

  it('names no function of another call, whose work its own calls share', () => {
    const lines = ['container p0 type1v2 -> c0', 'attach p0 c0 g0', 'map p0 c0 i0 a0 1 rw'];
    const { files } = passing('linux-6.3', ...lines, 'pin g0 i0 1');
    const names = files.flatMap(({ functions }) => functions);
    expect(names).toContain('vfio_iommu_type1_pin_pages');
    for (const other of ['vfio_notify_dma_unmap', 'iommu_iova_to_phys', 'vfio_unpin_pages'])
      expect(names).not.toContain(other);
  });

  it('is inferred unless a source shows each of its causes', () => {
    expect(inferred(['mm-pasid-drop-in-mmput'])).toBeUndefined();
    expect(inferred(['mm-pasid-drop-in-mmput', 'mm-pasid-drop-under-bond'])).toMatch(
      /^mm-pasid-drop-under-bond is our reading/,
    );
    expect(inferred(['fork-shares-mm-pasid'])).toMatch(/^fork-shares-mm-pasid is a hypothesis/);
    expect(inferred([])).toMatch(/no mistake that explains it/);
  });

  it('is nothing for a kernel that claims to be no release', () => {
    for (const name of ['reference', 'mm-pasid-drop-in-mmput', 'linux-5.18+pasidFreeAt=mmput'])
      expect(sourcesOf(findKernel(name), trace, causes), name).toBeUndefined();
  });

  it('is said of a release without some of its mistakes, too', () => {
    for (const name of ['linux-5.18-mended', 'linux-5.18-rc1-without:mm-pasid-drop-in-mmput'])
      expect(sourcesOf(findKernel(name), trace, causes), name).toBeDefined();
  });
});

describe('the names that the shortest traces of the catalogue pass', () => {
  /** Each with the trace that passes it. */
  const passed = new Map<string, string>();
  beforeAll(() => {
    for (const defect of defects)
      for (const { world: name, shortest } of breaksOf(defect))
        for (const place of passedBy(switchesWith(defect), name, shortest))
          passed.set(place, defect.id);
  });

  it('are in a fidelity table, or are labels', () => {
    const unknown = [...passed].filter(
      ([place]) => findFunction(place) === undefined && !Object.hasOwn(labels, place),
    );
    expect(unknown).toEqual([]);
    expect(passed.size).toBeGreaterThan(100);
  });

  it('have every function of a release that is simulated, with those of a few more traces', () => {
    const more = rarer.flatMap(({ world: name, lines, switches }) => [
      ...passedBy({ ...reference, ...switches }, name, parseSteps(...lines)),
    ]);
    const places = [...passed.keys(), ...more];
    const names = new Set(places.flatMap((place) => functionAt(place) ?? []));
    const functions = fidelityTables.flatMap((table) => table.functions);
    const missing = functions.filter(
      (f) => isSimulated(f) && !names.has(f.name) && !Object.hasOwn(neverPassed, f.name),
    );
    expect(missing.map(({ name }) => name)).toEqual([]);
  });
});

/** Traces for functions that no mistake of the catalogue needs. */
const rarer: readonly {
  readonly world: string;
  readonly lines: readonly string[];
  readonly switches?: Partial<Switches>;
}[] = [
  { world: 'sva', lines: ['hotplug d0 remove', 'hotplug d0 add'] },
  { world: 'enqcmd-dedicated', lines: ['open p0 d0 -> f0'] },
  { world: 'sets-small', lines: ['kvm-open p0', 'exit p0'] },
  { world: 'vfio', lines: ['mlock p0 a0', 'munlock p0 a0'] },
  {
    world: 'vfio',
    lines: [
      'container p0 type1v2 -> c0',
      'attach p0 c0 g1',
      'contend p0',
      'map p0 c0 i0 a0 1 rw',
      'work',
    ],
    switches: { charge: 'deferred-if-contended', limitTest: 'before' },
  },
  {
    world: 'vfio',
    lines: ['container p0 type1v2 -> c0', 'attach p0 c0 g0', 'detach p0 g0'],
    switches: findKernel('linux-6.3').switches,
  },
];

/** Functions that are simulated, but are no places that a trace passes, and why. */
const neverPassed: Readonly<Record<string, string>> = {
  mutex_lock: 'a lock is named with the function that takes it',
  down_read: 'a lock is named with the function that takes it',
  validate_chain: 'a lock is named with the function that takes it',
  arm_smmu_device_reset: 'before the first command',
  do_general_protection: 'the fix-up of the fault is passed, in the name of the later text',
  __fixup_pasid_exception: 'the same as try_fixup_enqcmd_gp',
  copy_thread_tls: 'the same as fpu_clone',
  copy_present_page: 'every page of a child is a copy',
  'vfio_dma_do_unmap (VFIO_DMA_UNMAP_FLAG_VADDR)': 'a request of vfio_dma_do_unmap',
  'vfio_dma_do_map (VFIO_DMA_MAP_FLAG_VADDR)': 'a request of vfio_dma_do_map',
};

function passedBy(
  switches: Switches,
  name: string,
  steps: readonly Command[],
): ReadonlySet<string> {
  const kernel = new TracedKernel('traced', switches);
  new Runner(specification, kernel, findWorld(name)).run(steps, { broken: () => undefined });
  return kernel.passed;
}

/** Whether a release that is simulated has it, and something of it is simulated. */
function isSimulated({ read, behaviours }: LinuxFunction): boolean {
  return (
    versions.some(({ release }) => release !== undefined && read[release] !== undefined) &&
    behaviours.some(({ verdict }) => verdict !== 'not simulated')
  );
}
