import type { ParseOptions } from '@windhover/model';
import type { Deps, ServiceSettings } from '../deps.ts';

export interface ParsingDeps extends Pick<Deps, 'catalog'> {
  readonly store: Pick<Deps['store'], 'workerGroups'>;
  readonly settings: Pick<ServiceSettings, 'minWebhookKeyLength'>;
}

/** What this server asks of a flow that is saved; what was saved before goes on. */
export async function parsingRules(
  { settings, store }: ParsingDeps,
  source: string,
): Promise<Pick<ParseOptions, 'minWebhookKeyLength' | 'workerGroups'>> {
  const { minWebhookKeyLength } = settings;
  if (!source.includes('workerGroup')) return { minWebhookKeyLength };
  return { minWebhookKeyLength, workerGroups: new Set((await store.workerGroups.list()).map(({ id }) => id)) };
}
