import type { JsonSchema } from '@windhover/model/editor';
import { requestJson } from './request.ts';
import type { Page, Reply } from './wire.ts';

export type WirePlugin = Reply<'plugins', 'list'>['results'][number];

export interface WireTypeDocumentation {
  readonly schema: { readonly properties: JsonSchema; readonly outputs: JsonSchema };
}

export const plugins = {
  list: () => requestJson<Page<WirePlugin>>('/plugins'),
  /** What a type does and takes. */
  documentation: (type: string) => requestJson<WireTypeDocumentation>(`/plugins/${encodeURIComponent(type)}`),
};
