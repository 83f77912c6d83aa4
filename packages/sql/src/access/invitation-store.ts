import { caselessKey, type Invitation, type TenantKey } from '@windhover/model';
import type { AllInvitations, InvitationStore, OwnedInvitation } from '@windhover/ports';
import { fromBody } from '../from-body.ts';
import {
  anyContains,
  caselessFilter,
  textFilter,
  timeFilter,
  toConditions,
  type FilterFields,
} from '../search/filters.ts';
import { orderOf, readPage, type SortFields } from '../search/page.ts';
import { changing, step } from '../sql-step.ts';
import { sql, type Row } from '../sql-text.ts';
import type { InstanceDeps, ScopeDeps } from '../store-deps.ts';

const email = sql`email_key`;
const expiresAt = sql`expires_at`;
const filterFields: FilterFields = {
  q: anyContains([email]),
  email: caselessFilter(email),
  status: textFilter(sql`status`),
  expired_at: timeFilter(expiresAt),
};
const newestFirst = sql`expires_at desc, invitation_id desc`;

export function invitationStore({ tenant, reads, dialect, write }: ScopeDeps): InvitationStore {
  const sortFields: SortFields = {
    id: sql`invitation_id`,
    email,
    sentAt: sql`cast(${dialect.json(sql`body`)} ->> 'sentAt' as bigint)`,
    expiredAt: expiresAt,
  };
  return {
    async find(id) {
      const row = await reads.one(
        sql`select body from invitations where tenant_id = ${tenant} and invitation_id = ${id}`,
      );
      return row && fromBody<Invitation>(row);
    },

    async listByEmail(address) {
      const rows = await reads.few(
        sql`select body from invitations where tenant_id = ${tenant} and email_key = ${caselessKey(address)}
          order by ${newestFirst}`,
      );
      return rows.map(fromBody<Invitation>);
    },

    search: (filters, page) =>
      readPage(
        reads,
        {
          columns: sql`body`,
          from: sql`invitations`,
          where: [sql`tenant_id = ${tenant}`, ...toConditions(filters, filterFields, dialect)],
          orderBy: orderOf(page.sort, sortFields, newestFirst),
        },
        page,
        fromBody<Invitation>,
      ),

    insert: (invitation) =>
      write(
        step(
          sql`delete from invitations where tenant_id = ${tenant} and email_key = ${caselessKey(invitation.email)}
            and status = 'PENDING' and expires_at <= ${invitation.sentAt}`,
        ),
        changing(
          { thing: 'Invitation', id: invitation.email },
          sql`insert into invitations(tenant_id, invitation_id, email_key, status, expires_at, body)
            values (${tenant}, ${invitation.id}, ${caselessKey(invitation.email)}, ${invitation.status},
              ${invitation.expiresAt}, ${JSON.stringify(invitation)})`,
        ),
      ),

    accept: (invitation) =>
      write(
        changing(
          { thing: 'Invitation', id: invitation.id },
          sql`update invitations set status = 'ACCEPTED', body = ${JSON.stringify(invitation)}
            where tenant_id = ${tenant} and invitation_id = ${invitation.id} and status = 'PENDING'`,
        ),
      ),

    delete: (id) =>
      write(
        changing(
          { thing: 'Invitation', id },
          sql`delete from invitations where tenant_id = ${tenant} and invitation_id = ${id}`,
        ),
      ),
  };
}

export function allInvitations({ reads }: InstanceDeps): AllInvitations {
  return {
    async find(id) {
      const row = await reads.one(sql`select tenant_id, body from invitations where invitation_id = ${id}`);
      return row && toOwned(row);
    },

    async listByEmail(address) {
      const rows = await reads.few(
        sql`select tenant_id, body from invitations where email_key = ${caselessKey(address)} order by ${newestFirst}`,
      );
      return rows.map(toOwned);
    },
  };
}

function toOwned(row: Row): OwnedInvitation {
  return { key: row['tenant_id'] as TenantKey, invitation: fromBody(row) };
}
