import { describe, expect, it } from 'vitest';
import { ok, success } from '../../answer.ts';
import { findWorld } from '../../worlds.ts';
import { Model } from '../../../testing/model.ts';

const [QUEUED, REFUSED, OVERFLOW, NOT_SENT] = [0, 1, 2, 3].map(ok);

/** The ring holds one request. */
const after = (...lines: readonly string[]) => new Model(findWorld('vtd-small')).and(...lines);
const admits = (model: Model, line: string, value: number): boolean =>
  model.judge(line, ok(value)) === undefined;
const results = (model: Model, line: string): number[] =>
  [0, 1, 2, 3].filter((value) => admits(model, line, value));

describe('request', () => {
  it('is queued as long as the mm lives, unless the ring is full', () => {
    const admitted = [QUEUED!.value, OVERFLOW!.value];
    expect(results(after('open p0 d0 -> f0', 'request f0 r0 last'), 'request f0 r1 last')).toEqual(
      admitted,
    );
  });

  it('finds room in the ring if nothing else was requested for a mm that is bound', () => {
    expect(results(after('open p0 d0 -> f0'), 'request f0 r0 last')).toEqual([QUEUED!.value]);
    const closed = after('open p0 d0 -> f0', 'request f0 r0 more', 'exec p0');
    expect(results(closed.and('open p0 d0 -> f1'), 'request f1 r1 last')).toEqual([QUEUED!.value]);
  });

  it('may be refused once the mm has ended', () => {
    const ended = after('open p0 d0 -> f0', 'fork p0 -> p1', 'exit p0');
    expect(results(ended, 'request f0 r0 last')).toContain(REFUSED!.value);
  });

  it('need not be sent while its group may wait for an answer', () => {
    const sent = after('open p0 d0 -> f0', 'request f0 r0 last', 'prq');
    expect(results(sent, 'request f0 r0 last')).toContain(NOT_SENT!.value);
    expect(results(sent, 'request f0 r1 last')).not.toContain(NOT_SENT!.value);
  });

  it('exists for groups of the world only, and until the device has aborted its work', () => {
    const open = after('open p0 d0 -> f0');
    expect([open.isPossible('request f0 r1 last'), open.isPossible('request f0 r2 last')]).toEqual([
      true,
      false,
    ]);
    expect(open.answered('abort f0', success).isPossible('request f0 r0 last')).toBe(false);
  });
});
