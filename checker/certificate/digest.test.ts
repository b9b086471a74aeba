import { describe, expect, it } from 'vitest';
import { Sha256, sha256 } from './digest.ts';

describe('the digest of a certificate', () => {
  it('is SHA-256', () => {
    const digest = sha256();
    digest.update('abc');
    expect(digest.digest('hex')).toBe(
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    );
  });

  it('is the same without Node, whatever the length and the parts', () => {
    for (const length of [0, 1, 55, 56, 63, 64, 65, 1000]) {
      const [native, own] = [sha256(), new Sha256()];
      for (const digest of [native, own]) {
        digest.update('–x'.repeat(length));
        digest.update('a second part\n');
      }
      expect(own.digest(), `${length}`).toBe(native.digest('hex'));
    }
  });
});
