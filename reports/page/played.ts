import type { StateLine } from '../../model/state-line.ts';
import type { GaugeHead, Moment, Party, Report } from '../report.ts';

/**
 * Everything that the page shows of one trace on one kernel, as plain data. Unlike a report it also exists for a trace that
 * breaks no law, and it has the states after every step.
 */
export interface Played {
  readonly kernel: string;
  readonly kernelSays: string;
  /** The text of the world, which can be read back, and its bounds in words. */
  readonly world: string;
  readonly worldSays: string;
  /** The trace as text, with its kernel and world. */
  readonly text: string;
  readonly verdict: 'holds' | 'broken';
  /** Every broken law, the closest to the cause first. For a finding its own law comes first. */
  readonly broken: readonly PlayedBreak[];
  /** The report on the first of them. Its steps are those that were issued up to the break. */
  readonly report?: Report;
  readonly parties: readonly PlayedParty[];
  readonly gauges: readonly GaugeHead[];
  /** The states before the first step. */
  readonly start: States;
  readonly moments: readonly PlayedMoment[];
  /** The meaning of each kind of command in it. */
  readonly meanings: Readonly<Record<string, string>>;
  /** Catalogued mistakes that explain it. */
  readonly causes: readonly Cause[];
  /** The same trace on the other kernels. */
  readonly elsewhere: readonly Elsewhere[];
}

export interface PlayedBreak {
  readonly law: string;
  readonly title: string;
  readonly because: string;
  readonly placeSays: string;
  readonly witness: string;
  /** The index of its moment. */
  readonly at: number;
}

/** `kind`: what it is, in a word, for the head of its lane. */
export interface PlayedParty extends Party {
  readonly kind: string;
}

export interface States {
  readonly model: readonly StateLine[];
  readonly implementation: readonly StateLine[];
}

export type PlayedMoment = Moment &
  States & {
    /** The answers that the model admits; undefined if it does not say, because commands overlap. */
    readonly admitted?: readonly string[];
    /** Why the step was not issued. */
    readonly whyNot?: string;
  };

export interface Cause {
  readonly id: string;
  readonly title: string;
  readonly story: string;
  readonly source: string;
  readonly fix: string;
  readonly evidence: string;
}

/** The outcome of the same trace on another kernel. `same`: it breaks the same law at the same place. */
export interface Elsewhere {
  readonly kernel: string;
  readonly says: string;
  readonly outcome: 'holds' | 'same' | 'other' | 'cannot run';
  /** The laws that break there, or why it cannot run. */
  readonly detail: string;
}

/** Whether a stored finding, an explorer, or nothing yet is shown first. */
export interface PageData {
  readonly version: string;
  /** What the page shows first. */
  readonly played: Played;
  /** Whether the page belongs to a finding, or is for exploring. */
  readonly isFinding: boolean;
  /** Known mistakes: a finding is new without one. */
  readonly isKnown: boolean;
  /** The address of the documentation, if it lies beside the page. */
  readonly docs?: string;
}

/** Kernels, worlds, commands, points and known mistakes, for choosing and completing. */
export interface Catalogue {
  readonly kernels: readonly Entry[];
  readonly worlds: readonly Entry[];
  readonly commands: readonly CommandEntry[];
  readonly points: readonly string[];
  readonly switches: readonly SwitchEntry[];
  readonly defects: readonly DefectEntry[];
}

export interface Entry {
  readonly name: string;
  readonly says: string;
}

/** `args`: how its arguments look: `p0 d0 -> f0`. */
export interface CommandEntry extends Entry {
  readonly args: string;
}

export interface SwitchEntry extends Entry {
  readonly values: readonly string[];
}

export interface DefectEntry {
  readonly id: string;
  readonly title: string;
  readonly law: string;
  readonly evidence: string;
  /** The shortest trace that shows it, on the reference with this mistake. */
  readonly text: string;
}
