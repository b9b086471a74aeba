import type { Switches } from '../implementation/kernel/switches.ts';
import type { Command } from '../model/command.ts';
import type { LawName } from '../model/judgement.ts';

/** A mistake that was really made, or that is believed possible, as switches off their reference. */
export interface Defect {
  readonly id: string;
  /** One line. */
  readonly title: string;
  /** How it comes about, for a reader who knows the kernel. */
  readonly story: string;
  /** Mail, commit or file that it is taken from. */
  readonly source: string;
  /** How the fix does it. */
  readonly fix: string;
  /**
   * `verified`: a source shows the mechanism. `inferred`: our reading of one. `hypothesis`: nobody
   * reported it; it is here because a law needs a mechanism that breaks it.
   */
  readonly evidence: 'verified' | 'inferred' | 'hypothesis';
  /** Switches that make it; all others are at their reference. */
  readonly switches: Partial<Switches>;
  /** What it breaks. `place` as in findings. */
  readonly law: LawName;
  readonly place: string;
  /** The named world in which it is looked for. */
  readonly world: string;
  /** A shortest trace that shows it. */
  readonly shortest: readonly Command[];
}
