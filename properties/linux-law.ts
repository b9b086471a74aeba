import type { Observation } from '../model/observation.ts';
import type { State } from '../model/state.ts';
import type { World } from '../model/world.ts';
import type { Goal as AnyGoal } from './goal.ts';
import type { Law as AnyLaw, View as AnyView } from './law.ts';

/** Laws and goals of this project, over its state and the observations of a kernel. */
export type Law = AnyLaw<State, Observation, World>;
export type View = AnyView<State, Observation>;
export type Goal = AnyGoal<State, World>;
