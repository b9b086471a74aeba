import { describe, expect, it } from 'vitest';
import { breaksOf, needsInterleaving } from '../../defects/defect.ts';
import { defects } from '../../defects/index.ts';
import { isNotShownInOrder, worldFor } from './sequential.contract.ts';
import { svaOf } from '../../model/sva/bounds.ts';

describe.each(defects.filter(needsInterleaving))('$id', (defect) => {
  isNotShownInOrder(defect, 3);

  it('needs no larger world to be shown', () => {
    for (const { shortest } of breaksOf(defect)) {
      const world = worldFor(defect.world);
      const { devices, files } = svaOf(world);
      const text = JSON.stringify(shortest);
      expect(text).not.toContain(`"process":${world.processes}`);
      expect(text).not.toContain(`"device":${devices}`);
      expect(text).not.toContain(`"file":${files}`);
    }
  });
});
