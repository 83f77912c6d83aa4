import { defineTask, isTruthyText, stateProperty, TaskError, type JsonObject } from '@windhover/plugin-sdk';
import { z } from 'zod';

const found = z.object({
  namespace: z.string(),
  flowId: z.string().optional(),
  count: z.number(),
});

export const count = defineTask({
  kind: 'runnable',
  type: 'io.kestra.plugin.core.execution.Count',
  title: 'Count executions',
  description:
    'Counts executions of flows or namespaces in a time range, and keeps the counts that match a condition: to be told of flows that did not run.',
  properties: z.object({
    flows: z
      .array(z.object({ namespace: z.string(), flowId: z.string() }))
      .optional()
      .describe("Flows to count, in namespaces that allow the flow's: a list of `{namespace, flowId}`."),
    namespaces: z.array(z.string()).optional().describe('Namespaces to count, each with all below it.'),
    states: z.array(stateProperty).optional().describe('States that count. Default: all.'),
    startDate: z.string().optional().describe('Started from then on. Example: `{{ now() | dateAdd(-1, "DAYS") }}`.'),
    endDate: z.string().optional().describe('Started by then. Default: now.'),
    expression: z
      .string()
      .describe(
        'Which counts are kept, `count`, `namespace` and `flowId` being variables. Example: `{{ count == 0 }}`.',
      ),
  }),
  verbatim: ['expression'],
  outputs: z.object({
    results: z.array(found).describe('The counts that match.'),
    total: z.number().describe('Sum of all counts that match.'),
  }),
  examples: [
    {
      title: 'Find flows that did not run today',
      code: 'id: idle\ntype: io.kestra.plugin.core.execution.Count\nflows:\n  - namespace: company.team\n    flowId: daily\nstartDate: "{{ now() | dateAdd(-1, \'DAYS\') }}"\nexpression: "{{ count == 0 }}"\n',
    },
  ],
  async run({ properties: { flows, namespaces, states, startDate, endDate, expression }, render, services }) {
    const places = [...(flows ?? []), ...(namespaces ?? []).map((namespace) => ({ namespace }))];
    if (places.length === 0) throw new TaskError("Set 'flows' or 'namespaces': there is nothing to count");
    const counts = (await services.call('executions.count', { places, states, startDate, endDate })) as z.output<
      typeof found
    >[];
    const results: z.output<typeof found>[] = [];
    for (const each of counts)
      if (isTruthyText(String(await render(expression, { ...each } as JsonObject)))) results.push(each);
    return { outputs: { results, total: results.reduce((sum, each) => sum + each.count, 0) } };
  },
});
