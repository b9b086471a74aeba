import { describe, expect, it } from 'vitest';
import { type ShrinkingCase, proposals, shrunkBy, shrunkWithout } from '../../testing/shrinking.ts';
import { plainerWords } from './plainer-words.ts';

describe('plainer words', () => {
  it('is the only one to change the region of a mapping', () => {
    const anyUnmap: ShrinkingCase = {
      trace: ['open p0 d0 -> f0', 'mmap p0 f0 dus', 'munmap p0 f0 dus'],
      law: (c) => c.kind === 'munmap',
    };
    expect(shrunkBy([plainerWords], anyUnmap)).toEqual([
      'open p0 d0 -> f0',
      'mmap p0 f0 mmio',
      'munmap p0 f0 mmio',
    ]);
    expect(shrunkWithout(plainerWords, anyUnmap)).toEqual(anyUnmap.trace);
  });

  it('replaces a word by the first of its list, everywhere at once and then one by one', () => {
    expect(proposals(plainerWords, 'mmap p0 f0 dus', 'munmap p0 f0 dus')).toEqual([
      'mmap p0 f0 mmio; munmap p0 f0 mmio',
      'mmap p0 f0 mmio; munmap p0 f0 dus',
      'mmap p0 f0 dus; munmap p0 f0 mmio',
    ]);
  });

  it('has nothing to say to commands without words', () => {
    expect(proposals(plainerWords, 'open p0 d0 -> f0', 'gp')).toEqual([]);
  });

  it('keeps a word that is needed', () => {
    const memory: ShrinkingCase = {
      trace: ['open p0 d0 -> f0', 'mmap p0 f0 mmio', 'mmap p0 f0 dus'],
      law: (c) => c.kind === 'mmap' && c['region'] === 'dus',
    };
    expect(shrunkBy([plainerWords], memory)).toEqual(memory.trace);
  });
});
