import { describe, expect, it } from 'vitest';
import { errnoName } from '../../../model/answer.ts';
import * as codes from './errno.ts';

const { answerOf, ...returns } = codes;

describe('a return value', () => {
  it.each(Object.entries(returns))('%s is answered by that name', (name, ret) => {
    expect(errnoName(answerOf(ret).errno)).toBe(name);
  });

  it('that is not negative is success', () => {
    expect(errnoName(answerOf(0).errno)).toBe('OK');
    expect(errnoName(answerOf(7).errno)).toBe('OK');
  });

  it('that is no errno we know throws: it would hide a mistake of the simulation', () => {
    expect(() => answerOf(-4095)).toThrow(new RangeError('no name for errno -4095'));
  });
});
