import type { Invitation, TenantKey } from '@windhover/model';
import type { AllInvitations, InvitationStore, OwnedInvitation } from '@windhover/ports';
import type { PointReads } from '../point-reads.ts';
import { scopeWrites } from '../scope-writes.ts';
import { anyContains, textFilter, toConditions, type FilterFields } from '../search/filters.ts';
import { readPage } from '../search/page.ts';
import { sql } from '../search/sql-text.ts';
import { changing, step } from '../step.ts';
import type { Row } from '../threads/reader-thread.ts';
import type { AccessStoreDeps } from './access-store.ts';

const email = sql`email_key`;
const filterFields: FilterFields = {
  q: anyContains([email]),
  email: textFilter(email),
  status: textFilter(sql`status`),
};
const newestFirst = 'order by expires_at desc, invitation_id desc';

export function invitationStore({ key, points, reader }: AccessStoreDeps): InvitationStore {
  const write = scopeWrites(key);
  return {
    async find(id) {
      const row = points.one('select body from invitations where tenant_id = ? and invitation_id = ?', key, id);
      return row && toInvitation(row);
    },

    async listByEmail(address) {
      const text = `select body from invitations where tenant_id = ? and email_key = ? ${newestFirst}`;
      return points.few(text, key, emailKey(address)).map(toInvitation);
    },

    search: (filters, page) =>
      readPage(
        reader,
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
          `delete from invitations where tenant_id = ? and email_key = ? and status = 'PENDING' and expires_at <= ?`,
          key,
          emailKey(invitation.email),
          invitation.sentAt,
        ),
        changing(
          { thing: 'Invitation', id: invitation.email },
          `insert into invitations(tenant_id, invitation_id, email_key, status, expires_at, body)
           values (?, ?, ?, ?, ?, ?)`,
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
          `update invitations set status = 'ACCEPTED', body = ?
           where tenant_id = ? and invitation_id = ? and status = 'PENDING'`,
          JSON.stringify(invitation),
          key,
          invitation.id,
        ),
      ),

    delete: (id) =>
      write(
        changing(
          { thing: 'Invitation', id },
          'delete from invitations where tenant_id = ? and invitation_id = ?',
          key,
          id,
        ),
      ),
  };
}

export function allInvitations(points: PointReads): AllInvitations {
  return {
    async find(id) {
      const row = points.one('select tenant_id, body from invitations where invitation_id = ?', id);
      return row && toOwned(row);
    },

    async listByEmail(address) {
      const text = `select tenant_id, body from invitations where email_key = ? ${newestFirst}`;
      return points.few(text, emailKey(address)).map(toOwned);
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
