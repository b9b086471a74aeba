import { portOf, specify, success, tables, things, wordsOf } from '../index.ts';

/** For suites: boxes that are made and filled, and a shelf of them. */
export const state = tables({ box: things('b', 2, ['content']) });

const { command } = wordsOf(state);

export const make = command({
  kind: 'make',
  says: 'Makes a box',
  fields: { box: { makes: 'box' } },
  next: (s, { box }) => void s.box.add(box),
});

export const fill = command({
  kind: 'fill',
  says: 'Fills a box',
  fields: { box: { uses: 'box' }, with: { oneOf: ['sand', 'water'] } },
  next: (s, { box }) => void (s.box.find(box)!.content = 1),
});

export const parts = { subject: 'boxes', state, commands: [make, fill] };
export const specification = specify(parts);
export const commands = { make: () => success, fill: () => success };
export const functions = { name: 'shelf', fresh: () => ({}), commands };
export const port = portOf(functions);
