import { describe, it } from 'vitest';
import { expectOnPage, runCli, workplace } from '../testing/cli.ts';

const { fresh } = workplace();
const out = fresh('out');

describe('what takes longer keeps to 80 columns and to ASCII as well, if asked:', () => {
  it.each<[string, readonly string[]]>([
    ['certify', ['certify', 'corpus/pasid-uniqueness-c8fa983f7af7.json']],
    ['oracle', ['oracle', 'fresh-mm-off']],
    ['defects', ['defects', 'fork-inherits-mm-pasid', '--seeds', '1']],
    ['explore', ['explore', '--world', 'sva-tiny', '--depth', '3', '--out', out]],
    [
      'explore of overlaps',
      [
        'explore',
        '--kernel',
        'linux-5.18',
        '--world',
        'sva-tiny',
        '--depth',
        '2',
        '--interleave',
        '--out',
        out,
      ],
    ],
    ['explore of VFIO', ['explore', '--world', 'vfio-tiny', '--depth', '2', '--out', out]],
    [
      'check',
      ['check', '--kernel', 'linux-5.18-rc1', '--runs', '100', '--seed', '3', '--out', out],
    ],
    ['check of overlaps', ['check', '--runs', '30', '--seed', '3', '--interleave', '--out', out]],
  ])(
    '%s',
    (_what, args) => {
      expectOnPage(runCli(...args, '--width', '80', '--ascii').out, 80);
    },
    120_000,
  );
});
