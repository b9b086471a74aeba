import { svaRead } from '../../fidelity.ts';

/**
 * The text of drivers/misc/uacce/uacce.c that was read. It has queues_lock and uacce_mutex (before v6.0) and enables page faults
 * (since v5.14), and the patch of June 2022 applies to it; it did not change between v5.17 and v5.18.
 */
export const uacceRead = svaRead('v5.18');

export const uacceFile = 'drivers/misc/uacce/uacce.c';
