import { widthOf } from './width.ts';

/** The properties of the process’s terminal that a second thread cannot read. */
export interface Terminal {
  readonly colour: boolean;
  /** Columns of what is printed. */
  readonly width: number;
  /** Whether standard error is a terminal, and how wide. */
  readonly progress: boolean;
  readonly columns: number;
}

export function terminal(): Terminal {
  return {
    colour: process.stdout.isTTY && showsColour(process.env),
    width: widthOf(process.stdout, process.env['COLUMNS']),
    progress: process.stderr.isTTY,
    columns: process.stderr.columns || 80,
  };
}

/** Whether a terminal shows colour, and its user wants it: NO_COLOR counts if it is not empty (no-color.org). */
export function showsColour(env: Readonly<Record<string, string | undefined>>): boolean {
  return (env['NO_COLOR'] ?? '') === '' && env['TERM'] !== 'dumb';
}
