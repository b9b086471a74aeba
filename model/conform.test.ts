import { describe, expect, it } from 'vitest';
import { failed, success } from './answer.ts';
import { admitOnly, admitOnlyOf, isOfLostCall } from './conform.ts';

const placeOf = (name: 'HUNG' | 'OOPS' | 'EIO') => admitOnly('exit', failed(name), 'OK')!.place;

describe('admitting only some outcomes', () => {
  it('is silent for each of them', () => {
    expect(admitOnly('mremap', success, 'OK', 'EPERM')).toBeUndefined();
    expect(admitOnly('mremap', failed('EPERM'), 'OK', 'EPERM')).toBeUndefined();
  });

  it('says what came instead, and what would have been right', () => {
    expect(admitOnly('mremap', failed('EFAULT'), 'OK', 'EPERM')).toEqual({
      law: 'answers-conform',
      place: { command: 'mremap', answer: 'EFAULT' },
      witness: 'mremap answered EFAULT. Admitted: success or EPERM.',
    });
    expect(admitOnly('close', success, 'EBADF')).toEqual({
      law: 'answers-conform',
      place: { command: 'close', answer: 'success' },
      witness: 'close answered success. Admitted: EBADF.',
    });
  });

  it('tells one success from another', () => {
    expect(admitOnlyOf('unmap', success, 'nothing removed', 'EINVAL')?.place).toEqual({
      command: 'unmap',
      answer: 'nothing removed',
    });
    expect(admitOnlyOf('unmap', failed('EIO'), 'nothing removed', 'EINVAL')?.place).toEqual({
      command: 'unmap',
      answer: 'EIO',
    });
    expect(admitOnlyOf('unmap', success, 'nothing removed', 'OK')).toBeUndefined();
  });

  it('has places that tell a call that was lost from one that was answered', () => {
    expect([placeOf('HUNG'), placeOf('OOPS'), placeOf('EIO')].map(isOfLostCall)).toEqual([
      true,
      true,
      false,
    ]);
  });
});
