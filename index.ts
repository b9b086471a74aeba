/**
 * What a program that uses pasidcheck as a library gets; docs/library.md shows it at work. Worlds, traces as a
 * fast-check arbitrary, a runner that judges them by the specification, the simulated kernels to try it on,
 * and what it takes to put an implementation of one’s own in their place.
 */

// Traces: drawn, read, written
export { type DrawnTrace, traces } from './checker/arbitrary.ts';
export type { Command } from './model/command.ts';
export { parseCommand, parseSteps } from './model/linux.ts';
export { commandText } from './model/linux.ts';
export type { Trace } from './model/trace.ts';
export { readTrace, type StoredTrace, writeTrace } from './model/trace-json.ts';
export { parseTrace, printTrace } from './model/trace-text.ts';
export { parseWorld, readWorld, worldText } from './model/world-text.ts';
export type { Certificate } from './model/certificate.ts';
export type { Provenance } from './model/provenance.ts';
export { findWorld, worlds } from './model/worlds.ts';
export type { World } from './model/world.ts';

// Running and judging them
export { type Listener, type Outcome, Runner } from './checker/run.ts';
export type { Specification } from './properties/specification.ts';
export { specification } from './properties/linux.ts';
export type { Broken, LawName } from './model/judgement.ts';
export type { State } from './model/state.ts';
export type { Closeness } from './properties/closeness.ts';
export type { Law, Report, View } from './properties/law.ts';
export type { Law as LinuxLaw, View as LinuxView } from './properties/linux-law.ts';

// What is under test: a simulated kernel, or one’s own implementation of the port
export { findKernel, simulate } from './defects/kernels.ts';
export { type Capabilities, CannotGoOn, type Paused, type Port } from './implementation/port.ts';
export {
  type Answer,
  type Errno,
  errno,
  type ErrnoName,
  errnoName,
  failed,
  ok,
} from './model/answer.ts';
export { driver, nobody } from './model/ioasid/seen.ts';
export type { EntryState } from './model/sva/seen.ts';
export type { Observable, Splat } from './model/seen.ts';
export type { Observation } from './model/observation.ts';
export { showingOnly } from './model/showing-only.ts';

/** What is thrown for input that cannot be used: one line that says what was given and what was expected. */
export { InputError } from './model/input-error.ts';
