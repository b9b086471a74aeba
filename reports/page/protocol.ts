import type { Catalogue, Played } from './played.ts';
import type { Variations } from './variations.ts';

/** What the page asks its worker. Traces travel as text, with their kernel and world. */
export type Request =
  | { readonly kind: 'catalogue' }
  /** @param kernel - replaces the kernel of the text */
  | { readonly kind: 'play'; readonly text: string; readonly kernel?: string }
  | { readonly kind: 'judge'; readonly texts: readonly string[] }
  | { readonly kind: 'next'; readonly text: string }
  /** What one change of the trace does to this law at this place; as a broken law of `Played` has them. */
  | {
      readonly kind: 'vary';
      readonly text: string;
      readonly law: string;
      readonly placeSays: string;
    }
  | { readonly kind: 'shrink'; readonly text: string }
  | {
      readonly kind: 'explore';
      readonly kernel: string;
      readonly world: string;
      readonly depth: number;
    }
  | { readonly kind: 'write'; readonly text: string; readonly form: Form };

/** The forms in which a finding is copied. */
export const forms = ['text', 'markdown', 'vitest', 'mail'] as const;
export type Form = (typeof forms)[number];

/** `progress` may come any number of times before the result. */
export type Reply =
  | { readonly id: number; readonly kind: 'result'; readonly value: unknown }
  | { readonly id: number; readonly kind: 'progress'; readonly value: Progress }
  | { readonly id: number; readonly kind: 'refused'; readonly says: string };

/** The result of each request. */
export interface Results {
  readonly catalogue: Catalogue;
  readonly play: Played;
  readonly judge: readonly JudgedText[];
  readonly next: Next;
  readonly vary: Variations;
  readonly shrink: Shrunk;
  readonly explore: Explored;
  readonly write: string;
}

export interface Progress {
  readonly says: string;
  /** The best trace so far. */
  readonly text?: string;
}

/** The verdict on a trace, for comparison with the command line. */
export interface JudgedText {
  readonly broken: readonly string[];
  readonly answers: readonly string[];
  readonly applied: number;
}

/** The commands that could come next, each with what would happen. */
export interface Next {
  readonly possible: readonly Possible[];
  /** The states of the kernel that one command leads to, each once. */
  readonly states: readonly Neighbour[];
  readonly refused: readonly { readonly command: string; readonly why: string }[];
  /** Set if nothing can follow. */
  readonly ended?: string;
}

/** A state of the kernel, one command away. */
export interface Neighbour {
  /** The commands that lead to it. */
  readonly commands: readonly string[];
  readonly breaks: readonly string[];
  /** Whether it is the state in which the trace is now, or that before its last step. */
  readonly is: 'here' | 'before' | 'new';
}

/** `isNews`: the kernel’s state changes. */
export interface Possible {
  readonly command: string;
  readonly kind: string;
  readonly answer: string;
  readonly breaks: readonly string[];
  readonly isNews: boolean;
}

export interface Shrunk {
  readonly text: string;
  readonly from: number;
  readonly to: number;
  readonly executions: number;
  readonly grade: string;
}

export interface Explored {
  readonly complete: number;
  readonly states: number;
  readonly findings: readonly {
    readonly law: string;
    readonly placeSays: string;
    readonly grade: string;
    readonly isKnown: boolean;
    readonly text: string;
  }[];
}
