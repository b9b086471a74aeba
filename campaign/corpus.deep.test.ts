import { describe, expect, it } from 'vitest';
import { findKernel } from '../defects/kernels.ts';
import { certificateFor, isPlain } from './admission.ts';
import { readFolder } from './corpus.ts';
import { corpusFolder } from './places.ts';

describe('the corpus of this repository', () => {
  it('has a certificate for each finding that can have one', () => {
    const missing = readFolder(corpusFolder).traces.filter(({ stored }) => {
      const { violates, kernel, trace, certificate } = stored;
      if (violates === undefined || certificate !== undefined || !isPlain(trace)) return false;
      return certificateFor(findKernel(kernel!), { ...violates, trace }) !== 'too much';
    });
    expect(missing.map(({ file }) => `${file}: has none; add it anew by corpus add`)).toEqual([]);
  });
});
