import type { User } from '@windhover/model';
import type { IdentityStore } from '@windhover/ports';
import type { Reads } from '../reads.ts';
import { anyContains, flagFilter, textFilter, toConditions, type FilterFields } from '../search/filters.ts';
import { orderOf, readPage, type SortFields } from '../search/page.ts';
import { sql } from '../search/sql-text.ts';
import { absent, changing, instanceWrite, lock, step, type Step } from '../step.ts';
import type { Row } from '../connection/statement.ts';

type UserStore = Pick<
  IdentityStore,
  | 'findUser'
  | 'findUserByName'
  | 'findUserByIdentity'
  | 'listUsers'
  | 'searchUsers'
  | 'countUsers'
  | 'insertUser'
  | 'insertFirstUser'
  | 'updateUser'
  | 'deleteUser'
>;

const username = sql`username_key`;
const email = sql`email`;
const filterFields: FilterFields = {
  q: anyContains([username, email]),
  query: anyContains([username, email]),
  id: textFilter(sql`user_id`),
  username: textFilter(sql`username`),
  email: textFilter(email),
  type: textFilter(sql`type`),
  super_admin: flagFilter(sql`super_admin`),
};
const sortFields: SortFields = { id: sql`user_id`, username };

export function userStore(reads: Reads): UserStore {
  return {
    async findUser(id) {
      const row = await reads.one('select body from users where user_id = $1', id);
      return row && toUser(row);
    },

    async findUserByName(name) {
      const row = await reads.one('select body from users where username_key = $1', nameKey(name));
      return row && toUser(row);
    },

    async findUserByIdentity(issuer, subject) {
      const text = `select body from users where user_id =
        (select user_id from user_identities where issuer = $1 and subject = $2)`;
      const row = await reads.one(text, issuer, subject);
      return row && toUser(row);
    },

    async listUsers(type) {
      const text = 'select body from users where $1::text is null or type = $1 order by user_id';
      return (await reads.list(text, type ?? null)).map(toUser);
    },

    searchUsers: (filters, page) =>
      readPage(
        reads,
        {
          columns: sql`body`,
          from: sql`users`,
          where: toConditions(filters, filterFields),
          orderBy: orderOf(page.sort, sortFields, sql`user_id`),
        },
        page,
        toUser,
      ),

    async countUsers() {
      const row = await reads.one('select count(*) as total from users');
      return row?.['total'] as number;
    },

    insertUser: (user) => instanceWrite(...insert(user)),

    insertFirstUser: (user) =>
      instanceWrite(
        lock('first user'),
        absent({ thing: 'Setup', id: user.username }, 'select 1 from users limit 1'),
        ...insert(user),
      ),

    updateUser: (user) =>
      instanceWrite(
        changing(
          { thing: 'User', id: user.username },
          `update users set tenant_id = $1, username = $2,
             username_key = case type when 'SERVICE_ACCOUNT' then ':' || user_id else $3 end, email = $4, super_admin = $5,
             body = case type when 'SERVICE_ACCOUNT' then $6 else $7 end where user_id = $8`,
          user.tenantKey ?? null,
          user.username,
          nameKey(user.username),
          user.email ?? null,
          Number(user.superAdmin),
          JSON.stringify({ ...user, type: 'SERVICE_ACCOUNT' satisfies User['type'] }),
          JSON.stringify({ ...user, type: 'USER' satisfies User['type'] }),
          user.id,
        ),
        step('delete from user_identities where user_id = $1', user.id),
        ...identities(user),
      ),

    deleteUser: (id) =>
      instanceWrite(
        ...['sessions', 'tokens', 'tenant_access', 'group_members', 'user_identities'].map((table) =>
          step(`delete from ${table} where user_id = $1`, id),
        ),
        step(`delete from bindings where external_id = $1 and type = 'USER'`, id),
        step('delete from users where user_id = $1', id),
      ),
  };
}

function insert(user: User): readonly Step[] {
  const row = changing(
    { thing: 'User', id: user.username },
    `insert into users(user_id, tenant_id, type, username, username_key, email, super_admin, body)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    user.id,
    user.tenantKey ?? null,
    user.type,
    user.username,
    // Names of programs need not be unique; no user name can begin with a colon
    user.type === 'SERVICE_ACCOUNT' ? `:${user.id}` : nameKey(user.username),
    user.email ?? null,
    Number(user.superAdmin),
    JSON.stringify(user),
  );
  return [row, ...identities(user)];
}

function identities(user: User): readonly Step[] {
  return (user.identities ?? []).map(({ issuer, subject }) =>
    changing(
      { thing: 'User', id: user.username },
      'insert into user_identities(issuer, subject, user_id) values ($1, $2, $3)',
      issuer,
      subject,
      user.id,
    ),
  );
}

/** What user names are compared by: SQLite alone folds the case of ASCII letters only. */
function nameKey(name: string): string {
  return name.normalize('NFC').toLowerCase();
}

function toUser(row: Row): User {
  return JSON.parse(row['body'] as string) as User;
}
