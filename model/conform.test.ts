import { describe, expect, it } from 'vitest';
import { failed, success } from './answer.ts';
import { admitOnly } from './conform.ts';

describe('admitting only some outcomes', () => {
  it('is silent for each of them', () => {
    expect(admitOnly('mremap', success, 'OK', 'EPERM')).toBeUndefined();
    expect(admitOnly('mremap', failed('EPERM'), 'OK', 'EPERM')).toBeUndefined();
  });

  it('says what came instead, and what would have been right', () => {
    expect(admitOnly('mremap', failed('EFAULT'), 'OK', 'EPERM')).toEqual({
      law: 'answers-conform',
      place: 'mremap: EFAULT',
      witness: 'mremap answered EFAULT. Admitted: success or EPERM.',
    });
    expect(admitOnly('close', success, 'EBADF')).toEqual({
      law: 'answers-conform',
      place: 'close: success',
      witness: 'close answered success. Admitted: EBADF.',
    });
  });
});
