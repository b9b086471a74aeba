import { expect, it } from 'vitest';
import { explore, type Port } from '../index.ts';
import { example, managers } from './two-phase-commit.ts';

it.each([
  ['none', 8832],
  ['names', 314],
] as const)('two-phase commit of 5 managers, symmetry %s, has %i states', (symmetry, states) => {
  const port = example.ports[1] as Port;
  const all = explore({ ...example, port, world: managers(5) }, { symmetry });
  expect([all.states, all.complete, all.findings]).toEqual([states, Infinity, []]);
});
