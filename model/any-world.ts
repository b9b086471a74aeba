/** The bounds of one check, as far as the engine is concerned: it has a name, and what there is in it is the specification’s affair. */
export interface AnyWorld {
  /** As a trace names it. */
  readonly name: string;
  /** One line about it. */
  readonly says?: string | undefined;
}
