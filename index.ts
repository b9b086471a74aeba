/**
 * The public interface of pasidcheck; docs/library.md shows how to use it. It has an engine for any system that is
 * described by a state, commands and laws, and the specification of Linux PASIDs with its worlds and simulated kernels.
 */

// A specification: the state, the meaning of commands, the laws
/** Declares a state as tables of numbers; `things`, `given`, `record` and `list` are the kinds of tables. */
export {
  type Beginning,
  type Count,
  given,
  list,
  record,
  type StateOf,
  tables,
  type Shapes,
  type Tables,
  type TableShape,
  things,
  type Things,
} from './library/tables.ts';
/** `command` and `law` over such a state. */
export {
  type CommandOf,
  type CommandRules,
  type FieldsOf,
  type Words,
  wordsOf,
} from './library/command.ts';
/** The meaning of a field whose number stands for something else: the name of an object, or the index of a row. */
export { type Fields, type Kind, named, type Reference, rowOf } from './memory/kinds.ts';
/** Makes a specification of a state, commands and laws. */
export { type Parts, specify } from './library/specify.ts';
export type { Goal } from './properties/goal.ts';
export type { Hints } from './properties/specification.ts';
export type { AnyState } from './model/any-state.ts';
export type { DrawRules, Field, OverlapRules } from './model/command.ts';

// An implementation: synchronous, asynchronous, or with points at which threads are suspended
export {
  type AsyncFunctions,
  asyncPortOf,
  type Functions,
  portOf,
  type SyncFunctions,
} from './library/implementation.ts';
export {
  lock,
  type Steps,
  type ThreadedFunctions,
  threadsOf,
  type Wait,
} from './library/threads.ts';
export type { Row } from './memory/records.ts';
export type { AsyncPort } from './implementation/async-port.ts';

// The engine
export { check, type Checked, type CheckOptions } from './library/check.ts';
export { explore, type Explored, type ExploreOptions } from './library/explore.ts';
export { certify, report, shrink } from './library/finding.ts';
export { replay, type Replayed } from './library/replay.ts';
export { readSteps, writeSteps } from './library/steps-text.ts';
export type { Given, System } from './library/system.ts';
export type { Finding, Grade } from './checker/finding.ts';
export type { TaskSwitches as Switches } from './checker/simplest.ts';
export type { Symmetry } from './checker/exhaustive/symmetry.ts';
export type { Promised, SchedulerName } from './checker/interleavings/interleaver.ts';
export type { Coverage } from './checker/coverage.ts';
export type { GradeBudget } from './checker/grade.ts';
export type { Progress } from './checker/search-options.ts';
export type { ToldStep } from './checker/told-steps.ts';
/** A report as text for a terminal or a mail, and as Markdown. */
export type { Report, SourceFile, Sources } from './reports/report.ts';
export { renderText } from './reports/text.ts';
export { renderMarkdown } from './reports/markdown.ts';

// Traces: generating, reading and writing them
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
export type { AnyWorld } from './model/any-world.ts';

// Running and judging them
export { type Listener, type Outcome, Runner } from './checker/run.ts';
export type { Specification } from './properties/specification.ts';
export { specification } from './properties/linux.ts';
export type { Broken, LawName, Violation } from './model/judgement.ts';
/** A line about a state, as `describe` gives it. */
export type { StateLine } from './model/state-line.ts';
/** Where a law breaks: data that can be compared, and its words. */
export {
  type AnswerPlace,
  type ClausePlace,
  type Place,
  placeText,
  type SplatPlace,
} from './model/place.ts';
export type { State } from './model/state.ts';
export type { Closeness } from './properties/closeness.ts';
export type { Law, Tell, View } from './properties/law.ts';
export type { Law as LinuxLaw, View as LinuxView } from './properties/linux-law.ts';

// A search in the simulated Linux as data: for a worker, another machine or a page
export { type Attendant, type HowFound, type Ordered, runOrder } from './campaign/run-order.ts';
export type { ExhaustiveWay, RandomWay, SearchOrder } from './campaign/search-order.ts';
export type { Clock } from './checker/pace.ts';

// The implementation under test: a simulated kernel, or a custom port
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
  refused,
  success,
  threw,
} from './model/answer.ts';
export { driver, nobody } from './model/ioasid/seen.ts';
export type { EntryState } from './model/sva/seen.ts';
export type { AnySeen, Observable, Splat } from './model/seen.ts';
export type { Observation } from './model/observation.ts';
export { showingOnly } from './model/showing-only.ts';

/** The error for unusable input: one line that says what was given and what was expected. */
export { InputError } from './model/input-error.ts';
/** What is thrown if a function of the specification throws: with the trace in which it did. */
export { TraceError } from './checker/trace-error.ts';
