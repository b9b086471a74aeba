import type { CommandWords } from '../model/command-words.ts';
import type { StateLine } from '../model/state-line.ts';
import type { Place } from '../model/place.ts';
import type { Certificate } from '../model/certificate.ts';
import type { Broken, LawName } from '../model/judgement.ts';
import type { Provenance } from '../model/provenance.ts';
import type { AnyWorld } from '../model/any-world.ts';

/**
 * Everything a reader sees of one finding, as plain data: no functions, nothing that JSON cannot hold.
 * `checker/explain.ts` makes it; the renderers in this folder turn it into text.
 */
export interface Report {
  readonly kernel: string;
  /** What it is, in a word: `kernel`. */
  readonly subject: string;
  /** Those who are alive, in words: see `Specification`. */
  readonly inhabitantsAre: string;
  readonly world: AnyWorld;
  /** The world as it is written, to be read back, and what there is in it. */
  readonly worldWritten: string;
  readonly worldSays: string;
  readonly law: { readonly name: LawName; readonly title: string; readonly because: string };
  /** The kind of break: breaks of one law at one place are one finding. */
  readonly place: Place;
  /** The place in words. */
  readonly placeSays: string;
  /** One sentence with the concrete objects. */
  readonly witness: string;
  /**
   * Where model and implementation first differ: place in `history` of the first moment at which a law is broken, or something
   * shows what the model does not hold.
   */
  readonly differsAt: number;
  /**
   * Of everything that is broken up to the break of this law, what tells most of the cause: that break itself, or one
   * before or beside it. `at`: its place in `history`.
   */
  readonly leads: { readonly at: number; readonly broken: Broken };
  /** How sure we are that no shorter trace does it. */
  readonly grade: string;
  /** If it is proven shortest and that can be checked again. */
  readonly certificate: Certificate | undefined;
  /** If commands overlap: how often one is left, and what is known of that. */
  readonly switches?:
    { readonly count: number; readonly isProven: boolean; readonly schedules: number } | undefined;
  /** The command that checks the certificate; undefined if there is none or it is stored nowhere. */
  readonly certify: string | undefined;
  /** Where it comes from; undefined for a trace that somebody wrote. */
  readonly provenance: Provenance | undefined;
  /** The implementation is known for it, and it is no cause to fail. */
  readonly isAccepted: boolean;
  /** Catalogued defects that explain it. */
  readonly knownAs: readonly KnownAs[];
  /** Catalogued defects without which it is gone, though alone they do not explain it. */
  readonly relatedTo: readonly KnownAs[];
  /** The command that shows it again; undefined if it is stored nowhere. */
  readonly replay: string | undefined;
  /** Who takes part: callers first, then others in the order of their sorts. */
  readonly parties: readonly Party[];
  /** What showed anything at all, or should have, in the order of `Moment.shows`. */
  readonly gauges: readonly GaugeHead[];
  readonly history: readonly Moment[];
  /** Place in `history` of the moment at which the law is broken. */
  readonly breaksAt: number;
  /** What becomes of the finding without each step; empty when the trace is too long to ask. */
  readonly needed: readonly Needed[];
  /** What that moment changes in what the specification remembers. */
  readonly model: Change;
  /** What it changes in the implementation. */
  readonly implementation: Change;
  /** Kinds of observation that the implementation does not offer, and the laws that need them. */
  readonly unseen: readonly string[];
  readonly notJudged: readonly LawName[];
}

export interface KnownAs {
  readonly id: string;
  readonly story: string;
  readonly source: string;
}

export interface Party {
  readonly name: string;
  /** Whether it ever acts, or is only acted upon. */
  readonly acts: boolean;
  /** The address spaces that a process runs in, one after the other: mm0, mm2. */
  readonly livesIn: readonly string[];
  /** Of a device in a VFIO group: `mdev`, `passthrough`, `pinning`. */
  readonly is?: string;
}

/** `d0 entry 1` is `entry 1` in the group `d0`; it shows `idle` while there is nothing. */
export interface GaugeHead {
  readonly group: string;
  readonly name: string;
  readonly title: string;
  readonly idle: string;
  /** What it means, and which kind it is of: one of each kind is enough for a legend. */
  readonly says: string;
  readonly kind: string;
}

/** What can be seen after a command, or at the end, when all deferred work has run. */
export type Moment = Step | Rest;

export interface Step {
  readonly kind: 'step';
  /** From 1. */
  readonly number: number;
  /** As it is written: `open p0 d0 -> f0`. */
  readonly command: string;
  /** The same in its parts. */
  readonly words: CommandWords;
  /** Of a continuation: the command that goes on with it, and the number of its step. */
  readonly continues?: {
    readonly command: string;
    readonly kind: string;
    readonly step: number;
  };
  /** If it has not returned: the point, or the function in which it waits for a lock that the holder has. */
  readonly suspended?: { readonly at: string; readonly waits?: string; readonly holder?: string };
  /** The trace does not have it: what is left in the end goes on by itself. */
  readonly added?: true;
  readonly actor: string;
  /** On whom it acts; the actor itself if on nobody else. */
  readonly target: string;
  /** In words: `success`, `PASID 1`, `EBADF`, `not issued`, `...` while it has not returned, or what it waits for. */
  readonly answer: string;
  /** What each gauge shows afterwards. */
  readonly shows: readonly string[];
  /** What the model holds where a gauge shows something else; null where they agree, or the model does not say. */
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
  /** It is not the step that is left out, but that it stops. */
  readonly stop?: true;
  /** The law holds at that place without it, or nothing changes, because it comes all the same. */
  readonly isNeeded: boolean;
  /** What happens without it, first to the law: `the law holds: step 4 cannot be issued: there is no p1`. */
  readonly says: string;
}

/** A state before and after. */
interface Change {
  readonly before: readonly StateLine[];
  readonly after: readonly StateLine[];
  /** Both in one, as in a patch. */
  readonly difference: readonly DifferenceLine[];
}

/** A line of one of two states, or of both. */
export interface DifferenceLine extends StateLine {
  readonly change: 'stays' | 'goes' | 'comes';
}
