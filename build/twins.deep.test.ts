import { describe } from 'vitest';
import { switches, type Switches } from '../implementation/kernel/switches.ts';
import { twinsAgree } from './twins.contract.ts';

/**
 * The reference, and each kernel that differs from it in one switch.
 *
 */
const kernels: readonly Partial<Switches>[] = [
  {},
  ...Object.entries(switches).flatMap(([name, [, ...others]]) =>
    others.map((value) => ({ [name]: value })),
  ),
];

/** In each of the five worlds of the contract: a million in all. */
const COMMANDS = 200_000;

describe('the straight twin', () => {
  twinsAgree(kernels, COMMANDS / kernels.length);
});
