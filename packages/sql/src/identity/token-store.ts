import type { ApiToken } from '@windhover/model';
import type { IdentityStore } from '@windhover/ports';
import { fromBody } from '../from-body.ts';
import { changing, step } from '../sql-step.ts';
import { sql } from '../sql-text.ts';
import type { InstanceDeps } from '../store-deps.ts';

type TokenStore = Pick<IdentityStore, 'findTokens' | 'listTokens' | 'insertToken' | 'updateToken' | 'deleteToken'>;

export function tokenStore({ reads, write }: InstanceDeps): TokenStore {
  return {
    async findTokens(prefix) {
      const rows = await reads.few(sql`select body from tokens where prefix = ${prefix} order by token_id`);
      return rows.map(fromBody<ApiToken>);
    },

    async listTokens(userId) {
      const rows = await reads.few(sql`select body from tokens where user_id = ${userId} order by token_id`);
      return rows.map(fromBody<ApiToken>);
    },

    insertToken: (token) =>
      write(
        changing(
          { thing: 'Token', id: token.id },
          sql`insert into tokens(token_id, user_id, prefix, body)
            values (${token.id}, ${token.userId}, ${token.prefix}, ${JSON.stringify(token)})`,
        ),
      ),

    updateToken: (token) =>
      write(
        step(
          sql`update tokens set prefix = ${token.prefix}, body = ${JSON.stringify(token)}
            where token_id = ${token.id} and user_id = ${token.userId}`,
        ),
      ),

    deleteToken: (userId, id) =>
      write(changing({ thing: 'Token', id }, sql`delete from tokens where token_id = ${id} and user_id = ${userId}`)),
  };
}
