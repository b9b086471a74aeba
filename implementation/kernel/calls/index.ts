import type { Command } from '../../../model/command.ts';
import { subsystems } from '../kernel.ts';
import type { AnySubsystem } from '../subsystem.ts';
import type { SystemCall } from './call.ts';

/** How each command of the model enters the simulated kernel. */
export const calls = Object.assign({}, ...subsystems.map((s: AnySubsystem) => s.calls)) as Readonly<
  Record<string, SystemCall<Command>>
>;
