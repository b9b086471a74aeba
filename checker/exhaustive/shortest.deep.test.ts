import { expect, it } from 'vitest';
import { breaksAsTheCatalogueSays, lengths, searchWhereOrderDecides } from './shortest.contract.ts';

breaksAsTheCatalogueSays({
  // some laws break only after five, all others after four
  sva: ({ shortest }) => (shortest.length > 4 ? 5 : 4),
  vfio: 3,
  compared: { depth: 4, oneIn: 1 },
  overlapping: { depth: 3, oneIn: 1 },
});

it('a kernel on which the order of descriptors decides is searched right with symmetry too', () => {
  const [none, objects, names] = (['none', 'objects', 'names'] as const).map((symmetry) =>
    lengths(searchWhereOrderDecides(symmetry)),
  );
  expect(none!['no-splat: recursive locking in arm_smmu_mm_release: sva_lock']).toBe(4);
  expect(objects).toEqual(none);
  expect(names).toEqual(none);
});
