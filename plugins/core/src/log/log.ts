import { defineTask } from '@windhover/plugin-sdk';
import { z } from 'zod';
import { logLevelProperty } from './log-level-property.ts';

export const log = defineTask({
  kind: 'inline',
  type: 'io.kestra.plugin.core.log.Log',
  title: 'Log a message',
  description: 'Writes a line into the log of the execution; of a list, one line an item.',
  properties: z.object({
    message: z.union([z.string(), z.array(z.string())]).describe('A text, or a list of texts.'),
    level: logLevelProperty,
  }),
  examples: [
    {
      title: 'Log a message as a warning',
      code: 'id: late\ntype: io.kestra.plugin.core.log.Log\nlevel: WARN\nmessage: "{{ flow.id }} is late"\n',
    },
  ],
  run(context) {
    const { message, level } = context.properties;
    for (const line of Array.isArray(message) ? message : [message]) context.log(level, line);
    return {};
  },
});
