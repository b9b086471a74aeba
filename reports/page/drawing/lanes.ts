import type { Played } from '../played.ts';

/** A column of the drawing: a party, or something that is watched. */
export interface Lane {
  readonly kind: 'party' | 'gauge';
  readonly name: string;
  /** Below its name: what it is. */
  readonly says: string;
  /** The index of its gauge. */
  readonly gauge: number;
  readonly x: number;
  readonly width: number;
}

/** The approximate width of a character of text in the lanes. */
export const CHARACTER = 6.4;
/** The same in bold. */
export const BOLD = 7.4;
const PARTY = 66;
const GAUGE_MIN = 58;
const GAUGE_MAX = 116;
/** Lanes fill the room, or are a little narrower than they want to be; beyond that the drawing is wider than its room. */
const STRETCH_MIN = 0.72;
const STRETCH_MAX = 1.8;

/** The lanes from left to right: parties, then gauges in their groups. @param left - where the first begins */
export function lanesOf(played: Played, left: number, room: number): readonly Lane[] {
  const parties = played.parties.map(({ name, kind, is }) => ({
    kind: 'party' as const,
    name,
    says: is ?? kind,
    gauge: -1,
    least: PARTY,
    floor: 0,
  }));
  const gauges = played.gauges.map(({ title }, gauge) => {
    // `d0 entry 1` in two lines.
    const [name = title, ...rest] = title.split(' ');
    return {
      kind: 'gauge' as const,
      name,
      says: rest.join(' '),
      gauge,
      least: gaugeWidth(played, gauge),
      floor: differenceWidth(played, gauge),
    };
  });
  const all = [...parties, ...gauges];
  const sum = all.reduce((total, { least }) => total + least, 0);
  const stretch = Math.min(STRETCH_MAX, Math.max(STRETCH_MIN, room / Math.max(1, sum)));
  let x = left;
  return all.map(({ least, floor, ...lane }) => {
    const width = Math.round(Math.max(floor, least * stretch));
    const at = x;
    x += width;
    return { ...lane, x: at, width };
  });
}

function gaugeWidth({ moments }: Played, gauge: number): number {
  const texts = moments.flatMap(({ shows, expected }) => [
    shows[gauge]!,
    expected[gauge] === null ? '' : `≠ ${expected[gauge]}`,
  ]);
  const longest = Math.max(...texts.map((text) => text.length));
  return Math.round(Math.min(GAUGE_MAX, Math.max(GAUGE_MIN, longest * CHARACTER + 18)));
}

/** The width that shows what the model has instead, whatever the room. */
function differenceWidth({ moments }: Played, gauge: number): number {
  const longest = Math.max(...moments.map(({ expected }) => expected[gauge]?.length ?? -3));
  return longest < 0 ? 0 : Math.min(GAUGE_MAX, Math.ceil((longest + 2) * BOLD + 22));
}

/** The middle of a lane. */
export function middle({ x, width }: Lane): number {
  return x + width / 2;
}
