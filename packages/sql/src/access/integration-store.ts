import type { ScimLink, SecurityIntegration } from '@windhover/model';
import type { IntegrationStore } from '@windhover/ports';
import { fromBody } from '../from-body.ts';
import { changing, step } from '../sql-step.ts';
import { sql } from '../sql-text.ts';
import type { ScopeDeps } from '../store-deps.ts';

export function integrationStore({ tenant, reads, write }: ScopeDeps): IntegrationStore {
  return {
    async find(id) {
      const row = await reads.one(
        sql`select body from security_integrations where tenant_id = ${tenant} and integration_id = ${id}`,
      );
      return row && fromBody<SecurityIntegration>(row);
    },

    async list() {
      const rows = await reads.few(
        sql`select body from security_integrations where tenant_id = ${tenant} order by integration_id`,
      );
      return rows.map(fromBody<SecurityIntegration>);
    },

    insert: (integration) =>
      write(
        changing(
          { thing: 'Integration', id: integration.id },
          sql`insert into security_integrations(tenant_id, integration_id, body)
            values (${tenant}, ${integration.id}, ${JSON.stringify(integration)})`,
        ),
      ),

    update: (integration) =>
      write(
        changing(
          { thing: 'Integration', id: integration.id },
          sql`update security_integrations set body = ${JSON.stringify(integration)}
            where tenant_id = ${tenant} and integration_id = ${integration.id}`,
        ),
      ),

    delete: (id) =>
      write(
        step(sql`delete from scim_links where tenant_id = ${tenant} and integration_id = ${id}`),
        changing(
          { thing: 'Integration', id },
          sql`delete from security_integrations where tenant_id = ${tenant} and integration_id = ${id}`,
        ),
      ),

    async findLink(integrationId, kind, resourceId) {
      const row = await reads.one(
        sql`select body from scim_links where tenant_id = ${tenant} and integration_id = ${integrationId}
          and kind = ${kind} and resource_id = ${resourceId}`,
      );
      return row && fromBody<ScimLink>(row);
    },

    async listLinks(integrationId, kind) {
      const rows = await reads.list(
        sql`select body from scim_links where tenant_id = ${tenant} and integration_id = ${integrationId}
          and kind = ${kind} order by resource_id`,
      );
      return rows.map(fromBody<ScimLink>);
    },

    putLink: (link) =>
      write(
        step(
          sql`insert into scim_links(tenant_id, integration_id, kind, resource_id, body)
            values (${tenant}, ${link.integrationId}, ${link.kind}, ${link.resourceId}, ${JSON.stringify(link)})
            on conflict (tenant_id, integration_id, kind, resource_id) do update set body = excluded.body`,
        ),
      ),
  };
}
