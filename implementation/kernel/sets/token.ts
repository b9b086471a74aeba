import { addressOf, type Ptr } from '../machine/slab.ts';

/** Whether a set is for this mm: only addresses are compared, so a new mm at the address of one that was freed passes for it. */
export function isToken({ token }: { readonly token: Ptr }, mm: Ptr): boolean {
  return addressOf(token) === addressOf(mm);
}
