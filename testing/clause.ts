import { stateLineText } from '../model/state-line.ts';
import type { LinuxPort as Port } from '../implementation/linux-port.ts';
import type { Observable } from '../model/seen.ts';
import { parseCommand } from '../model/linux.ts';
import type { World } from '../model/world.ts';
import { inWords, rulesOf } from './model.ts';
import { svaOf } from '../model/sva/bounds.ts';
import { pasidsOf } from '../model/ioasid/bounds.ts';

/** For suites only: a promise about every implementation, and the means to test it. */

export interface Clause {
  readonly promise: string;
  /** The kinds of objects that must be observable to test the promise. */
  readonly needs?: readonly Observable[];
  /** The commands that it needs. */
  readonly knows?: readonly string[];
  /** Whether a mediated device pins in it. */
  readonly mediated?: boolean;
  readonly holds: (port: Port) => void;
}

export function answers(port: Port, lines: readonly string[]): string[] {
  return lines.map((line) => {
    const c = parseCommand(line);
    return inWords(rulesOf(c.kind), port.apply(c));
  });
}

export function whole(port: Port, world: World) {
  return { seen: seenOf(port, world), describe: port.describe().map(stateLineText) };
}

/** All observations, as data that can be compared. */
export function seenOf(port: Port, world: World) {
  const o = port.observe();
  const { observes } = port.capabilities;
  const pasids = Array.from({ length: pasidsOf(world) }, (_, i) => i + 1);
  const devices = Array.from({ length: svaOf(world).devices }, (_, d) => d);
  const perEntry = (tell: (d: number, n: number) => string | undefined): string[] =>
    devices.flatMap((d) => pasids.flatMap((n) => tell(d, n) ?? []));
  const where = <T>(need: Observable, tell: () => T[]): T[] => (observes.has(need) ? tell() : []);
  return {
    pasids: where('pasids', () =>
      pasids.flatMap((n) => {
        const owner = o.pasidOwner(n);
        return owner === 0 ? [] : [`PASID ${n}: ${owner < 0 ? 'a driver' : `mm${owner - 1}`}`];
      }),
    ),
    entries: where('entries', () =>
      perEntry((d, n) => {
        const state = ['absent', 'present', 'quiet'][o.entry(d, n)];
        return state === 'absent'
          ? undefined
          : `d${d} entry ${n}: mm${o.entryMm(d, n) - 1} ${state}`;
      }),
    ),
    caches: where('caches', () =>
      perEntry((d, n) =>
        o.cachedMm(d, n) === 0 ? undefined : `d${d} under PASID ${n}: mm${o.cachedMm(d, n) - 1}`,
      ),
    ),
    bonds: where('bonds', () =>
      Array.from({ length: o.bondSlots }, (_, i) => i).flatMap((i) =>
        o.bondMm(i) === 0
          ? []
          : [`mm${o.bondMm(i) - 1} with d${o.bondDevice(i)} as PASID ${o.bondPasid(i)}`],
      ),
    ),
    mms: where('mms', () =>
      Array.from({ length: 12 }, (_, i) => i + 1).flatMap((mm) => {
        const pasid = o.mmPasid(mm);
        if (pasid === undefined) return [];
        const use = o.mmInUse(mm) ? 'in use' : 'ended';
        return [`mm${mm - 1} ${use}${pasid === 0 ? '' : `, PASID ${pasid}`}`];
      }),
    ),
    splats: where('splats', () => o.splats.map((s) => `${s.kind} in ${s.where}: ${s.what}`)),
    leftovers: where('rest', () => o.leftovers().map(({ says }) => says)),
    cycle: where('mms', () => [...(o.referenceCycle() ?? [])]),
  };
}
