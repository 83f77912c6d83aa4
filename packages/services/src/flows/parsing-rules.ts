import type { ParseOptions } from '@windhover/model';
import type { Deps, ServiceSettings } from '../deps.ts';

export interface ParsingDeps extends Pick<Deps, 'catalog'> {
  readonly settings: Pick<ServiceSettings, 'minWebhookKeyLength'>;
}

/** What this server asks of flows that are saved; what was saved before goes on. */
export function parsingRules({ settings }: ParsingDeps): Pick<ParseOptions, 'minWebhookKeyLength'> {
  return { minWebhookKeyLength: settings.minWebhookKeyLength };
}
