import { expect, it } from 'vitest';
import { showsColour } from './terminal.ts';

it.each([
  [{}, true],
  [{ TERM: 'xterm-256color' }, true],
  [{ NO_COLOR: '' }, true],
  [{ NO_COLOR: '1' }, false],
  [{ NO_COLOR: '0' }, false],
  [{ TERM: 'dumb' }, false],
])('with %j colour on a terminal is %s', (env, is) => {
  expect(showsColour(env)).toBe(is);
});
