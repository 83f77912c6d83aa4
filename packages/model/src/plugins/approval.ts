/** Approval: somebody decides how an execution goes on. */
import { z } from 'zod';
import type { PluginDescription } from '../catalog.ts';
import { literal, mapProperty, tasksProperty } from './property-kinds.ts';

export const approvalType = 'io.kestra.plugin.core.flow.Approval';

/** When a decision needs a reason. */
export const commentRules = ['NEVER', 'ON_APPROVE', 'ON_DENY', 'ALWAYS'] as const;

const behavior = (byDefault: 'CONTINUE' | 'CANCEL', when: string) =>
  literal(
    z
      .enum(['CONTINUE', 'WARN', 'FAIL', 'SUCCEED', 'CANCEL', 'KILL'])
      .default(byDefault)
      .describe(
        `What happens ${when}: \`CONTINUE\` with what follows, \`WARN\` and continue, \`FAIL\` this task; \`SUCCEED\`, \`CANCEL\` and \`KILL\` end the execution.`,
      ),
  );

export const approval: PluginDescription = {
  type: approvalType,
  aliases: [],
  kind: 'flowable',
  title: 'Wait for somebody to approve or deny',
  description:
    'The execution is PAUSED until somebody who may resume it decides, or `timeout` has passed: then the decision is EXPIRED.',
  properties: z.object({
    inputs: z
      .array(z.unknown())
      .optional()
      .describe('Inputs to ask for; found under `outputs.<id>.inputs`. Who denies may leave them out.')
      .meta({ items: { $ref: '#/$defs/input' } }),
    decisions: literal(
      z
        .object({ approve: z.string().optional(), deny: z.string().optional() })
        .optional()
        .describe('What the two buttons say. Default: `Approve` and `Deny`.'),
    ),
    commentRequired: literal(z.enum(commentRules).default('NEVER').describe('When a decision needs a comment.')),
    autoApprove: z
      .union([z.boolean(), z.string()])
      .default(false)
      .describe('Approves by itself where true. Example: `{{ inputs.amount < 100 }}`.'),
    timeout: z.string().optional().describe('Time to decide in, as an ISO-8601 duration. Example: `P2D`.'),
    approveBehavior: behavior('CONTINUE', 'after an approval'),
    denyBehavior: behavior('CANCEL', 'after a denial'),
    expireBehavior: behavior('CANCEL', 'when nobody has decided in time'),
    onWait: tasksProperty(
      'Tasks to run before it waits, to tell people of it; `outputs.<id>.url` and `.due` are there already.',
    ).optional(),
    onApprove: tasksProperty('Tasks to run after an approval.').optional(),
    onDeny: tasksProperty('Tasks to run after a denial.').optional(),
    errors: tasksProperty('Tasks to run when this task has failed.').optional(),
    finally: tasksProperty('Tasks to run at the end, whatever happened before.').optional(),
  }),
  branches: [
    { property: 'onWait', into: 'then' },
    { property: 'onApprove', into: 'tasks' },
    { property: 'onDeny', into: 'else' },
  ],
  outputs: z.object({
    decision: z.enum(['APPROVED', 'DENIED', 'EXPIRED']),
    by: z.string().optional().describe('Who decided.'),
    on: z.string().describe('When.'),
    comment: z.string().optional(),
    inputs: mapProperty().describe('The inputs given with the decision.'),
    auto: z.boolean().describe('Whether it approved by itself.'),
    url: z.string().optional().describe('The page on which one decides.'),
    due: z.string().optional().describe('Until when.'),
  }),
  examples: [
    {
      title: 'Pay only what somebody has approved, within two days',
      code: 'id: approve\ntype: io.kestra.plugin.core.flow.Approval\nautoApprove: "{{ inputs.amount < 100 }}"\ntimeout: P2D\ncommentRequired: ON_DENY\nonWait:\n  - id: tell\n    type: io.kestra.plugin.core.log.Log\n    message: "Decide by {{ outputs.approve.due }}"\n',
    },
  ],
};
