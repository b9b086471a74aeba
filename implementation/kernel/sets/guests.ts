import type { Kernel } from '../kernel.ts';

/** The PASIDs that programs know: those that VFIO has answered, by their names in the trace. */

type Guest = Kernel['sets']['guests'][number];

export function noteGuest(k: Kernel, name: number, set: number, pasid: number): void {
  const guest = k.sets.guests.find((row) => row.live === 0)!;
  guest.live = 1;
  guest.name = name;
  guest.set = set;
  guest.pasid = pasid;
}

export function findGuest(k: Kernel, name: number): Guest {
  return k.sets.guests.find((row) => row.live !== 0 && row.name === name)!;
}

export function forgetGuest(guest: Guest): void {
  guest.live = guest.name = guest.set = guest.pasid = 0;
}

/** With its last file a set is gone for all programs. */
export function forgetGuestsOf(k: Kernel, set: number): void {
  for (const guest of k.sets.guests) if (guest.live !== 0 && guest.set === set) forgetGuest(guest);
}
