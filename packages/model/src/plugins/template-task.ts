/** Template: runs the tasks of a template of the tenant. Part of the language where templates are enabled. */
import { z } from 'zod';
import type { PluginCatalog, PluginDescription } from '../catalog.ts';
import { mapProperty } from './property-kinds.ts';

export const templateType = 'io.kestra.plugin.core.flow.Template';

export const templateTask: PluginDescription = {
  type: templateType,
  aliases: [],
  kind: 'flowable',
  title: 'Run the tasks of a template',
  description:
    'The tasks of the template run one after the other in its place, as they are when the execution begins. A subflow does more, and has replaced templates.',
  deprecated: true,
  properties: z.object({
    namespace: z.string().describe('Namespace of the template; written out.'),
    templateId: z.string().describe('Id of the template; written out.'),
    args: mapProperty()
      .optional()
      .describe(
        'Values for the template\'s tasks, which read them as `parent.outputs.args`. Example: `day: "{{ inputs.day }}"`.',
      ),
  }),
  branches: [],
  outputs: z.object({ args: mapProperty().describe('The arguments, rendered.') }),
  examples: [
    {
      title: 'Run a template',
      code: 'id: call\ntype: io.kestra.plugin.core.flow.Template\nnamespace: company.team\ntemplateId: notify\nargs:\n  text: "{{ inputs.text }}"\n',
    },
  ],
};

/** Whether flows may take in templates on this server. */
export function hasTemplates(catalog: PluginCatalog): boolean {
  return catalog.find(templateType) !== undefined;
}
