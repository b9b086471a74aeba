import type { Port } from '../../implementation/port.ts';
import type { Gauge } from '../../model/gauge.ts';
import type { Trace } from '../../model/trace.ts';
import type { Specification } from '../../properties/specification.ts';

/** The gauges of a trace that both implementations offer, but for their own records: what can be compared from outside. */
export function sharedGauges(
  { gauges }: Specification,
  ports: readonly [Port, Port],
  trace: Trace,
): readonly Gauge[] {
  return (gauges?.(trace) ?? []).filter(
    ({ needs, isOwnRecord }) =>
      isOwnRecord !== true && ports.every(({ capabilities }) => capabilities.observes.has(needs)),
  );
}
