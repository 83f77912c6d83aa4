import { defineTask, isTruthyText, TaskError, textOf } from '@windhover/plugin-sdk';
import { z } from 'zod';

export const assert = defineTask({
  kind: 'inline',
  type: 'io.kestra.plugin.core.execution.Assert',
  title: 'Fail unless all conditions are true',
  description: 'Looks at every condition, and names those that are false.',
  properties: z.object({
    conditions: z.array(z.string()).min(1).describe('Expressions that must be true.'),
    errorMessage: z.string().optional().describe('What the log says first when one is false.'),
  }),
  outputs: z.object({
    success: z.number().describe('How many conditions are true.'),
    failed: z.number().describe('How many are false.'),
  }),
  examples: [
    {
      title: 'Check two facts',
      code: 'id: check\ntype: io.kestra.plugin.core.execution.Assert\nconditions:\n  - "{{ outputs.load.rows > 0 }}"\n  - "{{ outputs.load.errors == 0 }}"\n',
    },
  ],
  run({ properties: { conditions, errorMessage }, written, log }) {
    const broken = conditions.flatMap((condition, index) => (isTruthyText(condition) ? [] : [index]));
    const outputs = { success: conditions.length - broken.length, failed: broken.length };
    if (broken.length === 0) return { outputs };
    const texts = Array.isArray(written?.['conditions']) ? written['conditions'] : [];
    for (const index of broken) log('ERROR', `Assertion failed: ${textOf(texts[index] ?? `condition ${index + 1}`)}`);
    const count = `${broken.length} ${broken.length === 1 ? 'assertion' : 'assertions'} failed`;
    throw new TaskError(errorMessage === undefined ? count : `${errorMessage}: ${count}`, { outputs });
  },
});
