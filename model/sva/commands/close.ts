import { errno, failed, success } from '../../answer.ts';
import type { Command } from '../../command.ts';
import { rules } from '../../rules.ts';
import { admitOnly } from '../../conform.ts';
import { hasFiles } from '../bounds.ts';

export interface Close extends Command {
  readonly kind: 'close';
  readonly process: number;
  readonly file: number;
}

export const close = rules<Close>({
  kind: 'close',
  says: 'close the process’s descriptor of a file; closing the last descriptor or mapping releases the queue and unbinds',
  fields: { process: { uses: 'process' }, file: { uses: 'file' } },
  in: hasFiles,
  possible: (s, c) => s.process(c.process) !== undefined && s.sva.file(c.file) !== undefined,
  typical: (s, c) =>
    s.sva.hasOpen(s.process(c.process)!, s.sva.file(c.file)!) ? success : failed('EBADF'),
  judge: (s, c, a) =>
    admitOnly(
      'close',
      a,
      s.sva.hasOpen(s.process(c.process)!, s.sva.file(c.file)!) ? 'OK' : 'EBADF',
    ),
  next(s, c, a) {
    if (a.errno !== errno.OK) return;
    const p = s.process(c.process)!;
    s.sva.close(p, s.sva.file(c.file)!);
    s.dropUnreferenced();
  },
  draw: { weight: 8 },
});
