/**
 * How close a break of a law is to its cause, the closest first. One mistake breaks several laws; of those that break at
 * the same moment, the one whose closeness comes first in this list leads.
 */
export const closenesses = [
  /** A wrong answer. It is judged before the model continues, which then has to guess the state. */
  'answer',
  /** One object differs from the specification. */
  'object',
  /** Two objects contradict each other: one of them is wrong, but it is unknown which. */
  'contradiction',
  /** The kernel names the function and the object that it stumbled over; the object was wrong before. */
  'complaint',
  /** A command never returned, or the kernel killed its task; its splat gives the reason. */
  'no answer',
  /** Too many or too few references after this command: the number is known, but not the holder. */
  'sum',
  /** The charge for references: it is wrong if they are, or by itself. */
  'account',
  /** A consequence of an earlier break: the counter below zero, the exceeded limit. */
  'consequence',
  /** Objects that remain at rest: it is unknown which command left them. */
  'remainder',
] as const;

export type Closeness = (typeof closenesses)[number];
