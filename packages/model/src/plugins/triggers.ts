/** Triggers that belong to the language. */
import { z } from 'zod';
import type { PluginDescription } from '../catalog.ts';
import { defaultMcpServerId, mcpServerIdPattern, mcpToolAnnotations, mcpToolNamePattern, mcpToolType } from '../mcp.ts';
import { flowDependenciesProperties, preconditionsProperty } from './preconditions.ts';
import {
  durationProperty,
  literal,
  mapProperty,
  outdated,
  pluginProperty,
  replaced,
  stateProperty,
  timeZoneProperty,
} from './property-kinds.ts';
import { webhookSignature } from './webhook-signature.ts';

const group = 'io.kestra.plugin.core.trigger';
const inputs = mapProperty().optional().describe('Inputs of the execution by id; may use `trigger`.');
const toolNameRule = 'must be letters, digits, `-`, `_` and `.`, at most 64, with a letter or digit at both ends';
const recoverMissedSchedules = z
  .enum(['ALL', 'LAST', 'NONE'])
  .optional()
  .describe('What to do at start with dates missed while the server was down. Default: the setting of the server.');

export const triggers: readonly PluginDescription[] = [
  {
    type: `${group}.Schedule`,
    aliases: [],
    kind: 'trigger',
    title: 'Start at the times of a cron expression',
    description: 'Five fields (minute, hour, day of month, month, day of week), or six beginning with seconds.',
    properties: z.object({
      cron: z.string().describe('Example: `0 9 * * 1-5`; also `@yearly @monthly @weekly @daily @hourly`.'),
      withSeconds: z.boolean().default(false).describe('Whether the expression begins with seconds.'),
      timezone: timeZoneProperty().optional().describe('Example: `Europe/Paris`. Default: the zone of the server.'),
      inputs,
      lateMaximumDelay: durationProperty().optional().describe('A date that is later than this is left out.'),
      recoverMissedSchedules,
      scheduleConditions: replaced(z.array(pluginProperty('condition')), 'conditions').optional(),
      backfill: outdated(mapProperty()).optional(),
    }),
    examples: [
      {
        title: 'Every working day at nine in Paris',
        code: 'id: morning\ntype: io.kestra.plugin.core.trigger.Schedule\ncron: "0 9 * * 1-5"\ntimezone: Europe/Paris\n',
      },
    ],
  },
  {
    type: `${group}.ScheduleOnDates`,
    aliases: [],
    kind: 'trigger',
    title: 'Start at given dates',
    description: 'Each date starts one execution.',
    properties: z.object({
      dates: z
        .array(z.string())
        .describe(
          'Dates, without offset in the time zone. Example: `2026-03-01T08:00:00Z`. They, or the list, may be an expression, which is rendered when the flow is saved, the trigger is restarted or a server starts.',
        ),
      timezone: timeZoneProperty().optional(),
      inputs,
      recoverMissedSchedules,
    }),
  },
  {
    type: `${group}.Flow`,
    aliases: [],
    kind: 'trigger',
    title: 'Start when an execution of another flow changes its state',
    description: 'Without conditions every flow of the tenant counts. A flow never triggers itself.',
    properties: z.object({
      inputs,
      states: z.array(stateProperty).optional().describe('States that count. Default: all that end, and PAUSED.'),
      preconditions: preconditionsProperty.optional(),
      ...flowDependenciesProperties,
    }),
  },
  {
    type: `${group}.Webhook`,
    aliases: [],
    kind: 'trigger',
    title: 'Start by an HTTP request',
    description:
      'The URL ends in the key, which is the only secret unless calls are signed; `trigger.body`, `.headers` and `.parameters` hold the request.',
    properties: z.object({
      key: z.string().max(256).describe('Long and random; may be an expression such as `{{ secret("KEY") }}`.'),
      signature: webhookSignature.optional(),
      inputs,
      wait: z.boolean().default(false).describe('Whether the reply waits for the end of the execution.'),
      returnOutputs: z.boolean().default(false).describe('Whether the reply holds the outputs of the flow.'),
      responseContentType: literal(z.string().regex(/^[\w.+-]+\/[\w.+-]+(;\s*charset=[\w-]+)?$/))
        .optional()
        .describe('With `returnOutputs`: what the reply is; a single output that is text becomes its body.'),
      responseCode: z
        .number()
        .int()
        .min(200)
        .max(599)
        .optional()
        .describe('Status of the reply; an expression may use `trigger` and, with `wait`, `outputs`. Default 200.'),
      fetchType: literal(z.enum(['NONE', 'FETCH', 'STORE']))
        .default('FETCH')
        .describe(
          'The body: `FETCH` as `trigger.body`, `STORE` as a file whose address is `trigger.uri`, `NONE` dropped. Files of a form are always stored, and listed in `trigger.parts`; its fields are in `trigger.formFields`.',
        ),
    }),
    examples: [
      {
        title: 'Called by GitHub, which signs what it sends',
        code: `id: github
type: io.kestra.plugin.core.trigger.Webhook
key: "{{ secret('HOOK_KEY') }}"
signature:
  secret: "{{ secret('GITHUB_WEBHOOK') }}"
  header: X-Hub-Signature-256
  prefix: sha256=
`,
      },
    ],
  },
  {
    type: mcpToolType,
    aliases: [],
    kind: 'trigger',
    title: 'Start by an AI agent, as a tool of an MCP server',
    description:
      "The flow's inputs are the tool's arguments, its outputs what the call answers; `trigger` holds the arguments. The call waits for the end of the execution.",
    properties: z.object({
      toolName: literal(z.string().regex(mcpToolNamePattern, toolNameRule)).describe(
        'What agents call it by; unique on its server. At most 64 letters, digits, `-`, `_` and `.`. Example: `refund-order`.',
      ),
      title: literal(z.string().min(1)).describe('What people are shown in place of the name.'),
      toolDescription: literal(z.string().min(1)).describe(
        'What the tool does and when to use it: agents decide by this text.',
      ),
      mcpServer: literal(z.string().regex(mcpServerIdPattern))
        .default(defaultMcpServerId)
        .describe('Id of the MCP server of the tenant on which it is offered.'),
      annotations: z
        .object({
          readOnly: hint('readOnly', 'It changes nothing.'),
          openWorld: hint('openWorld', 'It deals with systems beyond this one.'),
          destructive: hint('destructive', 'It may delete or overwrite.'),
          idempotent: hint('idempotent', 'Calling it again with the same arguments changes nothing more.'),
          returnDirect: hint('returnDirect', 'What it answers is meant for people as it is.'),
        })
        .optional()
        .describe('What agents are told of the tool. Nothing here enforces it.'),
      inputs,
    }),
    examples: [
      {
        title: 'A tool that looks up an order',
        code: `id: tool
type: io.kestra.plugin.core.trigger.McpToolTrigger
toolName: find-order
title: Find an order
toolDescription: Looks up an order by its number and answers its state. Use it when a customer asks where an order is.
annotations:
  readOnly: true
  destructive: false
`,
      },
    ],
  },
];

function hint(name: keyof typeof mcpToolAnnotations, description: string): z.ZodDefault<z.ZodBoolean> {
  return literal(z.boolean()).default(mcpToolAnnotations[name]).describe(description);
}
