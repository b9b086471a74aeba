import { describe, expect, it } from 'vitest';
import { findKernel, simulate } from '../defects/kernels.ts';
import { versions } from '../implementation/versions/index.ts';
import { commands } from '../model/commands/index.ts';
import { features } from '../model/feature.ts';
import { run, workplace } from '../testing/cli.ts';
import { worldFor } from './world-for.ts';

const { fresh } = workplace();

describe('the world of a run', () => {
  it('is sva for every kernel that has it, unless another is asked for', () => {
    for (const version of versions.filter(({ has }) => has.includes('sva')))
      expect(worldFor(version, undefined).name).toBe('sva');
    expect(worldFor(findKernel('linux-5.18'), 'sva-tiny').name).toBe('sva-tiny');
  });

  it('fits the kernel, or a line says what is missing', () => {
    for (const subcommand of ['check', 'explore']) {
      const { code, err } = run(
        subcommand,
        '--kernel',
        'linux-5.18',
        '--world',
        'vfio',
        '--out',
        fresh(subcommand),
      );
      expect(code).toBe(2);
      expect(err).toBe(
        'pasidcheck: linux-5.18 has no VFIO here: take a world without it, such as sva\n',
      );
    }
  });
});

describe('what a kernel has', () => {
  it('is everything for the reference, with a defect or not', () => {
    expect(findKernel('reference').has).toEqual([...features]);
    expect(findKernel('uacce-fops-after-remove').has).toEqual([...features]);
  });

  it('is the same when it is mended', () => {
    for (const { name, known, has } of versions)
      if (known.length > 0) expect(findKernel(`${name}-mended`).has).toEqual(has);
  });

  it('decides which commands it knows', () => {
    for (const version of versions) {
      const known = simulate(version).capabilities.commands;
      for (const { kind, needs } of commands)
        expect(known.has(kind), kind).toBe(needs === undefined || version.has.includes(needs));
    }
  });
});
