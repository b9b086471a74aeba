import { describe, expect, it } from 'vitest';
import type { Defect } from '../../defects/defect.ts';
import { kernelWith } from '../../defects/identify.ts';
import { defects } from '../../defects/index.ts';
import { SimulatedKernel } from '../../implementation/kernel/simulated.ts';
import { reference } from '../../implementation/kernel/switches.ts';
import { firstBreak } from '../reproduce.ts';
import { Runner } from '../run.ts';
import {
  breaksAsTheCatalogueSays,
  lengths,
  search,
  searchWhereOrderDecides,
} from './shortest.contract.ts';
import { specification } from '../../properties/linux.ts';

function byId(id: string): Defect {
  return defects.find((defect) => defect.id === id)!;
}

// Deeper: shortest.deep.test.ts.
breaksAsTheCatalogueSays({
  sva: () => 3,
  vfio: 2,
  compared: { depth: 3, oneIn: 16 },
  overlapping: { depth: 2, oneIn: 8 },
});

describe('what is found', () => {
  it.each(['uacce-remove-keeps-bond', 'sva-unbind-keeps-quiet-entry', 'fork-inherits-mm-pasid'])(
    'of %s breaks the law with the last command, or at rest behind it',
    (id) => {
      const { shortest } = search(byId(id), 3);
      expect(shortest.length).toBeGreaterThan(0);
      for (const { broken, trace } of shortest) {
        const runner = new Runner(specification, kernelWith(byId(id)), trace.world);
        const { step, ran } = firstBreak(runner, trace, broken)!;
        expect([trace.steps.length - 1, trace.steps.length]).toContain(step);
        expect(ran).toEqual(trace.steps);
      }
    },
  );

  it('is every law and place, unless the first is enough', () => {
    const all = search(byId('uacce-refusal-keeps-mutex'), 4);
    expect(all.shortest.length).toBe(23);
    expect(all.explored.ended).toBe('depth');
    const [least] = all.shortest;
    const first = search(byId('uacce-refusal-keeps-mutex'), 4, { first: true });
    expect(first.explored.ended).toBe('found');
    expect(first.complete).toBe(least!.trace.steps.length);
    // of the level in which the first shows, all are told
    const shown = all.shortest.filter((s) => s.trace.steps.length <= first.complete);
    expect(lengths(first)).toEqual(lengths({ ...all, shortest: shown }));
  });

  it('is what was looked for', () => {
    const { shortest } = search(byId('mm-pasid-drop-in-mmput'), 3, {
      seeks: ({ law }) => law === 'balance-at-rest',
    });
    expect(shortest.map(({ broken }) => broken.law)).toEqual(['balance-at-rest']);
  });

  it('comes shortest first, then the weightiest law', () => {
    const { shortest } = search(byId('fork-inherits-mm-pasid'), 4);
    const rank = specification.laws.map(({ name }) => name);
    const keys = shortest.map(
      ({ broken, trace }) => trace.steps.length * 100 + rank.indexOf(broken.law),
    );
    expect(keys.length).toBeGreaterThan(3);
    expect(keys).toEqual(keys.toSorted((a, b) => a - b));
  });
});

describe('complete', () => {
  const defect = byId('fork-inherits-mm-pasid');
  const all = lengths(search(defect, 4));

  it.each([1, 2, 7, 30, 150, 600])('holds with a budget of %i states', (states) => {
    const found = search(defect, 4, { states });
    const known = lengths(found);
    expect(found.explored.ended).toBe('states');
    for (const [place, length] of Object.entries(all))
      if (length <= found.complete) expect(known).toHaveProperty([place], length);
    for (const [place, length] of Object.entries(known)) expect(length).toBe(all[place]);
  });

  it('grows with the budget, up to the depth', () => {
    const complete = [1, 30, 150, 600, Infinity].map(
      (states) => search(defect, 4, { states }).complete,
    );
    expect(complete).toEqual(complete.toSorted((a, b) => a - b));
    expect(complete.at(-1)).toBe(4);
    expect(complete[0]).toBeLessThan(2);
  });

  it('ends where the search was told to stop', () => {
    const { explored, complete } = search(defect, 4, { goOn: ({ levels }) => levels.length < 4 });
    expect([explored.ended, complete]).toEqual(['stopped', 2]);
  });

  it('is without end if nothing is left to try', () => {
    const kernel = new SimulatedKernel('few commands', reference);
    const commands = new Set(['alloc', 'free']);
    const { explored, complete, shortest } = search(defect, Infinity, {
      port: Object.assign(kernel, { capabilities: { ...kernel.capabilities, commands } }),
    });
    expect([explored.ended, complete, shortest]).toEqual(['whole space', Infinity, []]);
  });
});

describe('a kernel on which the order of descriptors decides', () => {
  const place = 'no-splat: recursive locking in arm_smmu_mm_release: sva_lock';

  // With every symmetry: shortest.deep.test.ts.
  it('is searched right with symmetry too', () => {
    expect(lengths(searchWhereOrderDecides('names'))[place]).toBe(4);
  });

  it('is not searched right where the order is taken to mean nothing', () => {
    expect(lengths(searchWhereOrderDecides('unordered'))[place]).toBeUndefined();
  });
});
