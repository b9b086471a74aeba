import { areBoundTogether } from '../sva/bounds.ts';
import type { State } from '../state.ts';

/** Whether this mm is bound to the device, or to another one of its group. */
export function isBound(state: State, device: number, mm: number): boolean {
  return state.sva.handles.some(
    (h) => h.live !== 0 && areBoundTogether(state.world, device, h.device) && h.mm === mm,
  );
}
