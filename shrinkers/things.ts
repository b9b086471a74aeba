import type { Command, Rules } from '../model/command.ts';
import type { Trace } from '../model/trace.ts';
import type { Specification } from '../properties/specification.ts';
import { withoutOrphans } from './canonical.ts';
import { mentions } from './edits.ts';
import { withSteps } from './pass.ts';

/** What a trace creates, and the trace without it. */

/** The names of what the steps create. */
export function madeNames(steps: readonly Command[], spec: Specification): string[] {
  const made: string[] = [];
  for (const c of steps)
    spec.vocabulary.eachName(c, (sort, _field, name, makes) => {
      if (makes) made.push(`${sort} ${name}`);
    });
  return made;
}

/** The trace without all commands about this name. Also removes the commands that can then not run. */
export function withoutName(trace: Trace, name: string, spec: Specification): Trace {
  const steps = trace.steps.filter((c) => !mentions(c, spec).includes(name));
  return withoutOrphans(withSteps(trace, steps), spec);
}

/** Whether commands of this kind create something. */
export function makesSomething({ fields }: Rules): boolean {
  return Object.values(fields).some((field) => 'makes' in field);
}
