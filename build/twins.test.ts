import { describe } from 'vitest';
import { twinsAgree } from './twins.contract.ts';

describe('the straight twin', () => {
  twinsAgree([{}, { uacceRefusal: 'returns-at-once' }, { limitTest: 'when-charging' }], 400);
});
