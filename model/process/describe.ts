import type { StateLine } from '../state-line.ts';
import type { Process, State } from '../state.ts';

/** The living processes, with their mms and files. */
export function describeProcesses(s: State): readonly StateLine[] {
  return s.processes.filter(isLive).map((p) => {
    const open = s.sva.files
      .filter((f) => isLive(f) && s.sva.hasOpen(p, f))
      .map((f) => `f${f.name}`);
    return {
      what: `p${p.name}`,
      is: `mm${p.mm - 1}${open.length > 0 ? `, open ${open.join(' ')}` : ''}${threadText(s, p)}`,
    };
  });
}

function threadText(s: State, p: Process): string {
  const leader = s.groupOf(p);
  if (leader === p.name) return '';
  return `, thread of p${leader}${s.process(leader) === undefined ? ' (exited)' : ''}`;
}

function isLive(row: { readonly live: number }): boolean {
  return row.live !== 0;
}
