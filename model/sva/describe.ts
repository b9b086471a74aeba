import type { StateLine } from '../state-line.ts';
import { type Handle, type OpenFile, queue, regions } from './state.ts';
import type { State } from '../state.ts';

/** Open files with their bonds, handles, and removed devices. */
export function describeSva(s: State): readonly StateLine[] {
  return [
    ...s.sva.files.filter(isLive).map((f) => ({ what: `f${f.name}`, is: fileText(s, f) })),
    ...s.sva.handles
      .filter((h) => isLive(h) && h.name >= 0)
      .map((h) => ({
        what: `h${h.name}`,
        is: `d${h.device}, made through f${s.sva.files[h.file]!.name}, ${bond(h)}`,
      })),
    ...s.sva.devices
      .filter((d) => d.present === 0)
      .map((d) => ({ what: `d${d.index}`, is: 'removed' })),
  ];
}

function fileText(s: State, f: OpenFile): string {
  const holders = s.processes
    .filter((p) => isLive(p) && s.sva.hasOpen(p, f))
    .map((p) => `p${p.name}`);
  const mapped = s.sva.mappings
    .filter((m) => isLive(m) && m.file === f.index)
    .map((m) => `${regions[m.region] ?? 'portal'} mapped in mm${m.mm - 1}`);
  const state = Object.entries(queue).find(([, value]) => value === f.queue)![0];
  const own = s.sva.handleOfOpen(f);
  return [
    `d${f.device}`,
    `held by ${holders.length > 0 ? holders.join(' ') : 'nobody'}`,
    ...mapped,
    ...(f.queue === queue.init ? [] : [`queue ${state}`]),
    own === undefined ? 'no bond' : bond(own),
  ].join(', ');
}

function bond(h: Handle): string {
  return `bond to mm${h.mm - 1} as PASID ${h.pasid}`;
}

function isLive(row: { readonly live: number }): boolean {
  return row.live !== 0;
}
