/** Where values of executions are sealed for: not for one execution, since replays and children take them over as they are. */

/** SECRET inputs. */
export const inputPlace = 'input';

/** Texts that a run has hidden. */
export const hiddenPlace = 'hidden';
