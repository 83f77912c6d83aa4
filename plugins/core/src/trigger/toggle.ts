import { defineTask } from '@windhover/plugin-sdk';
import { z } from 'zod';

export const toggle = defineTask({
  kind: 'runnable',
  type: 'io.kestra.plugin.core.trigger.Toggle',
  title: 'Switch a trigger',
  description: 'Switches a schedule on or off. Dates that pass while it is off are not made up for.',
  properties: z.object({
    trigger: z.string().describe('Id of the trigger.'),
    namespace: z
      .string()
      .optional()
      .describe("Namespace of the same tenant that allows the flow's. Default: that of the flow."),
    flowId: z.string().optional().describe('Flow of the trigger. Default: this flow.'),
    enabled: z.boolean().default(false).describe('Whether it is to fire from now on.'),
  }),
  examples: [
    {
      title: 'Stop a schedule',
      code: 'id: stop\ntype: io.kestra.plugin.core.trigger.Toggle\nnamespace: company.team\nflowId: daily\ntrigger: every-morning\nenabled: false\n',
    },
  ],
  async run({ properties, services }) {
    await services.call('triggers.toggle', properties);
    return {};
  },
});
