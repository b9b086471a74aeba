/**
 * Every long task asks regularly whether it may continue. A task that is stopped returns its best result so far, and says
 * that it was stopped. After the first no, the answer is always no.
 */
export type Patience = () => boolean;

/** Thrown by a task that cannot return a partial result. */
export class OutOfPatience extends Error {}

/** For tasks that must not depend on a clock. */
export const endless: Patience = () => true;
