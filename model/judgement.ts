/**
 * The name of a law, such as `pasid-uniqueness`. A command's rule names the law that a wrong answer
 * breaks. The laws themselves are listed in `properties/laws`.
 */
export type LawName = string;

/** A broken law: its name, the place (the same law and place are one finding), and what was seen. */
export interface Broken {
  readonly law: LawName;
  readonly place: string;
  /** One sentence with the concrete objects, for the reader of a report. */
  readonly witness: string;
}

/** `undefined`: the answer is admitted. */
export type Judgement = Broken | undefined;
