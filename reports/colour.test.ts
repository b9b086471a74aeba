import { styleText } from 'node:util';
import { expect, it } from 'vitest';
import { coloured } from './colour.ts';

it.each([[['bold', 'red']], [['red']], [['green']], [['dim']]] as const)(
  'text in %j is what Node makes of it',
  (colours) => {
    const styles = [...colours];
    expect(coloured(styles, 'text')).toBe(styleText(styles, 'text', { validateStream: false }));
  },
);
