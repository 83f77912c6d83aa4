/** The page of the manual that a type, or a type of input, writes by itself. */
import type { JsonSchema, PluginDescription } from '@windhover/model';

export function pluginMarkdown(plugin: PluginDescription, schema: JsonSchema): string {
  const examples = (plugin.examples ?? []).map(({ title, code }) => `> ${title}\n\n${fenced(code)}`);
  return page([
    `# ${plugin.type.slice(plugin.type.lastIndexOf('.') + 1)}`,
    `**${plugin.title}**`,
    plugin.description,
    ...(plugin.deprecated === true ? ['This type is deprecated.'] : []),
    fenced(`type: "${plugin.type}"\n`),
    ...(examples.length > 0 ? ['## Examples', ...examples] : []),
    ...propertiesPart('## Properties', schema),
    ...propertiesPart('## Outputs', schema.$outputs ?? {}),
  ]);
}

export function inputMarkdown(type: string, schema: JsonSchema): string {
  return page([`# ${type}`, fenced(`type: ${type}\n`), ...propertiesPart('## Properties', schema)]);
}

function propertiesPart(heading: string, { properties = {}, required = [] }: JsonSchema): readonly string[] {
  const parts = Object.entries(properties).map(([name, property]) =>
    page([
      `### \`${name}\``,
      `* **Type:** ${typeText(property)}\n* **Required:** ${required.includes(name) ? 'yes' : 'no'}` +
        (property.default === undefined ? '' : `\n* **Default:** \`${JSON.stringify(property.default)}\``),
      ...(property.description === undefined ? [] : [property.description]),
    ]),
  );
  return parts.length === 0 ? [] : [heading, ...parts];
}

function typeText({ type, enum: values, anyOf }: JsonSchema): string {
  if (values !== undefined) return values.map((value) => `\`${String(value)}\``).join(', ');
  if (typeof type === 'string') return type;
  if (type !== undefined) return type.join(' or ');
  const types = (anyOf ?? []).map(typeText).filter((text) => text !== 'any');
  return types.length === 0 ? 'any' : [...new Set(types)].join(' or ');
}

function fenced(yaml: string): string {
  return `\`\`\`yaml\n${yaml}\`\`\``;
}

function page(parts: readonly string[]): string {
  return parts.join('\n\n');
}
