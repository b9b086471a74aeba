/**
 * The evidence by which “no shorter trace exists” can be checked again: the result of a plain search of every trace
 * of up to `commands` commands, in the world and on the kernel of the trace that it belongs to.
 */
export interface Certificate {
  /** The bound: no trace of up to this many commands breaks the law at the place. */
  readonly commands: number;
  /** The kinds of commands that were tried. */
  readonly alphabet: readonly string[];
  /** Different full states by the number of commands that reach them first, from 0 on. */
  readonly levels: readonly number[];
  /** Their sum. */
  readonly states: number;
  /** SHA-256 over the text of all states. */
  readonly sha256: string;
}
