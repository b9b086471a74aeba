import type { Comparison } from '../campaign/comparison/comparison.ts';
import { commandText } from '../model/linux.ts';
import type { Trace } from '../model/trace.ts';
import { worldText } from '../model/world-text.ts';

/** A comparison as JSON lines: for each world one `comparison`, then each `kernel`, `law` and `pair`. */
export function comparisonJson({ order, kernels, laws, pairs, isWhole }: Comparison): string {
  const { world, depth, states, seed, measures, time } = order;
  const nameOf = (i: number): string => kernels[i]!.version.name;
  const lines = [
    {
      kind: 'comparison',
      kernels: kernels.map(({ version }) => version.name),
      world: worldText(world),
      depth,
      states,
      seed,
      ...(time === undefined ? { runs: order.runs } : { time }),
      isWhole,
    },
    ...kernels.map((k) => ({
      kind: 'kernel',
      world: worldText(world),
      kernel: k.version.name,
      states: k.states,
      // JSON has no Infinity.
      complete: k.complete === Infinity ? 'all' : k.complete,
      traces: k.traces,
      broken: Object.fromEntries(
        [...k.broken].map(([law, { trace, grade }]) => [law, { grade, trace: textOf(trace) }]),
      ),
      measured: Object.fromEntries(
        measures.map(({ name }, i) => [name, k.measured[i]?.value ?? null]),
      ),
    })),
    ...laws.map(({ law, traces }) => ({
      kind: 'law',
      world: worldText(world),
      law,
      traces: traces.map(({ trace, verdicts, causes }) => ({
        trace: textOf(trace),
        verdicts: Object.fromEntries(verdicts.map((verdict, i) => [nameOf(i), verdict])),
        causes: causes.map(({ broken, holds, settings }) => ({
          broken: broken.name,
          holds: holds.name,
          settings,
        })),
      })),
    })),
    ...pairs.map((pair) => ({
      kind: 'pair',
      world: worldText(world),
      kernels: pair.kernels.map(nameOf),
      agreed: pair.agreed === Infinity ? 'all' : pair.agreed,
      states: pair.states,
      notIssued: pair.notIssued,
      ...(pair.divergence && {
        trace: textOf(pair.divergence.trace),
        answers: pair.divergence.answers,
        shows: pair.divergence.shows,
        laws: pair.divergence.laws.map(({ side, broken }) => ({
          kernel: nameOf(pair.kernels[side]!),
          law: broken.law,
        })),
        isAtRest: pair.divergence.isAtRest,
      }),
    })),
  ];
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('');
}

function textOf({ steps }: Trace): string[] {
  return steps.map(commandText);
}
