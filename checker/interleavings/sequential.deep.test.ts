import { describe } from 'vitest';
import { needsInterleaving } from '../../defects/defect.ts';
import { defects } from '../../defects/index.ts';
import { isNotShownInOrder } from './sequential.contract.ts';

describe.each(defects.filter(needsInterleaving))('$id', (defect) => {
  isNotShownInOrder(defect, 4);
});
