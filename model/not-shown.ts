/** Something was read of an implementation that does not show it: a mistake of the reader. */
export class NotShown extends Error {}
