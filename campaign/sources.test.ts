import { describe, expect, it } from 'vitest';
import { Runner } from '../checker/run.ts';
import { breaksOf } from '../defects/defect.ts';
import { defectsById, switchesWith } from '../defects/identify.ts';
import { defects } from '../defects/index.ts';
import { findKernel } from '../defects/kernels.ts';
import { findFunction } from '../implementation/fidelity/find-function.ts';
import { labels } from '../implementation/fidelity/labels.ts';
import { TracedKernel } from '../implementation/kernel/traced.ts';
import { parseSteps } from '../model/linux.ts';
import { findWorld } from '../model/worlds.ts';
import { specification } from '../properties/linux.ts';
import { sourcesOf } from './sources.ts';

const world = findWorld('sva');
const trace = { world, steps: parseSteps('open p0 d0 -> f0', 'exit p0') };
const causes = defectsById(['mm-pasid-drop-in-mmput']);

function inferred(ids: readonly string[]): string | undefined {
  return sourcesOf(findKernel('linux-5.18-rc1'), trace, defectsById(ids))!.inferred;
}

describe('what a finding on a release says about Linux', () => {
  it('is told by the functions that its trace passes through', () => {
    const { files, unread } = sourcesOf(findKernel('linux-5.18-rc1'), trace, causes)!;
    const passed = [...files.flatMap(({ functions }) => functions), ...unread];
    expect(passed).toEqual(expect.arrayContaining(['uacce_fops_open', 'arm_smmu_mm_release']));
    expect(passed).not.toContain('uacce_start_queue');
    expect(new Set(passed).size).toBe(passed.length);
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
  it('are in a fidelity table, or are labels', () => {
    const passed = new Map<string, string>();
    for (const defect of defects)
      for (const { world: name, shortest } of breaksOf(defect)) {
        const kernel = new TracedKernel('traced', switchesWith(defect));
        const runner = new Runner(specification, kernel, findWorld(name));
        runner.run(shortest, { broken: () => undefined });
        for (const place of kernel.passed) passed.set(place, defect.id);
      }
    const unknown = [...passed].filter(
      ([place]) => findFunction(place) === undefined && !Object.hasOwn(labels, place),
    );
    expect(unknown).toEqual([]);
    expect(passed.size).toBeGreaterThan(100);
  });
});
