import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { jsonLines, runCli, workplace } from '../testing/cli.ts';

const { fresh } = workplace();

/** A night that is over after a turn or two: the clock of the suites ticks at each look. */
function night(out: string, seed: string, time = '300ms') {
  const args = ['nightly', '--time', time, '--seed', seed, '--out', out];
  const { err } = runCli(...args);
  return { err, log: jsonLines(readFileSync(join(out, 'runs.jsonl'), 'utf8')) };
}

describe('nightly', () => {
  const out = fresh('night');
  const first = night(out, '7');

  it('logs when the night and each of its turns begins and ends', () => {
    const kinds = first.log.map((line) => line['kind']);
    expect(kinds.slice(0, 3)).toEqual(['night', 'turn', 'turn-ended']);
    expect(kinds.at(-1)).toBe('night-ended');
    expect(first.log[1]).toMatchObject({
      turn: 0,
      kernel: 'reference',
      world: 'sva',
      way: 'plain',
    });
    expect(first.log[2]).toMatchObject({ turn: 0, verdict: expect.any(String) as unknown });
  });

  it('has a date, a seed and a name that every line bears', () => {
    expect(first.log[0]).toMatchObject({ started: '2022-04-29T12:00:00.000Z', seed: 7 });
    const names = new Set(first.log.map((line) => line['night']));
    expect([...names]).toEqual(['20220429T120000Z-7']);
    expect(first.err).toContain('nightly: 20220429T120000Z-7, ');
  });

  it('can be followed by another one in the same folder', () => {
    const { log } = night(out, '8', '100ms');
    expect(new Set(log.map((line) => line['night'])).size).toBe(2);
    expect(log.slice(0, first.log.length)).toEqual(first.log);
  });
});
