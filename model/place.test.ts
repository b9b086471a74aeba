import { describe, expect, it } from 'vitest';
import { keyOf, sameViolation, violationText } from './judgement.ts';
import { commandOf, overlapping, type Place, placeOf, placeText } from './place.ts';

const places: readonly (readonly [string, Place])[] = [
  ['a page stays pinned', { clause: 'a page stays pinned' }],
  ['exit: a page stays pinned', { command: 'exit', clause: 'a page stays pinned' }],
  [`${overlapping}: a pin is lost`, { command: overlapping, clause: 'a pin is lost' }],
  ['bind: ENOSPC', { command: 'bind', answer: 'ENOSPC' }],
  ['bind: ENOSPC', { command: 'bind', clause: 'ENOSPC' }],
  ['bind: ENOSPC', { clause: 'bind: ENOSPC' }],
  ['warning in detach: a pin', { splat: 'warning', where: 'detach', what: 'a pin' }],
  ['warning in detach: a pin', { clause: 'warning in detach: a pin' }],
];

describe('a place', () => {
  it.each(places)('is written “%s”', (text, place) => {
    expect(placeText(place)).toBe(text);
    expect(violationText({ law: 'liveness', place })).toBe(`liveness: ${text}`);
  });

  it('is the same as one with the same fields, in whatever order, and as no other', () => {
    const all = places.map(([, place]) => ({ law: 'liveness', place }));
    expect(new Set(all.map(keyOf)).size).toBe(all.length);
    for (const one of all) {
      const place = Object.fromEntries(Object.entries(one.place).toReversed()) as unknown as Place;
      expect(sameViolation(one, { law: 'liveness', place })).toBe(true);
      expect(sameViolation(one, { ...one, law: 'isolation' })).toBe(false);
    }
  });

  it('names the command that it is about, if it is about one', () => {
    expect(places.map(([, place]) => commandOf(place) ?? '')).toEqual([
      '',
      'exit',
      overlapping,
      'bind',
      'bind',
      '',
      '',
      '',
    ]);
  });

  it('is a clause where only words are given', () => {
    expect(placeOf('three')).toEqual({ clause: 'three' });
    expect(placeOf({ command: 'exit', clause: 'three' })).toEqual({
      command: 'exit',
      clause: 'three',
    });
  });
});
