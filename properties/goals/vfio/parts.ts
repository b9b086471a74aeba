import { type Answer, errno } from '../../../model/answer.ts';
import type { Command } from '../../../model/command.ts';
import { placeOf } from '../../../model/pages/words.ts';
import type { Process, State } from '../../../model/state.ts';
import type { Container, Group } from '../../../model/vfio/files.ts';
import type { DmaRow } from '../../../model/vfio/mappings.ts';

/** The conditions that the situations of VFIO are made of. */

export const isOk = (a: Answer): boolean => a.errno === errno.OK;
export const caller = (s: State, c: Command): Process => s.process(c['process'] as number)!;
export const containerOf = (s: State, c: Command): Container =>
  s.vfio.files.container(c['container'] as number)!;
export const groupOf = (s: State, c: Command): Group => s.vfio.files.groups[c['group'] as number]!;
export const place = (c: Command, field: string): number => placeOf(c[field] as string);
export const mappings = (s: State): readonly DmaRow[] =>
  s.vfio.mappings.dmas.filter((d) => d.live !== 0);
export const covers = (d: DmaRow, address: number): boolean =>
  d.address <= address && address < d.address + d.pages;
export const isLast = (s: State, p: Process): boolean =>
  !s.processes.some((q) => q.live !== 0 && q.index !== p.index && q.mm === p.mm);
export const isOnlyOneOfItsKind = (s: State, g: Group): boolean =>
  !s.vfio.files
    .groupsIn(s.vfio.files.containerOf(g)!)
    .some((h) => h !== g && s.vfio.files.isIommuGroup(h) === s.vfio.files.isIommuGroup(g));
export const isMdev = (s: State, g: Group): boolean => s.vfio.files.kindOf(g) === 'mdev';
