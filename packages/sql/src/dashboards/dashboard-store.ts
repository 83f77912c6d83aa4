import type { StoredDashboard } from '@windhover/model';
import type { DashboardStore } from '@windhover/ports';
import { fromBody } from '../from-body.ts';
import { anyContains, toConditions, type FilterFields } from '../search/filters.ts';
import { orderOf, readPage, type SortFields } from '../search/page.ts';
import { changing } from '../sql-step.ts';
import { sql } from '../sql-text.ts';
import type { ScopeDeps } from '../store-deps.ts';

const thing = 'Dashboard';
const dashboardId = sql`dashboard_id`;
const title = sql`title`;
const sortFields: SortFields = { id: dashboardId, title, created: sql`created_at`, updated: sql`updated_at` };
const filterFields: FilterFields = {
  q: anyContains([dashboardId, title]),
  query: anyContains([dashboardId, title]),
};

/** Dashboards of one tenant. */
export function dashboardStore({ tenant, reads, dialect, write }: ScopeDeps): DashboardStore {
  return {
    async find(id) {
      const row = await reads.one(
        sql`select body from dashboards where tenant_id = ${tenant} and dashboard_id = ${id}`,
      );
      return row && fromBody<StoredDashboard>(row);
    },

    search: (filters, page) =>
      readPage(
        reads,
        {
          columns: sql`body`,
          from: sql`dashboards`,
          where: [sql`tenant_id = ${tenant}`, ...toConditions(filters, filterFields, dialect)],
          orderBy: orderOf(page.sort, sortFields, sql`title, dashboard_id`),
        },
        page,
        fromBody<StoredDashboard>,
      ),

    insert: (dashboard) =>
      write(
        changing(
          { thing, id: dashboard.id },
          sql`insert into dashboards(tenant_id, dashboard_id, title, created_at, updated_at, body)
            values (${tenant}, ${dashboard.id}, ${dashboard.title}, ${dashboard.createdAt}, ${dashboard.updatedAt},
              ${JSON.stringify(dashboard)})`,
        ),
      ),

    replace: (dashboard, readAt) =>
      write(
        changing(
          { thing, id: dashboard.id },
          sql`update dashboards set title = ${dashboard.title}, updated_at = ${dashboard.updatedAt},
              body = ${JSON.stringify(dashboard)}
            where tenant_id = ${tenant} and dashboard_id = ${dashboard.id} and updated_at = ${readAt}`,
        ),
      ),

    delete: (id) =>
      write(changing({ thing, id }, sql`delete from dashboards where tenant_id = ${tenant} and dashboard_id = ${id}`)),
  };
}
