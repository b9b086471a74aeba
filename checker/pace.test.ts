import { describe, expect, it } from 'vitest';
import { Pace } from './pace.ts';
import { atOnce } from '../shrinkers/work.ts';

/** A clock that goes on only when it is told to. */
function timer(ends: number) {
  let now = 0;
  const pass = (ms: number): void => void (now += ms);
  return { clock: { now: () => now, ends }, pass, now: () => now };
}

/** Uses all the patience there is, a millisecond at a time. */
function usesUp(patience: () => boolean, pass: (ms: number) => void): number {
  let ms = 0;
  for (; patience(); ms++) pass(1);
  return ms;
}

describe('a pace with an end', () => {
  it('draws until the end if nothing was found', () => {
    const { clock, pass, now } = timer(1000);
    const pace = new Pace(clock);
    while (pace.mayDraw(false)) pace.draw(() => pass(1));
    expect([now(), pace.drawn]).toEqual([1000, 1000]);
  });

  it('keeps the last quarter of the time for findings', () => {
    const { clock, pass, now } = timer(1000);
    const pace = new Pace(clock);
    while (pace.mayDraw(true)) pace.draw(() => pass(1));
    expect(now()).toBe(750);
    follow(pace, () => usesUp(pace.forTheRest(), pass));
    expect(now()).toBe(1500);
  });

  it.each([1000, 10_000, 60_000])(
    'gives half of %i ms to drawing, however much is found and however long it takes',
    (whole) => {
      const { clock, pass, now } = timer(whole);
      const pace = new Pace(clock);
      const met = Array.from({ length: 40 }, () => now());
      while (pace.mayDraw(true)) {
        pace.draw(() => pass(1));
        if (met.length > 0 && pace.isDue(met[0]!)) {
          met.shift();
          follow(pace, () => usesUp(pace.forNew(), pass));
        }
        const more = pace.forTold(100);
        if (more !== undefined) follow(pace, () => usesUp(more, pass));
      }
      follow(pace, () => usesUp(pace.forTheRest(), pass));
      expect(pace.drawn).toBeGreaterThanOrEqual(0.5 * whole);
      expect(now()).toBeLessThanOrEqual(whole + 501);
    },
  );

  it('gives what was just found some time, and never more than 1.2 seconds', () => {
    const { clock, pass } = timer(600_000);
    const pace = new Pace(clock);
    expect(usesUp(pace.forNew(), pass)).toBe(1200);
    const short = timer(1000);
    expect(usesUp(new Pace(short.clock).forNew(), short.pass)).toBeLessThan(100);
  });

  it('lets what was met wait when too much was spent, but not longer than that', () => {
    const { clock, pass, now } = timer(1000);
    const pace = new Pace(clock);
    expect(pace.isDue(now())).toBe(true);
    follow(pace, () => pass(450));
    const met = now();
    expect(pace.isDue(met)).toBe(false);
    pass(1200);
    expect(pace.isDue(met)).toBe(true);
  });

  it('gives each finding an equal part of the time that remains at the end', () => {
    const { clock, pass } = timer(1000);
    const pace = new Pace(clock);
    const [first, second] = [2, 1].map((left) => usesUp(pace.forTheRest(left), pass));
    expect([first, second]).toEqual([750, 750]);
  });
});

describe('a pace without an end', () => {
  it('is endlessly patient, and finishes nothing later', () => {
    const { clock, pass } = timer(Infinity);
    const pace = new Pace(clock);
    follow(pace, () => pass(1e9));
    expect([pace.mayDraw(true), pace.isDue(0), pace.forNew()(), pace.forTheRest()()]).toEqual([
      true,
      true,
      true,
      true,
    ]);
    expect(pace.forTold(1)).toBeUndefined();
  });

  it('works without a clock', () => {
    const pace = new Pace(undefined);
    expect([pace.draw(() => 7), pace.drawn, pace.mayDraw(false)]).toEqual([7, 0, true]);
  });
});

describe('a pace that is stopped', () => {
  it('ends everything at once', () => {
    let stopped = false;
    const pace = new Pace({ now: () => 0, ends: Infinity }, () => stopped);
    const patience = pace.forNew();
    expect([patience(), pace.mayDraw(false)]).toEqual([true, true]);
    stopped = true;
    expect([patience(), pace.mayDraw(false), pace.isStopped]).toEqual([false, false, true]);
  });
});

function follow(pace: Pace, work: () => unknown): void {
  // oxlint-disable-next-line require-yield -- the work is done at once: there is nothing to wait for
  const following = function* () {
    work();
  };
  atOnce(pace.following(following()));
}
