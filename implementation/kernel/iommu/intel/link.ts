import { named } from '../../../../memory/kinds.ts';
import { prqOf } from '../../../../model/prq/bounds.ts';
import { response } from '../../../../model/prq/response.ts';
import { svaOf } from '../../../../model/sva/bounds.ts';
import type { World } from '../../../../model/world.ts';
import type { Kernel } from '../../kernel.ts';
import type { Machine } from '../../machine/machine.ts';
import { Slab } from '../../machine/slab.ts';
import { type PageRequest, receiveAnswer, requestFields } from './device.ts';
import { receiveRequest } from './unit.ts';

/** The link between a device and the IOMMU: requests are on their way up, answers on their way down. */

/** The requests that a device has sent and that have not reached the IOMMU. */
export function sentSlab(m: Machine, world: World) {
  const capacity = Math.max(svaOf(world).devices * prqOf(world).prgs, 1);
  return new Slab(m, 'page request on the link', capacity, { ...requestFields, tick: 'barrier' });
}

/** The answers that have not reached their device. `code`: see `response`. */
export function answerSlab(m: Machine, world: World) {
  const capacity = Math.max(svaOf(world).devices * (prqOf(world).prgs + 1), 1);
  const fields = {
    device: named('device'),
    prg: named('prg'),
    life: 'value',
    asked: named('mm', 1),
    code: 'value',
    tick: 'barrier',
  } as const;
  return new Slab(m, 'page group response', capacity, fields);
}

/** A request goes onto the link. If that is full, what was sent before arrives. */
export function sendRequest(k: Kernel, req: Omit<PageRequest, 'index'>): void {
  const { sent } = k.intel;
  if (sent.room === 0) arrive(k, req.device);
  const { device, pasid, prg, last, asked, life } = req;
  const tick = k.machine.tick();
  Object.assign(sent.at(sent.embedded(), 'link'), { device, pasid, prg, last, asked, life, tick });
}

/** An answer goes onto the link. If that is full, the oldest one arrives. */
export function sendAnswer(k: Kernel, req: Omit<PageRequest, 'index'>, code: number): void {
  const { answers } = k.intel;
  if (answers.room === 0) {
    const first = oldest(answers.rows)!;
    receiveAnswer(k, first);
    answers.free(answers.pointer(first), 'link');
  }
  const { device, prg, asked, life } = req;
  const tick = k.machine.tick();
  Object.assign(answers.at(answers.embedded(), 'link'), {
    device,
    prg,
    asked,
    life,
    code,
    tick,
  });
}

/** Whether anything is on the link of a device. */
export function isUnderWay({ intel }: Kernel, device: number): boolean {
  const isOf = (row: { readonly live: number; readonly device: number }): boolean =>
    row.live !== 0 && row.device === device;
  return intel.sent.rows.some(isOf) || intel.answers.rows.some(isOf);
}

/** All that a device has sent reaches the IOMMU, in order. */
export function arrive(k: Kernel, device: number): void {
  const { sent } = k.intel;
  for (const req of inOrder(sent.rows, device)) {
    receiveRequest(k, req);
    sent.free(sent.pointer(req), 'link');
  }
}

/** All that is on the link of a device arrives: its requests, and then the answers to it. The worst of these. */
export function deliver(k: Kernel, device: number): number {
  arrive(k, device);
  return answer(k, device, () => true);
}

/** The first number of a use of this group of which nothing is left: no request, and no answer. */
export function freshLife({ intel }: Kernel, device: number, prg: number): number {
  const { answers, faults, list, ring, sent } = intel;
  let life = 0;
  if (faults.live + list.live + ring.live + sent.live + answers.live === 0) return life;
  const isLeft = (row: OnLink & { readonly prg: number; readonly life: number }): boolean =>
    row.live !== 0 && row.device === device && row.prg === prg && row.life === life;
  while ([faults, list, ring, sent, answers].some(({ rows }) => rows.some(isLeft))) life++;
  return life;
}

/** Whether the last request of this use of a group has been queued. */
export function lastIsWithKernel(
  { intel: { faults, list, ring }, world }: Kernel,
  { index, life }: { readonly index: number; readonly life: number },
): boolean {
  const { prgs } = prqOf(world);
  return [faults, list, ring].some(({ rows }) =>
    rows.some(
      (r) => r.live !== 0 && r.last !== 0 && r.device * prgs + r.prg === index && r.life === life,
    ),
  );
}

/**
 * What the descriptors of a drain are for. The wait with the drain flag makes sure that the requests of the device have reached the
 * IOMMU; the fence and the device TLB invalidation push the answers that were given before to the device. They do not
 * push what the IOMMU answers by itself while its overflow bit is set.
 */
export function flushLink(k: Kernel, device: number): void {
  arrive(k, device);
  const isOver = k.intel.status.overflow === 0;
  answer(k, device, ({ code }) => isOver || code !== response.automatic);
}

function answer(
  k: Kernel,
  device: number,
  isPushed: (a: { readonly code: number }) => boolean,
): number {
  const { answers } = k.intel;
  let worst = 0;
  for (const a of inOrder(answers.rows, device)) {
    if (!isPushed(a)) continue;
    worst = Math.max(worst, a.code);
    receiveAnswer(k, a);
    answers.free(answers.pointer(a), 'link');
  }
  return worst;
}

interface OnLink {
  readonly live: number;
  readonly device: number;
  readonly tick: number;
}

function inOrder<R extends OnLink>(rows: readonly R[], device: number): R[] {
  if (rows.length === 0) return [];
  return rows
    .filter((row) => row.live !== 0 && row.device === device)
    .toSorted((a, b) => a.tick - b.tick);
}

function oldest<R extends OnLink>(rows: readonly R[]): R | undefined {
  return rows.filter((row) => row.live !== 0).toSorted((a, b) => a.tick - b.tick)[0];
}
