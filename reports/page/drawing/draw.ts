import { stepText } from '../step-text.ts';
import type { Played, PlayedMoment } from '../played.ts';
import { el, type El } from './element.ts';
import { BOLD, CHARACTER, type Lane, lanesOf, middle } from './lanes.ts';
import { homeIn, levelOf, ownerOf } from './owner.ts';

/** A drawing with the place of each of its rows, so that the page can mark one and find the row of a click. */
export interface Drawing {
  readonly width: number;
  readonly height: number;
  readonly rows: readonly Row[];
  /** The names of the lanes, of this height: they stay when the drawing is scrolled. */
  readonly head: readonly El[];
  readonly headHeight: number;
  /** Everything below them. */
  readonly inner: readonly El[];
}

export interface Row {
  readonly y: number;
  readonly height: number;
  /** Where its arrow is. */
  readonly line: number;
}

const HEAD = 40;
const LINE = 16;
const MONO = 7.3;
/** Below this width the text of a step stands above its arrow instead of beside it. */
const NARROW = 640;
/** The width of the bars at the left of bands. */
const BAR = 6;

/** The space-time diagram: a lane for each party and gauge, time from top to bottom. @param width - of the page */
export function draw(played: Played, width: number): Drawing {
  const isNarrow = width < NARROW;
  const texts = played.moments.map((moment) => textsOf(moment));
  const longest = Math.max(...texts.flat().map(({ text }) => text.length), 12);
  const beside = isNarrow ? 8 : Math.min(Math.max(190, longest * MONO + 26), width * 0.32);
  const lanes = lanesOf(played, beside, width - beside - 4);
  const last = lanes.at(-1);
  const total = Math.max(width, last === undefined ? 0 : last.x + last.width + 4);
  const rows = rowsOf(texts, isNarrow);
  const height = (rows.at(-1)?.y ?? HEAD) + (rows.at(-1)?.height ?? 0) + 6;
  const room = isNarrow ? total : beside - 4;
  return {
    width: total,
    height,
    rows,
    head: lanes.flatMap((lane) => headOf(lane)),
    headHeight: HEAD,
    inner: [
      ...grounds(played, rows, total),
      ...lanes.flatMap((lane) =>
        lane.kind === 'party' ? lifeOf(played, lane, rows) : gaugeOf(played, lane, rows),
      ),
      ...played.moments.flatMap((moment, at) => callsOf(played, moment, at, lanes, rows)),
      ...texts.flatMap((lines, at) => textOf(lines, rows[at]!, room)),
    ],
  };
}

interface Text {
  readonly text: string;
  readonly style: string;
}

/** What is written about a step: the command, its answer, the laws that break. */
function textsOf(moment: PlayedMoment): readonly Text[] {
  const laws = [...new Set(moment.broke.map(({ law }) => law))];
  const broken = laws.map((law) => ({ text: `✗ ${law}`, style: 'd-text d-small d-wrong' }));
  if (moment.kind === 'rest') return [{ text: 'at rest', style: 'd-text d-bold' }, ...broken];
  const { command, answer } = stepText(moment);
  const second =
    answer === 'success' ? [] : [{ text: `⇒ ${answer}`, style: 'd-text d-small d-faint' }];
  return [{ text: command, style: 'd-mono' }, ...second, ...broken];
}

function rowsOf(texts: readonly (readonly Text[])[], isNarrow: boolean): readonly Row[] {
  let y = HEAD;
  return texts.map((lines) => {
    const above = isNarrow ? lines.length * LINE : 0;
    const height = isNarrow ? above + 40 : Math.max(40, lines.length * LINE + 12);
    const row = { y, height, line: y + above + (height - above) / 2 };
    y += height;
    return row;
  });
}

function grounds({ moments }: Played, rows: readonly Row[], width: number): El[] {
  return rows.flatMap(({ y, height }, at) => {
    const isBroken = moments[at]!.broke.length > 0;
    const style = isBroken ? 'd-broken' : at % 2 === 1 ? 'd-stripe' : 'd-row';
    return [
      el('rect', { class: style, x: 0, y, width, height }),
      ...(isBroken ? [el('rect', { class: 'd-mark', x: 0, y, width: 4, height })] : []),
    ];
  });
}

function textOf(lines: readonly Text[], { y }: Row, room: number): El[] {
  return lines.map(({ text, style }, i) => {
    const x = i === 0 ? 10 : 30;
    const most = Math.floor((room - x) / (style.includes('d-mono') ? MONO : CHARACTER));
    const shown = shortened(text, most);
    const title = shown === text ? undefined : el('title', {}, text);
    return el('text', { class: `${style} d-halo`, x, y: y + 20 + i * LINE }, title, shown);
  });
}

/** What is cut shows that it is. */
function shortened(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, Math.max(1, most - 1))}…`;
}

function headOf(lane: Lane): El[] {
  const { name, says, width } = lane;
  const x = middle(lane);
  const written = (text: string, y: number, each: number, style: string): El => {
    const shown = shortened(text, Math.floor(width / each));
    const title = shown === text ? undefined : el('title', {}, text);
    return el('text', { class: style, x, y, 'text-anchor': 'middle' }, title, shown);
  };
  return [
    written(name, says === '' ? 24 : 16, BOLD, 'd-text d-bold'),
    ...(says === '' ? [] : [written(says, 31, CHARACTER, 'd-text d-small d-faint')]),
  ];
}

/** What a lane of a party shows: its address space, that it lives (or always is there), or that it does not. */
type Life = number | 'there' | 'absent';

/** The life of a party; its address space is the colour of its line, and is named where it begins. */
function lifeOf(played: Played, lane: Lane, rows: readonly Row[]): El[] {
  const x = middle(lane);
  // Only who lives somewhere is born and dies.
  const isMortal = played.parties.some(
    ({ name, livesIn }) => name === lane.name && livesIn.length > 0,
  );
  const after = (at: number): { readonly life: Life; readonly home: string } => {
    const { model } = played.moments[at] ?? played.start;
    const state = isMortal ? model.find(({ what }) => what === lane.name) : undefined;
    if (state === undefined) return { life: isMortal ? 'absent' : 'there', home: '' };
    return { life: ownerOf(state.is) ?? 'there', home: homeIn(state.is) };
  };
  const end = rows.at(-1);
  const ends = end === undefined ? HEAD : end.y + end.height;
  const found: El[] = [];
  let since = HEAD;
  let now = after(-1);
  const show = (until: number): void => {
    if (until <= since) return;
    if (typeof now.life === 'number')
      found.push(
        bar(x - BAR / 2, since, until, now.life),
        el('text', { class: 'd-text d-tiny d-halo', x: x + BAR, y: since + 13 }, now.home),
      );
    else if (now.life === 'there') found.push(lineAt(x, since, until, 'd-life'));
    else if (until < ends) found.push(lineAt(x, since, until, 'd-idle'));
  };
  rows.forEach(({ line }, at) => {
    const next = after(at);
    if (next.life === now.life && next.home === now.home) return;
    show(line);
    since = line;
    now = next;
  });
  show(ends);
  return [...found, ...midstOf(played, lane, rows)];
}

function lineAt(x: number, from: number, to: number, style: string): El {
  return el('line', { class: style, x1: x, x2: x, y1: from, y2: to });
}

function bar(x: number, from: number, to: number, owner: number): El {
  return el('rect', { class: `d-owner${owner}`, x, y: from, width: BAR, height: to - from });
}

/** From where a command of this party is suspended to where it goes on. */
function midstOf({ moments }: Played, lane: Lane, rows: readonly Row[]): El[] {
  const found: El[] = [];
  let from: number | undefined;
  moments.forEach((moment, at) => {
    if (moment.kind !== 'step' || moment.actor !== lane.name) return;
    if (moment.suspended !== undefined) from ??= at;
    else if (moment.continues !== undefined && from !== undefined) {
      found.push(midst(lane, rows[from]!.line, rows[at]!.line));
      from = undefined;
    }
  });
  const end = rows.at(-1);
  if (from !== undefined && end !== undefined)
    found.push(midst(lane, rows[from]!.line, end.y + end.height));
  return found;
}

function midst(lane: Lane, from: number, to: number): El {
  const attrs = { class: 'd-midst', x: middle(lane) - 7, y: from, width: 14, height: to - from };
  return el('rect', attrs, el('title', {}, `a command of ${lane.name} is suspended`));
}

/** The values of a gauge as bands, or as a line if they are quantities. */
function gaugeOf(played: Played, lane: Lane, rows: readonly Row[]): El[] {
  const values = played.moments.map(({ shows }) => shows[lane.gauge]!);
  const { idle } = played.gauges[lane.gauge]!;
  const levels = values.map(levelOf);
  return levels.every((level) => level !== undefined) && levels.length > 0
    ? levelsOf(played, lane, rows, levels)
    : bandsOf(played, lane, rows, values, idle);
}

interface Band {
  readonly from: number;
  to: number;
  readonly value: string;
  readonly expected: string | null;
}

function bandsIn({ moments }: Played, gauge: number): readonly Band[] {
  const bands: Band[] = [];
  moments.forEach(({ shows, expected }, at) => {
    const last = bands.at(-1);
    const value = shows[gauge]!;
    const other = expected[gauge]!;
    if (last !== undefined && last.value === value && last.expected === other) last.to = at;
    else bands.push({ from: at, to: at, value, expected: other });
  });
  return bands;
}

function bandsOf(
  played: Played,
  lane: Lane,
  rows: readonly Row[],
  values: readonly string[],
  idle: string,
): El[] {
  const isOwned = values.some((value) => ownerOf(value) !== undefined);
  return bandsIn(played, lane.gauge).flatMap(({ from, to, value, expected }): El[] => {
    const top = rows[from]!.line - 12;
    const end = rows[to + 1]?.line ?? rows[to]!.y + rows[to]!.height + 12;
    const bottom = end - 14;
    if (value === idle && expected === null && !(from > 0 && isOwned))
      return [lineAt(middle(lane), top, bottom, 'd-idle')];
    const owner = ownerOf(value);
    const style = owner === undefined ? 'd-nobody' : `d-owner${owner}`;
    const x = lane.x + 4;
    const width = lane.width - 8;
    const most = Math.floor((width - BAR - 6) / CHARACTER);
    const line = rows[from]!.line;
    const isThere = value !== idle;
    const area = { x, y: top, width, height: Math.max(24, bottom - top) };
    return [
      ...(isThere
        ? [
            el('rect', { ...area, class: style, 'fill-opacity': 0.16, rx: 3 }),
            el('rect', { ...area, class: style, width: BAR, rx: 2 }),
          ]
        : expected === null
          ? [lineAt(middle(lane), line + 12, bottom, 'd-idle')]
          : []),
      ...(expected === null ? [] : [el('rect', { ...area, class: 'd-differs', rx: 3 })]),
      label(x + BAR + 4, line + (expected === null ? 2 : -1), value, most, 'd-text d-small'),
      ...(expected === null
        ? []
        : [
            label(
              x + BAR + 4,
              line + 11,
              `≠ ${expected}`,
              Math.floor((width - BAR - 6) / BOLD),
              'd-text d-small d-wrong',
            ),
          ]),
    ];
  });
}

function label(x: number, y: number, text: string, most: number, style: string): El {
  const shown = shortened(text, most);
  const title = shown === text ? undefined : el('title', {}, text);
  return el('text', { class: style, x, y }, title, shown);
}

function levelsOf(
  played: Played,
  lane: Lane,
  rows: readonly Row[],
  levels: readonly { readonly value: number; readonly limit: number | undefined }[],
): El[] {
  const limits = levels.map(({ limit }) => limit ?? 0);
  const most = Math.max(1, ...limits, ...levels.map(({ value }) => value)) * 1.25;
  const least = Math.min(0, ...levels.map(({ value }) => value));
  const room = lane.width - 22;
  const place = (value: number): number => lane.x + 8 + ((value - least) / (most - least)) * room;
  const path: string[] = [`M ${place(0)} ${HEAD}`];
  const found: El[] = [];
  const words: El[] = [];
  levels.forEach(({ value, limit }, at) => {
    const { line, y, height } = rows[at]!;
    path.push(`V ${line}`, `H ${place(value)}`);
    const end = rows[at + 1]?.line ?? y + height;
    if (limit !== undefined) found.push(lineAt(place(limit), line, end, 'd-limit'));
    const { shows, expected } = played.moments[at]!;
    const before = played.moments[at - 1];
    const text = shows[lane.gauge]!;
    const other = expected[lane.gauge]!;
    const isNews = before?.shows[lane.gauge] !== text || before?.expected[lane.gauge] !== other;
    const isOver = limit !== undefined && value > limit;
    if (isNews && (at > 0 || value !== 0 || limit !== undefined))
      words.push(
        el(
          'text',
          {
            class: `d-text d-small d-halo${other !== null || isOver ? ' d-wrong' : ''}`,
            x: lane.x + lane.width - 2,
            y: line + 16,
            'text-anchor': 'end',
          },
          other === null ? text : `${text} ≠ ${other}`,
        ),
      );
  });
  const end = rows.at(-1)!;
  path.push(`V ${end.y + end.height}`);
  return [...found, el('path', { class: 'd-level', d: path.join(' ') }), ...words];
}

/** The call of a step as an arrow, its effects as a thinner one, and whom it waits for. */
function callsOf(
  played: Played,
  moment: PlayedMoment,
  at: number,
  lanes: readonly Lane[],
  rows: readonly Row[],
): El[] {
  if (moment.kind === 'rest' || moment.answer === 'not issued') return [];
  const laneOf = (name: string): Lane | undefined =>
    lanes.find((lane) => lane.kind === 'party' && lane.name === name);
  const { line } = rows[at]!;
  const from = laneOf(moment.actor);
  if (from === undefined) return [];
  const to = laneOf(moment.target);
  const x = middle(from);
  const holder =
    moment.suspended?.holder === undefined ? undefined : laneOf(moment.suspended.holder);
  return [
    ...effectsOf(played, at, x, line, lanes),
    ...(to === undefined || to === from ? [] : arrow(x, middle(to), line, 'd-call', 'd-head')),
    el('circle', { class: 'd-dot', cx: x, cy: line, r: 5 }),
    ...(holder === undefined
      ? []
      : [
          el(
            'path',
            { class: 'd-waits', d: `M ${x} ${line + 9} H ${middle(holder)}` },
            el(
              'title',
              {},
              `waits for ${moment.suspended!.waits}, which ${moment.suspended!.holder} holds`,
            ),
          ),
          el(
            'text',
            {
              class: 'd-text d-small d-wrong',
              x: Math.min(x, middle(holder)) + 10,
              y: line + 21,
            },
            'waits for its lock',
          ),
        ]),
  ];
}

/** An arrow to every gauge that the step changes. */
function effectsOf(
  { moments, gauges }: Played,
  at: number,
  x: number,
  line: number,
  lanes: readonly Lane[],
): El[] {
  const { shows } = moments[at]!;
  const before = moments[at - 1];
  const changed = lanes.filter(
    ({ kind, gauge }) =>
      kind === 'gauge' && shows[gauge] !== (before?.shows[gauge] ?? gauges[gauge]!.idle),
  );
  const farthest = changed.at(-1);
  if (farthest === undefined) return [];
  const y = line + 9;
  return [
    el('path', { class: 'd-effect', d: `M ${x} ${line} V ${y} H ${farthest.x}` }),
    ...changed.map((lane) => head(lane.x + 3, y, 1, 'd-effect-head', 4)),
  ];
}

function arrow(from: number, to: number, y: number, style: string, headStyle: string): El[] {
  const way = Math.sign(to - from);
  return [
    el('line', { class: style, x1: from, x2: to - way * 8, y1: y, y2: y }),
    head(to - way * 2, y, way, headStyle, 5),
  ];
}

function head(x: number, y: number, way: number, style: string, size: number): El {
  const back = x - way * size * 1.6;
  return el('path', {
    class: style,
    d: `M ${x} ${y} L ${back} ${y - size} L ${back} ${y + size} Z`,
  });
}
