import { defineTask } from '@windhover/plugin-sdk';
import { z } from 'zod';
import { logLevelProperty } from '../log/log-level-property.ts';

export const echo = defineTask({
  kind: 'inline',
  type: 'io.kestra.plugin.core.debug.Echo',
  title: 'Log a text',
  description: 'Replaced by the Log task.',
  deprecated: true,
  properties: z.object({
    format: z.string().optional().describe('The text to log.'),
    level: logLevelProperty,
  }),
  run({ properties: { format, level }, log }) {
    log(level, format ?? '');
    return {};
  },
});
