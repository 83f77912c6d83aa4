/** The inputs that a paused task asks for. */
import { acceptedInputs, type Input, type TaskDefinition } from '@windhover/model';

/** As declared under `onResume` (Approval: `inputs`); the flow was checked when it was saved. */
export function resumeInputsOf({ properties }: TaskDefinition): readonly Input[] {
  return acceptedInputs(properties['onResume'] ?? properties['inputs']);
}
