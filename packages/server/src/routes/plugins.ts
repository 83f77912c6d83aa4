import { routes } from '@windhover/contract';
import { DoesNotExist } from '@windhover/model';
import {
  getPlugin,
  iconSvg,
  listPluginGroups,
  listPluginSubgroups,
  listTriggerPlugins,
  type KeptDocument,
} from '@windhover/services';
import type { FastifyRequest } from 'fastify';
import { answer, instanceRoute, jsonText, type Answer, type JsonText } from '../handler.ts';
import { pageOf } from './page-of.ts';

const { plugins } = routes;

/** Clients ask again with the tag of what they have, at the cost of an empty reply. */
function unlessKnown(request: FastifyRequest, { text, etag }: KeptDocument): Answer<JsonText> {
  const headers = { etag, 'cache-control': 'private, no-cache' };
  const known = (request.headers['if-none-match'] ?? '').split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  if (known.includes(etag)) return answer(304, undefined as never, headers);
  return answer(200, jsonText(text), headers);
}

/** `FLOAT` was `io.kestra.core.models.flows.input.FloatInput` to older clients. */
function inputClass(type: string): string {
  const words = type.split('_').map((word) => word[0]! + word.slice(1).toLowerCase());
  return `io.kestra.core.models.flows.input.${words.join('')}Input`;
}

export const pluginHandlers = [
  instanceRoute(plugins.list, ({ deps, server, query }) => {
    const groups = listPluginGroups(deps.catalog, server.settings.version);
    return pageOf(groups, query, { q: ({ group, title }) => `${group} ${title}` }, (group) => group);
  }),
  instanceRoute(plugins.subgroups, ({ deps, server }) => listPluginSubgroups(deps.catalog, server.settings.version)),
  instanceRoute(plugins.icons, ({ server, request }) => unlessKnown(request, server.plugins.icons())),
  instanceRoute(plugins.groupIcons, ({ server, request }) => unlessKnown(request, server.plugins.groupIcons())),
  instanceRoute(plugins.icon, ({ server, params }) => ({ icon: server.plugins.icon(params.cls) })),
  instanceRoute(plugins.iconSvg, ({ server, params }) =>
    answer(200, iconSvg(server.plugins.icon(params.cls)), { 'content-type': 'image/svg+xml' }),
  ),
  instanceRoute(plugins.inputTypes, ({ server }) =>
    server.plugins.inputTypes().map((type) => ({ type, cls: inputClass(type) })),
  ),
  instanceRoute(plugins.inputType, ({ server, request, params }) =>
    unlessKnown(request, server.plugins.input(params.type)),
  ),
  instanceRoute(plugins.uiManifest, () => ({ manifest: {} })),
  instanceRoute(plugins.properties, ({ server, request, params }) =>
    unlessKnown(request, server.plugins.properties(params.type)),
  ),
  instanceRoute(plugins.schema, ({ server, request, params, query }) =>
    unlessKnown(request, server.plugins.schema(params.type, query)),
  ),
  instanceRoute(plugins.triggers, ({ deps, server }) => {
    const results = listTriggerPlugins(deps.catalog, ({ type }) => server.plugins.icon(type).icon);
    return { results, total: results.length };
  }),
  instanceRoute(plugins.get, ({ server, request, params, query }) =>
    unlessKnown(request, server.plugins.plugin(params.cls, query)),
  ),
  instanceRoute(plugins.versions, ({ deps, server, params }) => ({
    type: getPlugin(deps.catalog, params.cls).type,
    versions: [server.settings.version],
  })),
  instanceRoute(plugins.getVersion, ({ server, request, params, query }) => {
    const document = server.plugins.plugin(params.cls, query);
    if (params.version !== server.settings.version) throw new DoesNotExist({ thing: 'Version', id: params.version });
    return unlessKnown(request, document);
  }),
];
