import type { Mutant, Position } from './instrument.ts';

/** The source with this one change. An expression stays one: `a && b` in `a && b && c` becomes `(a || b)`. */
export function mutated(source: string, mutant: Mutant): string {
  const from = offsetOf(source, mutant.location.start);
  const to = offsetOf(source, mutant.location.end);
  return source.slice(0, from) + inPlace(mutant) + source.slice(to);
}

/** The text that is replaced. */
export function originalOf(source: string, { location: { start, end } }: Mutant): string {
  return source.slice(offsetOf(source, start), offsetOf(source, end));
}

function inPlace({ mutatorName, replacement }: Mutant): string {
  const isStatement = mutatorName === 'BlockStatement' || /^(case\b|default:)/.test(replacement);
  return isStatement ? replacement : `(${replacement})`;
}

function offsetOf(source: string, { line, column }: Position): number {
  let at = 0;
  for (let i = 0; i < line; i++) at = source.indexOf('\n', at) + 1;
  return at + column;
}
