import { describe, expect, it } from 'vitest';
import { columns } from './columns.ts';

describe('rows in columns', () => {
  it('are aligned, and the last cell is wrapped under itself', () => {
    expect(
      columns(
        [
          ['sva', 'three processes, two devices and four files'],
          ['vfio-tiny', 'less'],
        ],
        50,
      ),
    ).toBe(
      [
        'sva        three processes, two devices and four',
        '           files',
        'vfio-tiny  less',
        '',
      ].join('\n'),
    );
  });

  it('are stacked where too little would be left for what it means', () => {
    expect(columns([['map', 'PROCESS CONTAINER', 'pages get an address of the device']], 40)).toBe(
      ['map  PROCESS CONTAINER', '    pages get an address of the device', ''].join('\n'),
    );
  });

  it('of one column are lines', () => {
    expect(columns([['a b'], ['c']], 40)).toBe('a b\nc\n');
  });
});
