import { describe, expect, it } from 'vitest';
import { stateLineText } from '../model/state-line.ts';
import { given, tables, things, wordsOf } from '../index.ts';

describe('a state in tables', () => {
  const shapes = tables(
    {
      room: given('r', 2, ['guests']),
      guest: things('g', ({ name }) => name.length, { room: 'value' }),
    },
    { start: (s) => void (s.room[1]!.guests = 7), isOver: (s) => s.guest.all().length === 0 },
  );

  it('begins as it is told, each time, and as large as the world says', () => {
    const s = shapes.state({ name: 'abc' });
    expect([s.room[1]!.guests, s.guest.rows.length, s.isOver()]).toEqual([7, 3, true]);
    s.guest.add(4).room = 1;
    expect([s.guest.find(4)!.room, s.guest.find(5), s.isOver()]).toEqual([1, undefined, false]);
    expect(shapes.describe(s).map(stateLineText)).toEqual([
      'room r0: guests 0',
      'room r1: guests 7',
      'guest g4: room 1',
    ]);
    s.reset();
    expect([s.room[1]!.guests, s.guest.all()]).toEqual([7, []]);
  });

  it('leaves nothing of what was removed, so that equal states are equal', () => {
    const s = shapes.state({ name: 'a' });
    const before = s.layout.snapshot();
    s.guest.add(3).room = 9;
    expect(() => s.guest.add(4)).toThrow('no room');
    s.guest.remove(3);
    s.guest.remove(3);
    expect(s.layout.snapshot()).toEqual(before);
  });

  it('says who runs commands, and refuses arguments that are in no table', () => {
    expect(tables({ thread: given('t', 2, [], { runs: true }) }).tasks[0]!.says(1)).toBe('t1');
    expect(() =>
      wordsOf(shapes).command({ kind: 'x', says: '', fields: { y: { uses: 'y' } } }),
    ).toThrow('command x: there is no table of things "y"; expected room or guest');
  });
});
