import { named, rowOf } from '../../../../memory/kinds.ts';
import type { Row } from '../../../../memory/records.ts';
import { prqOf } from '../../../../model/prq/bounds.ts';
import { response } from '../../../../model/prq/response.ts';
import type { PageMistake } from '../../../../model/prq/seen.ts';
import { svaOf } from '../../../../model/sva/bounds.ts';
import type { World } from '../../../../model/world.ts';
import type { Kernel } from '../../kernel.ts';
import type { Machine } from '../../machine/machine.ts';
import { arrive, freshLife, lastIsWithKernel, sendRequest } from './link.ts';
import { receiveRequest, result } from './unit.ts';

/** The hardware: devices that request pages. */

/**
 * The fields of a page request: the group, whether it is the last one there, and, for us alone, the mm for which the device
 * asks, and which use of the group it belongs to.
 */
export const requestFields = {
  device: named('device'),
  pasid: 'value',
  prg: named('prg'),
  last: 'value',
  asked: named('mm', 1),
  life: 'value',
} as const;

/**
 * The groups of a device. `state`: see `prgState`. `asked`: the mm for which it asks; `life`: which use of the group this is, of those
 * of which anything is left. `due`: how many of its requests the IOMMU has queued, and nobody has served. `owner`: the task of the
 * interrupt thread, while the device waits for an answer.
 */
export function deviceGroups({ layout }: Machine, world: World) {
  const { prgs } = prqOf(world);
  const { devices } = svaOf(world);
  const fields = {
    state: 'value',
    pasid: 'value',
    asked: named('mm', 1),
    life: 'value',
    due: 'value',
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

/**
 * `open`: more requests follow. `complete`: the last was sent. `over`: it has no answer, but its PASID is unbound, so the device
 * may begin it again.
 */
export const prgState = { none: 0, open: 1, complete: 2, over: 3 } as const;

/** A page request, as its receiver sees it. */
export type PageRequest = Row<keyof typeof requestFields>;

export function prgOf(k: Kernel, device: number, prg: number) {
  return k.intel.device.prgs[device * prqOf(k.world).prgs + prg]!;
}

/**
 * The device asks for a page. Requests that it sent before arrive first.
 *
 * @param isSlow - whether the request stays on the link for now
 */
export function requestPage(
  k: Kernel,
  { device, pasid, prg, isLast, asked }: Wanted,
  isSlow = false,
): number {
  const own = prgOf(k, device, prg);
  const isOther = own.state === prgState.open && own.pasid !== pasid;
  if (own.state === prgState.complete || isOther) return result.notSent;
  if (own.state !== prgState.open) {
    own.pasid = pasid;
    own.asked = asked;
    own.life = freshLife(k, device, prg);
    own.due = 0;
  }
  own.state = isLast ? prgState.complete : prgState.open;
  own.owner = isLast ? k.intel.threadTask : 0;
  const { life } = own;
  const req = { device, pasid, prg, last: isLast ? 1 : 0, asked: own.asked, life };
  if (!isSlow) arrive(k, device);
  else sendRequest(k, req);
  return isSlow ? result.underWay : receiveRequest(k, req);
}

/** What a device asks for. */
interface Wanted {
  readonly device: number;
  readonly pasid: number;
  readonly prg: number;
  readonly isLast: boolean;
  readonly asked: number;
}

/** An answer reaches the device. A page group response names the group alone: the device takes it for the one that it waits for. */
export function receiveAnswer(
  k: Kernel,
  { device, prg, life, asked, code }: Answered & { readonly code: number },
): void {
  const own = prgOf(k, device, prg);
  if (own.state === prgState.none) mistake(k, device, 1, asked, 0);
  else if (own.life !== life) mistake(k, device, 3, own.asked, asked);
  else if (own.state === prgState.open) mistake(k, device, 2, asked, 0);
  if (code === response.failure) mistake(k, device, 7, asked, 0);
  own.state = prgState.none;
  own.owner = 0;
}

type Answered = Pick<PageRequest, 'device' | 'prg' | 'life' | 'asked'>;

/** The IOMMU has queued a request, so that the kernel has to serve it before it answers the group with success. */
export function pageDue(k: Kernel, req: Omit<PageRequest, 'index'>): void {
  const own = useOf(k, req);
  if (own !== undefined) own.due++;
}

/**
 * A page of this mm was faulted in for the request.
 *
 * @param isThere - whether the mm still has pages
 */
export function pageServed(k: Kernel, req: PageRequest, served: number, isThere: boolean): void {
  const { device, asked } = req;
  if (served !== asked) mistake(k, device, 4, asked, served);
  else if (isThere) notDue(k, req);
}

/** A request need not be served any more. */
export function notDue(k: Kernel, req: PageRequest): void {
  const own = useOf(k, req);
  if (own !== undefined && own.due > 0) own.due--;
}

/** The ring has overflowed: what is parked for a group whose last request may be lost is dropped, and the device asks again. */
export function forgetPartial(k: Kernel): void {
  for (const own of k.intel.device.prgs) if (own.due > 0 && !lastIsWithKernel(k, own)) own.due = 0;
}

/** The kernel answers a group: with success only if each of its requests was served. */
export function judgeAnswer(k: Kernel, last: PageRequest, code: number): void {
  const own = useOf(k, last);
  if (own === undefined || last.last === 0 || code !== response.success) return;
  if (own.due > 0) mistake(k, last.device, 5, last.asked, 0);
}

/** The kernel has put these requests into one group, which is answered as the last one says. */
export function judgeGroup(k: Kernel, members: readonly PageRequest[], last: PageRequest): void {
  const { device, life, prg } = last;
  const isOf = (f: PageRequest) => f.device === device && f.prg === prg && f.life === life;
  if (!members.every(isOf)) mistake(k, device, 6, last.asked, 0);
}

/** The group to which a request belongs, unless the device has begun that again since. */
function useOf(k: Kernel, { device, prg, life }: Pick<PageRequest, 'device' | 'prg' | 'life'>) {
  const own = prgOf(k, device, prg);
  return own.life === life ? own : undefined;
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
      requestPage(k, { device, pasid, prg, isLast: true, asked: own.asked });
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

/** The PASID is unbound, so the driver of the device lets it begin its groups again, answered or not. */
export function endGroups(k: Kernel, device: number, pasid: number): void {
  for (let prg = 0; prg < prqOf(k.world).prgs; prg++) {
    const own = prgOf(k, device, prg);
    if (own.state !== prgState.none && own.pasid === pasid) own.state = prgState.over;
  }
}
