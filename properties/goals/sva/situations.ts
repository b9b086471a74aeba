import { errno } from '../../../model/answer.ts';
import type { Command } from '../../../model/command.ts';
import type { Process, State } from '../../../model/state.ts';
import { hasDevices, hasUacce, isDedicated, svaOf } from '../../../model/sva/bounds.ts';
import { devicesGo } from './where.ts';
import type { Goal } from '../../linux-law.ts';
import { pasidsOf } from '../../../model/ioasid/bounds.ts';

const isOk = (a: { errno: number }): boolean => a.errno === errno.OK;
const caller = (s: State, c: Command): Process => s.process(c['process'] as number)!;
const isBound = (s: State, p: Process): boolean => s.sva.pasidBoundTo(p.mm) !== 0;
const hasMapping = (s: State, p: Process): boolean =>
  s.sva.mappings.some((m) => m.live !== 0 && m.mm === p.mm);
const othersHold = (s: State, p: Process): boolean =>
  s.processes.some(
    (q) => q.live !== 0 && q.index !== p.index && (s.sva.openFiles(q) & s.sva.openFiles(p)) !== 0,
  );
const isLast = (s: State, p: Process): boolean =>
  !s.processes.some((q) => q.live !== 0 && q.index !== p.index && q.mm === p.mm);
const endsBoundMm = (s: State, p: Process): boolean => isBound(s, p) && isLast(s, p);
const endsMappedMm = (s: State, p: Process): boolean => hasMapping(s, p) && isLast(s, p);

/** Situations in the life of PASIDs that past defects needed: moments at which lifetimes cross. */
const ofPasids: readonly Goal[] = [
  { name: 'fork while bound', on: 'fork', reached: (s, c) => isBound(s, caller(s, c)) },
  {
    name: 'exit while bound, another process keeps the file',
    on: 'exit',
    reached: (s, c) => endsBoundMm(s, caller(s, c)) && othersHold(s, caller(s, c)),
  },
  {
    name: 'exit while bound, no other process has the file',
    on: 'exit',
    reached: (s, c) => endsBoundMm(s, caller(s, c)) && !othersHold(s, caller(s, c)),
  },
  {
    name: 'exit with a region mapped',
    on: 'exit',
    in: hasUacce,
    reached: (s, c) => endsMappedMm(s, caller(s, c)),
  },
  { name: 'exec while bound', on: 'exec', reached: (s, c) => endsBoundMm(s, caller(s, c)) },
  {
    name: 'exec with a region mapped',
    on: 'exec',
    in: hasUacce,
    reached: (s, c) => endsMappedMm(s, caller(s, c)),
  },
  {
    name: 'exit while bound, another process still runs in the mm',
    on: 'exit',
    reached: (s, c) => isBound(s, caller(s, c)) && !isLast(s, caller(s, c)),
  },
  {
    name: 'exec while bound, another process still runs in the mm',
    on: 'exec',
    reached: (s, c) => isBound(s, caller(s, c)) && !isLast(s, caller(s, c)),
  },
  {
    name: 'close of a file that a mapping keeps open',
    on: 'close',
    in: hasUacce,
    reached: (s, c, a) =>
      isOk(a) &&
      s.sva.mappings.some((m) => m.live !== 0 && m.file === s.sva.file(c['file'] as number)!.index),
  },
  {
    name: 'the same mm on a second device',
    on: 'open',
    in: (world) => svaOf(world).devices > 1,
    reached: (s, c, a) =>
      isOk(a) &&
      s.sva.handles.some(
        (h) => h.live !== 0 && h.mm === caller(s, c).mm && h.device !== c['device'],
      ),
  },
  {
    name: 'a second bond of the same mm and device',
    on: 'open',
    in: (world) => !isDedicated(world, 0),
    reached: (s, c, a) =>
      isOk(a) &&
      s.sva.handles.some(
        (h) => h.live !== 0 && h.mm === caller(s, c).mm && h.device === c['device'],
      ),
  },
  {
    name: 'open while the bond of a dead mm holds another PASID',
    on: 'open',
    in: (world) => pasidsOf(world) > 1 && !isDedicated(world, 0),
    reached: (s, _c, a) => isOk(a) && s.sva.handles.some((h) => h.live !== 0 && !s.runs(h.mm)),
  },
  {
    name: 'a PASID is handed out again',
    on: 'open',
    reached: (s, c, a) =>
      isOk(a) && s.made > 2 && s.sva.pasidBoundTo(caller(s, c).mm) === 0 && a.value < s.made,
  },
  {
    name: 'DMA reaches its mm',
    on: 'dma',
    reached: (_s, _c, a) => a.value > 0,
  },
  {
    name: 'DMA after the last process has left the mm',
    on: 'dma',
    reached: (s, c) => {
      const f = s.sva.file(c['file'] as number)!;
      return s.sva.handles.some((h) => h.live !== 0 && h.file === f.index && !s.runs(h.mm));
    },
  },
  {
    name: 'hot-remove while bound',
    on: 'hotplug',
    in: devicesGo,
    reached: (s, c) =>
      c['change'] === 'remove' &&
      s.sva.handles.some((h) => h.live !== 0 && h.device === c['device']),
  },
  {
    name: 'hot-remove while mapped',
    on: 'hotplug',
    in: devicesGo,
    reached: (s, c) =>
      c['change'] === 'remove' &&
      s.sva.mappings.some((m) => m.live !== 0 && s.sva.files[m.file]!.device === c['device']),
  },
  {
    name: 'a device is added again',
    on: 'hotplug',
    in: devicesGo,
    reached: (_s, c) => c['change'] === 'add',
  },
];

/** Some commands exist in every world, but nothing can be bound without devices. So each goal is limited to worlds with devices. */
export const situationGoals: readonly Goal[] = ofPasids.map((goal) => ({
  ...goal,
  in: (world) => hasDevices(world) && (goal.in?.(world) ?? true),
}));
