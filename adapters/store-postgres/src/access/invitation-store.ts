import type { Invitation, TenantKey } from '@windhover/model';
import type { AllInvitations, InvitationStore, OwnedInvitation } from '@windhover/ports';
import type { Row } from '../connection/statement.ts';
import type { Reads } from '../reads.ts';
import { scopeWrites } from '../scope-writes.ts';
import { anyContains, textFilter, toConditions, type FilterFields } from '../search/filters.ts';
import { readPage } from '../search/page.ts';
import { sql } from '../search/sql-text.ts';
import { changing, step } from '../step.ts';
import type { AccessStoreDeps } from './access-store.ts';

const email = sql`email_key`;
const filterFields: FilterFields = {
  q: anyContains([email]),
  email: textFilter(email),
  status: textFilter(sql`status`),
};
const newestFirst = 'order by expires_at desc, invitation_id desc';

export function invitationStore({ key, reads }: AccessStoreDeps): InvitationStore {
  const write = scopeWrites(key);
  return {
    async find(id) {
      const row = await reads.one('select body from invitations where tenant_id = $1 and invitation_id = $2', key, id);
      return row && toInvitation(row);
    },

    async listByEmail(address) {
      const text = `select body from invitations where tenant_id = $1 and email_key = $2 ${newestFirst}`;
      return (await reads.list(text, key, emailKey(address))).map(toInvitation);
    },

    search: (filters, page) =>
      readPage(
        reads,
        {
          columns: sql`body`,
          from: sql`invitations`,
          where: [sql`tenant_id = ${key}`, ...toConditions(filters, filterFields)],
          orderBy: sql`expires_at desc, invitation_id desc`,
        },
        page,
        toInvitation,
      ),

    insert: (invitation) =>
      write(
        step(
          `delete from invitations where tenant_id = $1 and email_key = $2 and status = 'PENDING' and expires_at <= $3`,
          key,
          emailKey(invitation.email),
          invitation.sentAt,
        ),
        changing(
          { thing: 'Invitation', id: invitation.email },
          `insert into invitations(tenant_id, invitation_id, email_key, status, expires_at, body)
           values ($1, $2, $3, $4, $5, $6)`,
          key,
          invitation.id,
          emailKey(invitation.email),
          invitation.status,
          invitation.expiresAt,
          JSON.stringify(invitation),
        ),
      ),

    accept: (invitation) =>
      write(
        changing(
          { thing: 'Invitation', id: invitation.id },
          `update invitations set status = 'ACCEPTED', body = $1
           where tenant_id = $2 and invitation_id = $3 and status = 'PENDING'`,
          JSON.stringify(invitation),
          key,
          invitation.id,
        ),
      ),

    delete: (id) =>
      write(
        changing(
          { thing: 'Invitation', id },
          'delete from invitations where tenant_id = $1 and invitation_id = $2',
          key,
          id,
        ),
      ),
  };
}

export function allInvitations(reads: Reads): AllInvitations {
  return {
    async find(id) {
      const row = await reads.one('select tenant_id, body from invitations where invitation_id = $1', id);
      return row && toOwned(row);
    },

    async listByEmail(address) {
      const text = `select tenant_id, body from invitations where email_key = $1 ${newestFirst}`;
      return (await reads.list(text, emailKey(address))).map(toOwned);
    },
  };
}

function emailKey(address: string): string {
  return address.normalize('NFC').toLowerCase();
}

function toInvitation(row: Row): Invitation {
  return JSON.parse(row['body'] as string) as Invitation;
}

function toOwned(row: Row): OwnedInvitation {
  return { key: row['tenant_id'] as TenantKey, invitation: toInvitation(row) };
}
