import type { JsonSchema } from '@windhover/model/editor';
import { pluginText as words } from '../../messages/en-plugins.ts';

/** What a value is, in a few words: `string`, `list of task`, `ALL | LAST`. */
export function propertyType(schema: JsonSchema): string {
  if (schema.$ref !== undefined) return schema.$ref.slice(schema.$ref.lastIndexOf('/') + 1);
  if (schema.enum !== undefined) return schema.enum.map(String).join(' | ');
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.format !== undefined) return schema.format;
  const parts = [...(schema.anyOf ?? []), ...(schema.allOf ?? [])].filter(({ type }) => type !== 'null');
  if (parts.length > 0) return [...new Set(parts.map(propertyType))].join(' | ');
  if (schema.type === 'array') return schema.items === undefined ? 'list' : words.listOf(propertyType(schema.items));
  return typeof schema.type === 'string' ? schema.type : words.anything;
}
