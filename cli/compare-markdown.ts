import { type Comparison, tells } from '../campaign/comparison/comparison.ts';
import { commandText } from '../model/linux.ts';
import type { Trace } from '../model/trace.ts';
import {
  causeLines,
  completeText,
  differenceLines,
  lawsText,
  measuredIn,
  NOT_TOLD_APART,
  pairText,
  searchedText,
  STOPPED,
  verdictText,
} from './compare-words.ts';

/** A comparison as Markdown. */
export function comparisonMarkdown(comparison: Comparison): string {
  const { kernels, laws, pairs } = comparison;
  const measures = measuredIn(comparison);
  const head = ['kernel', 'states', 'up to', 'breaks', ...measures.map(([{ name }]) => name)];
  const rows = kernels.map((k) => [
    `\`${k.version.name}\``,
    k.states.toLocaleString('en'),
    completeText(k),
    lawsText(k),
    ...measures.map(([, i]) => k.measured[i]?.text ?? '-'),
  ]);
  const parts = [
    searchedText(comparison),
    [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n'),
    measures.map(([{ name, says }]) => `- _${name}_: ${says}`).join('\n'),
    ...laws.flatMap((law) => [
      `## ${law.law}`,
      ...(law.traces.some(tells) ? [] : [NOT_TOLD_APART]),
      ...law.traces.flatMap((judged) => [
        block(judged.trace),
        [verdictText(comparison, judged), ...causeLines(judged)]
          .map((line) => `- ${line}`)
          .join('\n'),
      ]),
    ]),
    ...pairs.flatMap((pair) => [
      `## ${pair.kernels.map((i) => kernels[i]!.version.name).join(' and ')}`,
      pairText(comparison, pair),
      ...(pair.divergence === undefined
        ? []
        : [
            block(pair.divergence.trace),
            differenceLines(comparison, pair)
              .map((line) => `- ${line}`)
              .join('\n'),
          ]),
    ]),
    ...(comparison.isWhole ? [] : [`**${STOPPED}**`]),
  ];
  return `${parts.join('\n\n')}\n`;
}

function block({ steps }: Trace): string {
  return ['```', ...steps.map(commandText), '```'].join('\n');
}
