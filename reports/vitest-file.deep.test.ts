import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { evaluated } from '../testing/evaluated.ts';
import { examples } from './renderer.contract.ts';
import { vitestFile } from './vitest-file.ts';

const library = resolve('index.ts');
const daemon = 'open p0 d0 -> f0\nfork p0 -> p1\nexit p0\nopen p1 d0 -> f1\n';
const fileOn = (kernel: string): string =>
  vitestFile({ report: examples.daemon(), text: `${kernel}   world sva\n${daemon}` });

describe('the vitest file of a finding', () => {
  it('fails on the kernel that has it', async () => {
    await expect(evaluated(fileOn('linux-5.18-rc1'), library)).rejects.toThrow(
      'contains pasid-uniqueness: handed out while held',
    );
  });

  it('passes on one that does not', async () => {
    await evaluated(fileOn('linux-5.18'), library);
  });

  it('fails if a step cannot be issued, because then it says nothing', async () => {
    const file = fileOn('linux-5.18').replace('fork p0 -> p1', 'exec p0');
    await expect(evaluated(file.replace('open p1', 'open p0'), library)).rejects.toThrow(
      /is not 0/,
    );
  });

  it('is a file whatever its texts hold', async () => {
    const report = { ...examples.daemon(), witness: '*/ `${x}`\n//"\u2028' };
    await evaluated(vitestFile({ report, text: `linux-5.18   world sva\n${daemon}` }), library);
  });
});
