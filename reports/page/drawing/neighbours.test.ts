import { expect, it } from 'vitest';
import type { Neighbour } from '../protocol.ts';
import { drawNeighbours } from './neighbours.ts';
import { svgText } from './svg-text.ts';

const state = (command: string, breaks: readonly string[] = []): Neighbour => ({
  commands: [command, 'gp'],
  breaks,
  is: 'new',
});

it('the states around one are drawn with their commands, those that break a law first', () => {
  const { nodes, inner } = drawNeighbours(
    [state('a'), state('b', ['a-law']), { ...state('c'), is: 'here' }],
    640,
  );
  expect(nodes.map(({ command }) => command)).toEqual(['b', 'a']);
  const text = inner.map(svgText).join('');
  expect(text).toContain('b and 1 other: ✗ a-law');
  expect(text).toContain('2 stay here');
});

it('many states are not all drawn, and it says how many are not', () => {
  const many = Array.from({ length: 30 }, (_, i) => state(`command ${i}`));
  const { nodes, inner } = drawNeighbours(many, 640);
  const text = inner.map(svgText).join('');
  expect(text).toContain(`and ${30 - nodes.length} more states`);
  expect(nodes.length).toBeLessThan(30);
});
