/**
 * How much a break of a law tells of its cause, the most first. One mistake breaks several laws; of those that break at
 * the same moment, the one whose closeness stands first here leads.
 */
export const closenesses = [
  /** A command was answered wrongly. That is judged before the model goes on, which it then does from a guess. */
  'answer',
  /** One object is not what the specification says. */
  'object',
  /** Two objects contradict each other: one of them is wrong, but not which. */
  'contradiction',
  /** The kernel names the function and the object that it stumbled over, which was wrong before. */
  'complaint',
  /** A command never returned, or the kernel killed its task: what it complained of says why. */
  'no answer',
  /** So many references more or fewer after this command: how many, but not whose. */
  'sum',
  /** What is accounted for references: it goes wrong with them, and by itself. */
  'account',
  /** What follows where something else is wrong already: the counter below zero, the limit that was overrun. */
  'consequence',
  /** What is left in the end: nobody knows which command left it. */
  'remainder',
] as const;

export type Closeness = (typeof closenesses)[number];
