import { named, rowOf } from '../../../../memory/kinds.ts';
import type { Row } from '../../../../memory/records.ts';
import { prqOf } from '../../../../model/prq/bounds.ts';
import type { PageMistake } from '../../../../model/prq/seen.ts';
import { svaOf } from '../../../../model/sva/bounds.ts';
import type { World } from '../../../../model/world.ts';
import type { Kernel } from '../../kernel.ts';
import type { Machine } from '../../machine/machine.ts';
import { entryOf, slotOf } from './pasid-table.ts';

/** The hardware: devices that request pages, and the unit that queues their requests. */

/**
 * The groups of a device. `state`: see `prgState`. `asked`: the mm for which it asks; `group`: when it began the group. `owner`: the
 * task of the interrupt thread, while the device waits for an answer.
 */
export function deviceGroups({ layout }: Machine, world: World) {
  const { prgs } = prqOf(world);
  const { devices } = svaOf(world);
  const fields = {
    state: 'value',
    pasid: 'value',
    asked: named('mm', 1),
    group: 'order',
    owner: rowOf('task', 1),
  } as const;
  const wrong = { cause: 'value', asked: named('mm', 1), served: named('mm', 1) } as const;
  return {
    prgs: layout.declare('request group', devices * prgs, fields, {
      keyed: { of: named('device'), each: Math.max(prgs, 1) },
    }).rows,
    mistakes: layout.declare('page mistake', devices, wrong, {
      keyed: { of: named('device'), each: 1 },
    }).rows,
  };
}

/** `open`: more requests follow. `complete`: the last was sent. */
export const prgState = { none: 0, open: 1, complete: 2 } as const;

/** What becomes of a request, in the order of `requestResults` of the model. */
const result = { queued: 0, refused: 1, overflow: 2, notSent: 3 } as const;

/** A page request, as its receiver sees it. */
export type PageRequest = Row<'device' | 'pasid' | 'prg' | 'last' | 'asked' | 'group'>;

export function prgOf(k: Kernel, device: number, prg: number) {
  return k.intel.device.prgs[device * prqOf(k.world).prgs + prg]!;
}

/**
 * The device asks for a page. A request of a PASID without entry is not queued, and the unit refuses it itself. Nor is one that
 * finds the ring full: the unit answers it, if it is the last of its group, and goes on so until software clears the overflow bit.
 */
export function requestPage(
  k: Kernel,
  device: number,
  pasid: number,
  prg: number,
  isLast: boolean,
  asked: number,
): number {
  const own = prgOf(k, device, prg);
  const isOther = own.state === prgState.open && own.pasid !== pasid;
  if (own.state === prgState.complete || isOther) return result.notSent;
  if (own.state === prgState.none) {
    own.pasid = pasid;
    own.asked = asked;
    own.group = k.machine.tick();
  }
  own.state = isLast ? prgState.complete : prgState.open;
  if (!isPresent(k, device, pasid)) {
    if (isLast) own.state = prgState.none;
    return result.refused;
  }
  const { ring, status } = k.intel;
  if (status.overflow !== 0 || ring.room === 0) {
    status.overflow = 1;
    if (isLast) own.state = prgState.none;
    return result.overflow;
  }
  const req = ring.at(ring.embedded(), 'page request');
  req.device = device;
  req.pasid = pasid;
  req.prg = prg;
  req.last = isLast ? 1 : 0;
  req.asked = asked;
  req.group = own.group;
  req.tick = k.machine.tick();
  if (isLast) own.owner = k.intel.threadTask;
  return result.queued;
}

/** The entry that the hardware uses: the cached one, or that in memory. */
function isPresent(k: Kernel, device: number, pasid: number): boolean {
  const slot = slotOf(k, device, pasid);
  return k.intel.table.cache[slot]!.mm !== 0 || entryOf(k, device, pasid).present !== 0;
}

/** An answer reaches the device. A page group response names the group alone: the device takes it for the one that it waits for. */
export function answerGroup(k: Kernel, { device, prg, group, asked }: PageRequest): void {
  const own = prgOf(k, device, prg);
  if (own.state === prgState.none) mistake(k, device, 1, asked, 0);
  else if (own.group !== group) mistake(k, device, 3, own.asked, asked);
  else if (own.state === prgState.open) mistake(k, device, 2, asked, 0);
  own.state = prgState.none;
  own.owner = 0;
}

/** A page of this mm was faulted in for the request. */
export function pageServed(k: Kernel, { device, asked }: PageRequest, served: number): void {
  if (served !== asked) mistake(k, device, 4, asked, served);
}

/** The first mistake of a device is kept. */
function mistake(
  k: Kernel,
  device: number,
  cause: PageMistake,
  asked: number,
  served: number,
): void {
  const row = k.intel.device.mistakes[device]!;
  if (row.cause !== 0) return;
  row.cause = cause;
  row.asked = asked;
  row.served = served;
}

/** The device ends its work for a PASID: it sends the last request of every group that it has begun. */
export function completeGroups(k: Kernel, device: number, pasid: number): void {
  for (let prg = 0; prg < prqOf(k.world).prgs; prg++) {
    const own = prgOf(k, device, prg);
    if (own.state === prgState.open && own.pasid === pasid)
      requestPage(k, device, pasid, prg, true, own.asked);
  }
}

/** A group of this PASID for whose answer the device waits, if there is one. */
export function outstanding(k: Kernel, device: number, pasid: number) {
  for (let prg = 0; prg < prqOf(k.world).prgs; prg++) {
    const own = prgOf(k, device, prg);
    if (own.state === prgState.complete && own.pasid === pasid) return own;
  }
  return undefined;
}
