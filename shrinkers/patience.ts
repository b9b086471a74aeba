/**
 * Asked now and then by whatever may take long: may it go on? What is stopped returns the best it has so far, and says
 * that it was stopped. Once it has said no it says no again.
 */
export type Patience = () => boolean;

/** Thrown by what cannot return a part of its result. */
export class OutOfPatience extends Error {}

/** For whatever must not depend on a clock. */
export const endless: Patience = () => true;
