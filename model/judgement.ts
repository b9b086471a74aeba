/**
 * The laws by name. A command's rule names the law that a wrong answer breaks; the folder
 * `properties/laws` holds what else each law looks at.
 */
export const lawNames = [
  'pasid-uniqueness',
  'no-reuse-while-referenced',
  'isolation',
  'no-stale-translation',
  'balance-at-rest',
  'no-splat',
  'answers-conform',
  'liveness',
  'pasid-stability',
  'fresh-mm',
] as const;

export type LawName = (typeof lawNames)[number];

/** A law is broken: which, where (the same place is the same finding), and what was seen. */
export interface Broken {
  readonly law: LawName;
  readonly place: string;
  /** One sentence with the concrete objects, for the reader of a report. */
  readonly witness: string;
}

/** `undefined`: the answer is admitted. */
export type Judgement = Broken | undefined;
