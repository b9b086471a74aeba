import { type Comparison, tells } from '../campaign/comparison/comparison.ts';
import { commandText } from '../model/linux.ts';
import type { Trace } from '../model/trace.ts';
import { wrap } from '../reports/wrap.ts';
import { columns } from './columns.ts';
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

/** A comparison for a terminal. */
export function comparisonText(comparison: Comparison, width: number): string {
  const { kernels, laws, pairs } = comparison;
  const paragraph = (text: string, indent = ''): string =>
    wrap(text, width - indent.length)
      .map((line) => `${indent}${line}\n`)
      .join('');
  const parts = [
    paragraph(searchedText(comparison)),
    columns(
      [
        ['kernel', 'states', 'up to', 'breaks (commands of the shortest trace)'],
        ...kernels.map((k) => [
          k.version.name,
          k.states.toLocaleString('en'),
          completeText(k),
          lawsText(k),
        ]),
      ],
      width,
    ),
    ...measuredIn(comparison).map(([measure, i]) =>
      [
        `${measure.name}\n`,
        columns(
          kernels.map((k) => [`  ${k.version.name}`, k.measured[i]?.text ?? '-']),
          width,
        ),
        paragraph(measure.says, '  '),
      ].join(''),
    ),
    ...laws.map((law) =>
      [
        `${law.law}\n`,
        ...(law.traces.some(tells) ? [] : [paragraph(NOT_TOLD_APART, '    ')]),
        ...law.traces.map((judged) =>
          [
            traceLines(judged.trace),
            paragraph(verdictText(comparison, judged), '    '),
            ...causeLines(judged).map((line) => paragraph(line, '    ')),
          ].join(''),
        ),
      ].join(''),
    ),
    ...pairs.map((pair) =>
      [
        paragraph(pairText(comparison, pair)),
        ...(pair.divergence === undefined
          ? []
          : [
              traceLines(pair.divergence.trace),
              ...differenceLines(comparison, pair).map((line) => paragraph(line, '    ')),
            ]),
      ].join(''),
    ),
  ];
  if (!comparison.isWhole) parts.push(paragraph(STOPPED));
  return parts.join('\n');
}

function traceLines({ steps }: Trace): string {
  return steps.map((c, i) => `  ${i + 1}  ${commandText(c)}\n`).join('');
}
