/** What may be asked of an execution in which state: one rule for use cases, requests on many, and the web application. */
import { isTerminal, type StateName } from './states.ts';

export type ExecutionAction =
  | 'kill'
  | 'pause'
  | 'resume'
  | 'restart'
  | 'delete'
  | 'changeStatus'
  | 'forceRun'
  | 'unqueue';

/** What stands in the way, as it is said after the name of an execution. */
export type StateProblem =
  | 'has ended'
  | 'has not ended'
  | 'is not running'
  | 'is not paused'
  | 'is not queued'
  | 'has nothing to restart';

/** Undefined when the state allows the action. Permissions are another question, and so is what is in the execution. */
export function stateProblem(action: ExecutionAction, state: StateName): StateProblem | undefined {
  switch (action) {
    case 'kill':
    case 'forceRun':
      return isTerminal(state) ? 'has ended' : undefined;
    case 'delete':
    case 'changeStatus':
      return isTerminal(state) ? undefined : 'has not ended';
    case 'pause':
      return state === 'RUNNING' ? undefined : 'is not running';
    case 'resume':
      return state === 'PAUSED' || state === 'BREAKPOINT' ? undefined : 'is not paused';
    case 'unqueue':
      return state === 'QUEUED' ? undefined : 'is not queued';
    case 'restart': // of one that waits in a Pause: the Pause is begun again
      if (state === 'PAUSED') return undefined;
      if (!isTerminal(state)) return 'has not ended';
      // Killed executions stay killed, successful ones have nothing that failed.
      return state === 'KILLED' || state === 'SUCCESS' ? 'has nothing to restart' : undefined;
  }
}
