import { success } from '../../answer.ts';
import type { Command } from '../../command.ts';
import { rules } from '../../rules.ts';
import { admitOnly } from '../../conform.ts';
import { regions } from '../state.ts';
import { hasDevices } from '../bounds.ts';

export interface Mremap extends Command {
  readonly kind: 'mremap';
  readonly process: number;
  readonly file: number;
  readonly region: string;
}

export const mremap = rules<Mremap>({
  kind: 'mremap',
  says: 'move the mapping of a region to another address; a driver may refuse. In both cases one mapping exists afterwards.',
  fields: { process: { uses: 'process' }, file: { uses: 'file' }, region: { oneOf: regions } },
  in: hasDevices,
  possible: (s, c) =>
    s.process(c.process) !== undefined &&
    s.sva.file(c.file) !== undefined &&
    s.sva.mapping(
      s.process(c.process)!.mm,
      s.sva.file(c.file)!,
      regions.indexOf(c.region as 'mmio'),
    ) !== undefined,
  typical: () => success,
  judge: (_s, _c, a) => admitOnly('mremap', a, 'OK', 'EPERM'),
  next() {},
  draw: { weight: 3 },
});
