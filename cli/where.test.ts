import { describe, expect, it } from 'vitest';
import { jsonLines, runCli, runWith } from '../testing/cli.ts';

const daemon = 'corpus/pasid-uniqueness-c8fa983f7af7.json';

describe('where', () => {
  const rows = jsonLines(runCli('where', daemon, '--json').out);
  const row = (kernel: string) => rows.find((one) => one['kernel'] === kernel)!;

  it('names the switch that broke the release after 5.17, and that which mended it', () => {
    expect(row('linux-5.18-rc1')).toMatchObject({
      verdict: 'broken',
      broken: ['pasid-uniqueness: handed out while held'],
      difference: { from: 'linux-5.17', settings: [{ name: 'pasidFreeAt', value: 'mmput' }] },
    });
    expect(row('linux-5.18')).toMatchObject({
      verdict: 'holds',
      difference: { from: 'linux-5.18-rc1', settings: [{ name: 'pasidFreeAt', value: 'mmput' }] },
    });
    expect(row('linux-5.18-rc1-mmget')).toMatchObject({
      difference: { settings: [{ name: 'bondPins', value: 'mm_count' }] },
    });
  });

  it('says which kernels cannot be asked, and why', () => {
    expect(row('linux-6.3')).toMatchObject({ verdict: 'cannot be asked', why: 'it has no SVA' });
  });

  it('prints a line for each kernel, also where it holds', () => {
    const { code, out } = runCli('where', daemon, '--width', '80');
    expect(code).toBe(0);
    expect(out).toMatch(/^linux-5\.17 +holds +no law is broken$/m);
    expect(out).toMatch(/^linux-5\.18-rc1 +broken +pasid-uniqueness/m);
    for (const line of out.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  });

  it('names the switch of a design of sets', () => {
    const trace = [
      'world sets-small',
      'set-open p0 1 -> s0',
      'guest-alloc p0 s0 -> v0',
      'guest-bind p0 s0 v0 e0',
      'guest-free p0 s0 v0',
      'guest-alloc p0 s0 -> v1',
    ];
    const { out } = runWith(`${trace.join('\n')}\n`, 'where', '-', '--json');
    const found = jsonLines(out).filter((one) => one['verdict'] === 'broken');
    expect(found.map((one) => [one['kernel'], one['needs']])).toContainEqual([
      'ioasid-atomic-wq',
      [{ name: 'guestFree', value: 'cleaned-later' }],
    ]);
  });

  it('is what replay does on all kernels, where no switch can be set', () => {
    const all = runCli('replay', daemon, '--kernel', 'all', '--json');
    expect(all.out).toBe(runCli('where', daemon, '--json').out);
    const refused = runCli('replay', daemon, '--kernel', 'all', '--switch', 'allocLock=mutex');
    expect([refused.code, refused.err]).toEqual([
      2,
      'pasidcheck: --switch cannot be set on all kernels; expected --kernel with one name\n',
    ]);
  });
});
