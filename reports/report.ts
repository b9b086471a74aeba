import type { CommandWords } from '../model/command-words.ts';
import type { StateLine } from '../model/state-line.ts';
import type { Place } from '../model/place.ts';
import type { Certificate } from '../model/certificate.ts';
import type { Broken, LawName } from '../model/judgement.ts';
import type { Provenance } from '../model/provenance.ts';
import type { AnyWorld } from '../model/any-world.ts';

/**
 * Everything that a reader sees of one finding, as plain data that JSON can hold. `checker/explain.ts` makes it; the
 * renderers in this folder turn it into text.
 */
export interface Report {
  readonly kernel: string;
  /** The system under test, in a word: `kernel`. */
  readonly subject: string;
  /** The word for the living parties: see `Specification`. */
  readonly inhabitantsAre: string;
  readonly world: AnyWorld;
  /** The text of the world, which can be read back, and its bounds in words. */
  readonly worldWritten: string;
  readonly worldSays: string;
  readonly law: { readonly name: LawName; readonly title: string; readonly because: string };
  /** The place of the break: breaks of one law at one place are one finding. */
  readonly place: Place;
  /** The place in words. */
  readonly placeSays: string;
  /** One sentence with the concrete objects. */
  readonly witness: string;
  /**
   * The index in `history` of the first moment at which model and implementation differ: a law is broken, or a gauge
   * shows another value than the model.
   */
  readonly differsAt: number;
  /**
   * Of all breaks up to the break of this law, the one closest to the cause: that break itself, or one before or beside
   * it. `at`: its index in `history`.
   */
  readonly leads: { readonly at: number; readonly broken: Broken };
  /** The grade: how certain it is that no shorter trace exists. */
  readonly grade: string;
  /** Set if it is proven shortest and the proof can be checked again. */
  readonly certificate: Certificate | undefined;
  /** Set if commands overlap: the number of suspensions, and whether fewer suffice. */
  readonly switches?:
    { readonly count: number; readonly isProven: boolean; readonly schedules: number } | undefined;
  /** The command line that checks the certificate; undefined without a certificate or a file. */
  readonly certify: string | undefined;
  /** How it was found; undefined for a trace that a person wrote. */
  readonly provenance: Provenance | undefined;
  /** Whether it is a known mistake of the implementation, which does not make the check fail. */
  readonly isAccepted: boolean;
  /** Catalogued defects that explain it. */
  readonly knownAs: readonly KnownAs[];
  /** Catalogued defects without which it disappears, although they do not explain it alone. */
  readonly relatedTo: readonly KnownAs[];
  /** Where a reader can check it; undefined for an implementation that claims nothing about other sources. */
  readonly sources?: Sources | undefined;
  /** The command line that replays it; undefined if it is not stored. */
  readonly replay: string | undefined;
  /** The parties: callers first, then others in the order of their sorts. */
  readonly parties: readonly Party[];
  /** The gauges that changed, or should have, in the order of `Moment.shows`. */
  readonly gauges: readonly GaugeHead[];
  readonly history: readonly Moment[];
  /** The index in `history` of the moment at which the law is broken. */
  readonly breaksAt: number;
  /** The fate of the finding without each step; empty if the trace is too long. */
  readonly needed: readonly Needed[];
  /** The changes of that moment in the state of the model. */
  readonly model: Change;
  /** Its changes in the implementation. */
  readonly implementation: Change;
  /** Kinds of observation that the implementation does not offer, and the laws that need them. */
  readonly unseen: readonly string[];
  readonly notJudged: readonly LawName[];
}

/** What a finding on a simulated system says about the real one. */
export interface Sources {
  /** Why it is only inferred; undefined if a source shows its cause. */
  readonly inferred: string | undefined;
  /** The functions of the real system that the trace passes through and whose text was read for it. */
  readonly files: readonly SourceFile[];
  /** Those that it has too, but whose text was read only for another system, or never. */
  readonly unread: readonly SourceFile[];
}

export interface SourceFile {
  /** With the version that was read: `drivers/a.c (v5.17)`. */
  readonly file: string;
  readonly functions: readonly string[];
}

export interface KnownAs {
  readonly id: string;
  readonly story: string;
  readonly source: string;
}

export interface Party {
  readonly name: string;
  /** Whether it ever acts; otherwise it is only a target. */
  readonly acts: boolean;
  /** The address spaces that a process runs in, one after the other: mm0, mm2. */
  readonly livesIn: readonly string[];
  /** For a device in a VFIO group: `mdev`, `passthrough`, `pinning`. */
  readonly is?: string;
}

/** `d0 entry 1` is `entry 1` in the group `d0`; it shows `idle` while the object does not exist. */
export interface GaugeHead {
  readonly group: string;
  readonly name: string;
  readonly title: string;
  readonly idle: string;
  /** Its meaning and its kind: the legend has one gauge of each kind. */
  readonly says: string;
  readonly kind: string;
}

/** The observations after a command, or at the end, when all deferred work has run. */
export type Moment = Step | Rest;

export interface Step {
  readonly kind: 'step';
  /** From 1. */
  readonly number: number;
  /** As it is written: `open p0 d0 -> f0`. */
  readonly command: string;
  /** The parts of that text. */
  readonly words: CommandWords;
  /** For a continuation: the command that it resumes, and the number of the step that issued it. */
  readonly continues?: {
    readonly command: string;
    readonly kind: string;
    readonly step: number;
  };
  /** If it has not returned: the point, or the function in which it waits for a lock, with the holder. */
  readonly suspended?: { readonly at: string; readonly waits?: string; readonly holder?: string };
  /** The trace does not have this step: a suspended command is resumed at the end. */
  readonly added?: true;
  readonly actor: string;
  /** The target; the actor itself if there is no other party. */
  readonly target: string;
  /** In words: `success`, `PASID 1`, `EBADF`, `not issued`, `...` while it has not returned, or what it waits for. */
  readonly answer: string;
  /** The value of each gauge afterwards. */
  readonly shows: readonly string[];
  /** The value of the model if a gauge shows another one; null if they agree, or if the model does not determine it. */
  readonly expected: readonly (string | null)[];
  /** Laws that are broken here for the first time in this trace. */
  readonly broke: readonly Broken[];
}

interface Rest {
  readonly kind: 'rest';
  readonly shows: readonly string[];
  readonly expected: readonly (string | null)[];
  readonly broke: readonly Broken[];
}

export interface Needed {
  readonly step: number;
  /** Set if not the step is left out, but its stop. */
  readonly stop?: true;
  /** Whether the law holds at that place without it, or nothing changes, because the step runs anyway. */
  readonly isNeeded: boolean;
  /** What happens without it, first to the law: `the law holds: step 4 cannot be issued: there is no p1`. */
  readonly says: string;
}

/** A state before and after. */
interface Change {
  readonly before: readonly StateLine[];
  readonly after: readonly StateLine[];
  /** Both states in one list, as in a patch. */
  readonly difference: readonly DifferenceLine[];
}

/** A line of one of two states, or of both. */
export interface DifferenceLine extends StateLine {
  readonly change: 'stays' | 'goes' | 'comes';
}
