import type { Played } from '../played.ts';
import { draw } from './draw.ts';
import { el } from './element.ts';
import { colourRules, drawingRules } from './palette.ts';
import { svgText } from './svg-text.ts';

const WIDTH = 1000;

/** The space-time diagram as a file of its own. Ends with a newline. */
export function renderSvg(played: Played): string {
  const { width, height, head, inner } = draw(played, WIDTH);
  const [first] = played.broken;
  const title = first === undefined ? 'No law is broken' : `Law broken: ${first.title}`;
  const svg = el(
    'svg',
    { xmlns: 'http://www.w3.org/2000/svg', viewBox: `0 0 ${width} ${height}`, width, height },
    el('title', {}, `${title} (${played.kernel}, world ${played.world})`),
    el('style', {}, `${colourRules('svg')}\n${drawingRules()}`),
    el('rect', { x: 0, y: 0, width, height, fill: 'var(--ground)' }),
    ...head,
    ...inner,
  );
  return `${svgText(svg)}\n`;
}
