import { caselessKey, type QueryFilter, type User } from '@windhover/model';
import type { IdentityStore } from '@windhover/ports';
import type { Dialect } from '../dialect.ts';
import { fromBody } from '../from-body.ts';
import {
  anyContains,
  caselessFilter,
  flagFilter,
  textFilter,
  toConditions,
  type FilterFields,
} from '../search/filters.ts';
import { orderOf, readPage, type SortFields } from '../search/page.ts';
import { absent, changing, step, type SqlStep } from '../sql-step.ts';
import { rawSql, sql, type Sql } from '../sql-text.ts';
import type { InstanceDeps } from '../store-deps.ts';

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

/** The key of a service account is its id: names of these need not be unique. */
const username = sql`case when type = 'SERVICE_ACCOUNT' then lower(username) else username_key end`;
const email = sql`email`;
const filterFields: FilterFields = {
  q: inUser,
  query: inUser,
  id: textFilter(sql`user_id`),
  username: caselessFilter(sql`username`),
  email: caselessFilter(email),
  type: textFilter(sql`type`),
  super_admin: flagFilter(sql`super_admin`),
};
const sortFields: SortFields = { id: sql`user_id`, username };

/** Free text in the names and the e-mail. */
function inUser(filter: QueryFilter, dialect: Dialect): Sql {
  const body = dialect.json(sql`body`);
  const name = sql`(coalesce((${body} ->> 'firstName') || ' ', '') || coalesce(${body} ->> 'lastName', ''))`;
  return anyContains([username, email, name])(filter, dialect);
}

export function userStore({ reads, dialect, write }: InstanceDeps): UserStore {
  return {
    async findUser(id) {
      const row = await reads.one(sql`select body from users where user_id = ${id}`);
      return row && fromBody<User>(row);
    },

    async findUserByName(name) {
      const row = await reads.one(sql`select body from users where username_key = ${caselessKey(name)}`);
      return row && fromBody<User>(row);
    },

    async findUserByIdentity(issuer, subject) {
      const row = await reads.one(
        sql`select body from users where user_id =
          (select user_id from user_identities where issuer = ${issuer} and subject = ${subject})`,
      );
      return row && fromBody<User>(row);
    },

    async listUsers(type) {
      const ofType = type === undefined ? sql`` : sql`where type = ${type}`;
      return (await reads.list(sql`select body from users ${ofType} order by user_id`)).map(fromBody<User>);
    },

    searchUsers: (filters, page) =>
      readPage(
        reads,
        {
          columns: sql`body`,
          from: sql`users`,
          where: toConditions(filters, filterFields, dialect),
          orderBy: orderOf(page.sort, sortFields, sql`user_id`),
        },
        page,
        fromBody<User>,
      ),

    async countUsers() {
      const [row] = await reads.list(sql`select count(*) as total from users`);
      return row?.['total'] as number;
    },

    insertUser: (user) => write(...insert(user)),

    insertFirstUser: (user) =>
      write(
        ...dialect.lock('first user'),
        absent({ thing: 'Setup', id: user.username }, sql`select 1 from users limit 1`),
        ...insert(user),
      ),

    updateUser: (user) =>
      write(
        changing(
          { thing: 'User', id: user.username },
          sql`update users set tenant_id = ${user.tenantKey ?? null}, username = ${user.username},
              username_key = case type when 'SERVICE_ACCOUNT' then ':' || user_id else ${caselessKey(user.username)} end,
              email = ${user.email ?? null}, super_admin = ${Number(user.superAdmin)},
              body = case type when 'SERVICE_ACCOUNT' then ${bodyOf(user, 'SERVICE_ACCOUNT')}
                else ${bodyOf(user, 'USER')} end
            where user_id = ${user.id}`,
        ),
        step(sql`delete from user_identities where user_id = ${user.id}`),
        ...identities(user),
      ),

    deleteUser: (id) =>
      write(
        ...['sessions', 'tokens', 'tenant_access', 'group_members', 'user_identities'].map((table) =>
          step(sql`delete from ${rawSql(table)} where user_id = ${id}`),
        ),
        step(sql`delete from bindings where external_id = ${id} and type = 'USER'`),
        step(sql`delete from scim_links where resource_id = ${id} and kind = 'User'`),
        step(sql`delete from users where user_id = ${id}`),
      ),
  };
}

function insert(user: User): readonly SqlStep[] {
  // Names of programs need not be unique; no user name can begin with a colon
  const usernameKey = user.type === 'SERVICE_ACCOUNT' ? `:${user.id}` : caselessKey(user.username);
  const row = sql`insert into users(user_id, tenant_id, type, username, username_key, email, super_admin, body)
    values (${user.id}, ${user.tenantKey ?? null}, ${user.type}, ${user.username}, ${usernameKey},
      ${user.email ?? null}, ${Number(user.superAdmin)}, ${JSON.stringify(user)})`;
  return [changing({ thing: 'User', id: user.username }, row), ...identities(user)];
}

function identities(user: User): readonly SqlStep[] {
  return (user.identities ?? []).map(({ issuer, subject }) =>
    changing(
      { thing: 'User', id: user.username },
      sql`insert into user_identities(issuer, subject, user_id) values (${issuer}, ${subject}, ${user.id})`,
    ),
  );
}

/** What a user is never changes from one to the other. */
function bodyOf(user: User, type: User['type']): string {
  return JSON.stringify({ ...user, type });
}
