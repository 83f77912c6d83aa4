/** The inputs that a paused task asks for. */
import type { Input, InputType, Json, JsonObject, TaskDefinition } from '@windhover/model';

/** As declared under `onResume` (Approval: `inputs`); the flow was checked when it was saved. */
export function resumeInputsOf({ properties }: TaskDefinition): readonly Input[] {
  const declared = properties['onResume'] ?? properties['inputs'];
  return toInputs(declared);
}

function toInputs(declared: Json | undefined): readonly Input[] {
  return Array.isArray(declared) ? declared.map((input) => toInput(input as JsonObject)) : [];
}

function toInput({ id, name, type, required, defaults, description, displayName, ...options }: JsonObject): Input {
  return {
    id: (id ?? name) as string,
    type: (type ?? 'STRING') as InputType,
    required: required !== false,
    options: type === 'FORM' ? { inputs: toInputs(options['inputs']) as unknown as Json } : options,
    ...(defaults === undefined || defaults === null ? {} : { defaults: defaults as Json }),
    ...(typeof description === 'string' ? { description } : {}),
    ...(typeof displayName === 'string' ? { displayName } : {}),
  };
}
