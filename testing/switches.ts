import type { Port } from '../implementation/port.ts';
import { errno } from '../model/answer.ts';
import type { Trace } from '../model/trace.ts';
import { Runner } from '../checker/run.ts';
import { specification } from '../properties/linux.ts';

/**
 * The number of times that a command has not returned when another one continues: it is suspended, or waits for a lock of
 * the other.
 */
export function switchesIn(port: Port, { world, steps }: Trace): number {
  let switches = 0;
  new Runner(specification, port, world).run(steps, {
    after(_s, _step, _c, a) {
      if (a.errno === errno.PAUSED) switches++;
    },
  });
  return switches;
}
