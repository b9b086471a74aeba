import type { Neighbour } from '../protocol.ts';
import { el, type El } from './element.ts';
import { CHARACTER } from './lanes.ts';

/** A drawing of the states around one, with the place of each, so that a click finds it. */
export interface Neighbourhood {
  readonly width: number;
  readonly height: number;
  readonly nodes: readonly { readonly y: number; readonly command: string }[];
  readonly inner: readonly El[];
}

const ROW = 26;
const HERE = 60;
const THERE = 190;
const RADIUS = 8;
/** The most states in a drawing. */
const SHOWN_MAX = 18;

/** This state at the left, and an arrow to each state that one command leads to, with the commands. */
export function drawNeighbours(states: readonly Neighbour[], width: number): Neighbourhood {
  const elsewhere = states.filter(({ is }) => is !== 'here');
  // What breaks a law comes first.
  const others = elsewhere
    .toSorted((a, b) => Number(b.breaks.length > 0) - Number(a.breaks.length > 0))
    .slice(0, SHOWN_MAX);
  const left = elsewhere.length - others.length;
  const still = states.find(({ is }) => is === 'here')?.commands.length ?? 0;
  const height = Math.max(2, others.length + (left > 0 ? 1 : 0)) * ROW + 20;
  const middle = height / 2;
  const most = Math.floor((width - THERE - RADIUS - 8) / CHARACTER);
  const nodes = others.map(({ commands }, i) => ({
    y: 10 + (i + 0.5) * ROW,
    command: commands[0]!,
  }));
  return {
    width,
    height,
    nodes,
    inner: [
      ...others.flatMap((state, i): El[] => {
        const { y } = nodes[i]!;
        const isBroken = state.breaks.length > 0;
        const text = nameOf(state);
        const shown = text.length <= most ? text : `${text.slice(0, Math.max(1, most - 1))}…`;
        const bend = (HERE + THERE) / 2;
        return [
          el('path', {
            class: 'd-call',
            d: `M ${HERE + RADIUS} ${middle} C ${bend} ${middle} ${bend} ${y} ${THERE - RADIUS - 7} ${y}`,
          }),
          el('path', {
            class: 'd-head',
            d: `M ${THERE - RADIUS} ${y} l -8 -4 v 8 Z`,
          }),
          el('circle', { class: isBroken ? 'd-mark' : 'd-dot', cx: THERE, cy: y, r: RADIUS - 1 }),
          el(
            'text',
            { class: `d-text d-small${isBroken ? ' d-wrong' : ''}`, x: THERE + 14, y: y + 4 },
            shown === text ? undefined : el('title', {}, text),
            shown,
          ),
        ];
      }),
      el('circle', { class: 'd-owner0', cx: HERE, cy: middle, r: RADIUS + 2 }),
      el(
        'text',
        { class: 'd-text d-small', x: HERE, y: middle - 16, 'text-anchor': 'middle' },
        'this state',
      ),
      el(
        'text',
        { class: 'd-text d-small d-faint', x: HERE, y: middle + 24, 'text-anchor': 'middle' },
        `${still} stay here`,
      ),
      ...(left > 0
        ? [
            el(
              'text',
              { class: 'd-text d-small d-faint', x: THERE + 14, y: height - 14 },
              `and ${left} more states: see the list`,
            ),
          ]
        : []),
    ],
  };
}

function nameOf({ commands, breaks, is }: Neighbour): string {
  const others = commands.length - 1;
  return [
    commands[0]!,
    ...(others > 0 ? [` and ${others} other${others === 1 ? '' : 's'}`] : []),
    ...(is === 'before' ? [' (back to the state before the last step)'] : []),
    ...(breaks.length > 0 ? [`: ✗ ${breaks.join(', ')}`] : []),
  ].join('');
}
