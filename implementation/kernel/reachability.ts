import { fdsOf } from './fs/fdtable.ts';
import type { Kernel } from './kernel.ts';
import type { Ptr } from './machine/slab.ts';

/**
 * Which objects keep each other alive. Strong references: a process keeps its mm and its files, a file its queue's bonds, a
 * bond (with bondPins=mm_users) its mm, an mm in use its mappings, a mapping its file. An mm in
 * use that cannot be reached from a process can never end.
 */

/** The chain that keeps an mm in use without any process, from that mm back to itself; undefined if none. */
export function findKeptMm(k: Kernel): readonly string[] | undefined {
  if (everyMmHasAProcess(k)) return undefined; // the ordinary case, asked after every command
  const reached = reachableMms(k);
  for (const mm of k.mms.rows) {
    if (mm.live === 0 || mm.users <= 0 || reached.has(k.mms.pointer(mm))) continue;
    const chain = chainBackTo(k, k.mms.pointer(mm));
    if (chain !== undefined) return chain;
  }
  return undefined;
}

function everyMmHasAProcess(k: Kernel): boolean {
  for (const mm of k.mms.rows)
    if (mm.live !== 0 && mm.users > 0 && !hasProcess(k, k.mms.pointer(mm))) return false;
  return true;
}

function hasProcess(k: Kernel, mm: Ptr): boolean {
  for (const task of k.tasks.rows) if (task.live !== 0 && task.mm === mm) return true;
  return false;
}

function reachableMms(k: Kernel): Set<Ptr> {
  const mms = new Set<Ptr>();
  const todo: Ptr[] = [];
  const reachMm = (mm: Ptr): void => {
    if (mm === 0 || mms.has(mm)) return;
    mms.add(mm);
    todo.push(mm);
  };
  const reachFile = (file: Ptr): void => {
    for (const mm of pinnedBy(k, file)) reachMm(mm);
  };
  for (const task of k.tasks.rows) {
    if (task.live === 0) continue;
    reachMm(task.mm);
    const fds = fdsOf(k, task);
    for (const f of k.files.rows)
      if (f.live !== 0 && (fds & (1 << f.index)) !== 0) reachFile(k.files.pointer(f));
  }
  for (let mm = todo.pop(); mm !== undefined; mm = todo.pop())
    for (const v of k.vmas.rows) if (v.live !== 0 && v.mm === mm) reachFile(v.file);
  return mms;
}

/** The mms whose mm_users a file holds. */
function pinnedBy(k: Kernel, file: Ptr): readonly Ptr[] {
  return k.subsystems.flatMap((s) => s.usersOf?.(k, file) ?? []);
}

function chainBackTo(k: Kernel, start: Ptr): string[] | undefined {
  const seen = new Set<Ptr>();
  const walk = (mm: Ptr, path: string[]): string[] | undefined => {
    if (mm === start && path.length > 0) return [...path, mmText(k, mm)];
    if (seen.has(mm)) return undefined;
    seen.add(mm);
    for (const v of k.vmas.rows) {
      if (v.live === 0 || v.mm !== mm || !k.files.isLive(v.file)) continue;
      const file = `f${k.files.at(v.file, 'reachability').name}`;
      for (const next of pinnedBy(k, v.file)) {
        const found = walk(next, [
          ...path,
          mmText(k, mm),
          `its mapping of ${file}`,
          file,
          `the bond of ${file}`,
        ]);
        if (found !== undefined) return found;
      }
    }
    return undefined;
  };
  return walk(start, []);
}

function mmText(k: Kernel, mm: Ptr): string {
  return `mm${k.mms.at(mm, 'reachability').id - 1}`;
}
