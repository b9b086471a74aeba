import { entryStates } from '../../model/sva/seen.ts';
import { queueState } from './uacce/uacce.ts';
import { fdsOf } from './fs/file.ts';
import type { Kernel } from './kernel.ts';
import type { Task } from './machine/task.ts';
import { observe } from './observe.ts';
import { describePins } from './vfio/describe.ts';
import { groupLeader } from './process/thread.ts';

/** The state of the kernel in lines `what: how it is`, for the before and after of a report. */
export function describe(k: Kernel): readonly string[] {
  const lines: string[] = [];
  const o = observe(k);
  for (const t of k.tasks.rows)
    if (t.live !== 0 && t.index < k.world.processes)
      lines.push(`p${t.name}: mm${mmNumber(k, t.mm)}${fds(k, fdsOf(k, t))}${thread(k, t)}`);
  for (const mm of k.mms.rows)
    if (mm.live !== 0)
      lines.push(
        `mm${mm.id - 1}: mm_users ${mm.users}, mm_count ${mm.count}, pasid ${mm.pasid > 0 ? mm.pasid : 'none'}`,
      );
  for (const f of k.files.rows) {
    if (f.live === 0 || !k.queues.isLive(f.queue)) continue;
    const q = k.queues.at(f.queue, 'describe');
    const state = Object.entries(queueState).find(([, value]) => value === q.state)![0];
    const bond = k.bonds.isLive(q.bond)
      ? `bond to mm${mmNumber(k, k.bonds.at(q.bond, 'describe').mm)} as PASID ${q.pasid}`
      : 'no bond';
    lines.push(
      `f${f.name}: ${f.refs} ${f.refs === 1 ? 'reference' : 'references'}, queue ${state}, ${bond}`,
    );
  }
  for (let n = 1; n < k.ioasids.rows.length; n++) {
    const owner = o.pasidOwner(n);
    if (owner !== 0) lines.push(`PASID ${n}: ${owner < 0 ? 'a driver' : `mm${owner - 1}`}`);
  }
  for (const d of k.devices)
    for (let n = 1; n < k.ioasids.rows.length; n++) {
      const entry = o.entry(d.index, n);
      if (entry !== 0)
        lines.push(`d${d.index} entry ${n}: mm${o.entryMm(d.index, n) - 1}, ${entryStates[entry]}`);
    }
  lines.push(...describePins(k));
  const waiting = k.notifiers.rows.filter((n) => n.live !== 0 && n.srcu !== 0).length;
  if (waiting > 0) lines.push(`SRCU callbacks: ${waiting}`);
  if (k.works.live > 0) lines.push(`work items: ${k.works.live}`);
  return lines;
}

function mmNumber(k: Kernel, mm: number): string {
  return k.mms.isLive(mm) ? String(k.mms.at(mm, 'describe').id - 1) : '?';
}

/** Of which group, if it is not the leader. */
function thread(k: Kernel, task: Task): string {
  const { name, isZombie } = groupLeader(k, task);
  if (name === task.name) return '';
  return `, thread of p${name}${isZombie ? ' (zombie)' : ''}`;
}

function fds(k: Kernel, mask: number): string {
  const open = k.files.rows
    .filter((f) => f.live !== 0 && f.name >= 0 && (mask & (1 << f.index)) !== 0)
    .map((f) => `f${f.name}`);
  return open.length ? `, open ${open.join(' ')}` : '';
}
