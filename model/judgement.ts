/**
 * The name of a law, such as `pasid-uniqueness`. A command's rule names the law that a wrong answer
 * breaks; the laws themselves, with what else they look at, are listed in `properties/laws`.
 */
export type LawName = string;

/** A law is broken: which, where (the same place is the same finding), and what was seen. */
export interface Broken {
  readonly law: LawName;
  readonly place: string;
  /** One sentence with the concrete objects, for the reader of a report. */
  readonly witness: string;
}

/** `undefined`: the answer is admitted. */
export type Judgement = Broken | undefined;
