import { defineTask, mapProperty, TaskError } from '@windhover/plugin-sdk';
import type { JsonObject } from '@windhover/plugin-sdk';
import { z } from 'zod';

export const setVariables = defineTask({
  kind: 'inline',
  type: 'io.kestra.plugin.core.execution.SetVariables',
  title: 'Set variables of the execution',
  description: 'Later tasks find them under `vars`, with those of the flow. Maps are merged with what is there.',
  properties: z.object({
    variables: mapProperty().describe('Values by name.'),
    overwrite: z
      .boolean()
      .default(true)
      .describe('Whether a variable that exists may be changed; if not, the task fails.'),
  }),
  examples: [
    {
      title: 'Remember a number',
      code: 'id: remember\ntype: io.kestra.plugin.core.execution.SetVariables\nvariables:\n  count: "{{ outputs.query.size }}"\n',
    },
  ],
  run({ properties: { variables, overwrite }, execution }) {
    const present = Object.keys(variables).filter((name) => Object.hasOwn(execution.variables, name));
    if (!overwrite && present.length > 0) {
      throw new TaskError(`The variables '${present.join("', '")}' exist already and 'overwrite' is false`);
    }
    const merged: Record<string, unknown> = Object.create(null);
    for (const [name, value] of Object.entries(variables)) merged[name] = merge(execution.variables[name], value);
    return { update: { variables: merged as JsonObject } };
  },
});

/** The new value; of two maps, both with the new one's entries first. */
function merge(present: unknown, value: unknown): unknown {
  if (!isMap(present) || !isMap(value)) return value;
  const merged: Record<string, unknown> = Object.assign(Object.create(null), present);
  for (const [key, item] of Object.entries(value)) merged[key] = merge(merged[key], item);
  return merged;
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
