import type { Kernel } from '../kernel.ts';
import type { Ptr } from '../machine/slab.ts';

/**
 * The hardware queues of a device that no file has, in drivers/crypto/hisilicon/qm.c. Their memory is freed with the device. So
 * a process that still maps one keeps what the next open gets. A queue that nobody maps is like a new one, and needs no row.
 */

/** hisi_qm_create_qp: a queue of the pool; 0 if none can be had. (Linux goes round all its queues; here the first one is taken.) */
export function takeQp(k: Kernel, device: number, queue: Ptr): Ptr {
  const { qps } = k.uacce;
  if (k.machine.allocationFails(qps.name)) return 0;
  const pooled = qps.rows.find((q) => q.live !== 0 && q.queue === 0 && q.device === device);
  const ptr = pooled === undefined ? qps.embedded() : qps.pointer(pooled);
  const qp = qps.at(ptr, 'get_queue');
  qp.device = device;
  qp.queue = queue;
  return ptr;
}

/** hisi_qm_release_qp: back into the pool. */
export function giveBackQp(k: Kernel, ptr: Ptr): void {
  const qp = k.uacce.qps.at(ptr, 'put_queue');
  if (!k.uacce.qps.isLive(ptr)) return;
  qp.queue = 0;
  forgetUnlessMapped(k, ptr);
}

/** An area of this queue is unmapped: now it has no memory behind it. */
export function unmapQp(k: Kernel, area: { qp: Ptr }): void {
  const { qp } = area;
  area.qp = 0;
  if (k.uacce.qps.isLive(qp)) forgetUnlessMapped(k, qp);
}

function forgetUnlessMapped(k: Kernel, ptr: Ptr): void {
  const { areas, qps } = k.uacce;
  if (qps.at(ptr, 'put_queue').queue !== 0) return;
  if (!areas.rows.some(({ live, qp }) => live !== 0 && qp === ptr)) qps.free(ptr, 'put_queue');
}
