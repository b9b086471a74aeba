/** The bounds of one check as the engine sees them: a name. Only the specification knows the objects. */
export interface AnyWorld {
  /** As a trace names it. */
  readonly name: string;
  /** One line about it. */
  readonly says?: string | undefined;
}
