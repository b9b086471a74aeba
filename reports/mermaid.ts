import type { Moment, Report, Step } from './report.ts';
import { changesAt, laneText, noteOf, partyText } from './table.ts';

/**
 * The history as a Mermaid sequence diagram: commands as messages, changes as notes, the moment of the break on red
 * ground. A party with a suspended command is active.
 */
export function sequenceDiagram(report: Report): string[] {
  const { parties, gauges, history, breaksAt } = report;
  const names = [
    ...new Set([...parties.map((party) => party.name), ...gauges.map((gauge) => gauge.group)]),
  ];
  // Names get generated ids, because some words have a meaning in Mermaid.
  const id = (name: string): string => `x${names.indexOf(name)}`;
  const heads = names.map((name) => {
    const party = parties.find((p) => p.name === name);
    return `participant ${id(name)} as ${escaped(party === undefined ? name : partyText(party))}`;
  });
  const everyone = names.length > 1 ? `${id(names[0]!)},${id(names.at(-1)!)}` : 'x0';
  const active = new Set<string>();
  const body = history.flatMap((moment, at) => {
    const lines = [
      ...messages(moment, id, everyone),
      ...(moment.kind === 'step' ? activity(moment, id, active) : []),
      ...notes(report, at, id, everyone),
    ];
    return at === breaksAt ? ['rect rgba(255, 0, 0, 0.15)', ...indented(lines), 'end'] : lines;
  });
  const forEver = [...active].map((actor) => `deactivate ${id(actor)}`);
  return ['sequenceDiagram', ...indented([...heads, ...body, ...forEver])];
}

function messages(moment: Moment, id: (name: string) => string, everyone: string): string[] {
  if (moment.kind === 'rest') return [`Note over ${everyone}: ${escaped('at rest')}`];
  const { number, actor, target, suspended } = moment;
  const asked = laneText(moment);
  const answer = suspended === undefined ? moment.answer : 'success'; // a note names the point
  const call = `${id(actor)}->>${id(target)}: ${escaped(`${number}. ${asked}`)}`;
  if (answer === 'success') return [call];
  return actor === target
    ? [`${id(actor)}->>${id(actor)}: ${escaped(`${number}. ${asked}: ${answer}`)}`]
    : [call, `${id(target)}-->>${id(actor)}: ${escaped(answer)}`];
}

/** The activation of a party with a suspended command, and a note with the point. */
function activity(step: Step, id: (name: string) => string, active: Set<string>): string[] {
  const { actor, suspended, continues } = step;
  const note = noteOf(step);
  const lines = note === undefined ? [] : [`Note over ${id(actor)}: ${escaped(note)}`];
  if (suspended !== undefined && !active.has(actor)) {
    active.add(actor);
    lines.unshift(`activate ${id(actor)}`);
  } else if (suspended === undefined && continues !== undefined && active.delete(actor))
    lines.push(`deactivate ${id(actor)}`);
  return lines;
}

function notes(
  report: Report,
  at: number,
  id: (name: string) => string,
  everyone: string,
): string[] {
  const changed = changesAt(report, at).map(
    ({ group, name, now, expected }) =>
      `Note over ${id(group)}: ${escaped(`${name} → ${now}${expected === null ? '' : ` (should be ${expected})`}`)}`,
  );
  const laws = [...new Set(report.history[at]!.broke.map((broken) => broken.law))];
  return laws.length === 0
    ? changed
    : [...changed, `Note over ${everyone}: ${escaped(`breaks ${laws.join(', ')}`)}`];
}

/**
 * `#` and `;` end a message, `:` begins one, `%%` a comment, `$$` a formula; `<` is HTML, and the word
 * “end” ends a block. All are written as entity codes, which Mermaid shows as the character.
 */
function escaped(text: string): string {
  return text
    .replaceAll(/[#;:%$<&\\]/g, (c) => `#${c.charCodeAt(0)};`)
    .replaceAll(/\bend\b/gi, (word) => `#${word.charCodeAt(0)};${word.slice(1)}`);
}

function indented(lines: readonly string[]): string[] {
  return lines.map((line) => `  ${line}`);
}
