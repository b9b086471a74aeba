/**
 * What a program that uses pasidcheck as a library gets: worlds, traces as a fast-check arbitrary, a
 * runner that judges them, and the simulated kernels to try it on.
 */
export { traces } from './checker/arbitrary.ts';
export { type Listener, type Outcome, Runner } from './checker/run.ts';
export { specification } from './checker/specification.ts';
export { findKernel, simulate } from './defects/kernels.ts';
export { type AsyncPort, CannotGoOn, type Capabilities, type Port } from './implementation/port.ts';
export { type Answer, errno, errnoName } from './model/answer.ts';
export type { Command } from './model/command.ts';
export type { Broken } from './model/judgement.ts';
export { driver, nobody, type Observable, type Observation } from './model/observation.ts';
export { parseCommand, parseSteps } from './model/parse.ts';
export { commandText } from './model/text.ts';
export type { Trace } from './model/trace.ts';
export { readTrace, type StoredTrace, writeTrace } from './model/trace-json.ts';
export { parseTrace, printTrace } from './model/trace-text.ts';
export { findWorld, type World, worlds } from './model/world.ts';
export { parseWorld, readWorld, worldText } from './model/world-text.ts';
export type { Law } from './properties/law.ts';
