/** Rules of the tools that a flow offers. */
import type { Flow } from '../flow.ts';
import { flattenForms } from '../inputs/flatten-forms.ts';
import { isGivenBy, isNeeded } from '../inputs/tool-arguments.ts';
import { mcpToolOf } from '../mcp.ts';
import { report } from './reading.ts';
import type { Reading } from './reading.ts';

export function checkMcpTools(reading: Reading, flow: Flow): void {
  const seen = new Set<string>();
  for (const [index, trigger] of flow.triggers.entries()) {
    const tool = mcpToolOf(trigger);
    if (tool === undefined) continue;
    const refuse = (property: string, message: string): void =>
      report(reading, ['triggers', index, property], { code: 'RULE', message });
    const name = `${tool.serverId}/${tool.toolName}`;
    if (seen.has(name))
      refuse('toolName', `The flow offers the tool '${tool.toolName}' of the MCP server '${tool.serverId}' twice`);
    seen.add(name);
    const files = flattenForms(flow.inputs).filter(
      (input) => input.type === 'FILE' && isNeeded(input) && !isGivenBy(trigger, input.id),
    );
    for (const { id } of files)
      refuse(
        'inputs',
        `Agents cannot send the file that the input '${id}' needs: give it here, or set \`required: false\` there`,
      );
  }
}
