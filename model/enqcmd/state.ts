import { enqcmdOf } from './bounds.ts';
import type { OpenFile } from '../sva/state.ts';
import type { Process, State } from '../state.ts';

/** The number of the portal among the regions of a file. It stands beside those of uacce, of which a file of idxd has none. */
export const PORTAL = 2;

/** Who may submit work through which file. Portals are mappings of files, so the part of `sva` has them, and this one has no table. */
export class EnqcmdState {
  readonly #s: State;

  constructor(s: State) {
    this.#s = s;
  }

  /** Whether the mm has as many mappings of portals as it can have. */
  isFull(mm: number): boolean {
    const { mappings } = this.#s.sva;
    const mapped = mappings.filter((m) => m.live !== 0 && m.region === PORTAL && m.mm === mm);
    return mapped.length >= enqcmdOf(this.#s.world).portals;
  }

  /** The mm for which the file was opened. */
  ownerOf(f: OpenFile): number {
    return this.#s.sva.handleOfOpen(f)?.mm ?? 0;
  }

  /** Whether the process runs in the mm for which the file was opened. */
  isOwn(p: Process, f: OpenFile): boolean {
    return this.ownerOf(f) === p.mm;
  }

  /** Whether the mm is bound to the device of the file, through whatever file. */
  isBound(mm: number, f: OpenFile): boolean {
    return this.#s.sva.handles.some((h) => h.live !== 0 && h.mm === mm && h.device === f.device);
  }
}
