/**
 * Exit codes. `holds` also when a run was too short to say much: its summary tells, and with `--require-goals` it is
 * `couldNotTell`. Who is stopped by a signal exits with 128 and its number.
 */
export const exitCodes = { holds: 0, violated: 1, usage: 2, internal: 3, couldNotTell: 4 } as const;
