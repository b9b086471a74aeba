/**
 * Exit codes. A run that was too short to say much also exits with `holds`; its summary says so. With `--require-goals` it
 * exits with `couldNotTell`. A program that a signal stopped exits with 128 plus the number of the signal.
 */
export const exitCodes = { holds: 0, violated: 1, usage: 2, internal: 3, couldNotTell: 4 } as const;
