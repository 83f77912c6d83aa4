import type { ApiToken } from '@windhover/model';
import type { IdentityStore } from '@windhover/ports';
import type { Reads } from '../reads.ts';
import { changing, instanceWrite, step } from '../step.ts';
import type { Row } from '../connection/statement.ts';

type TokenStore = Pick<IdentityStore, 'findTokens' | 'listTokens' | 'insertToken' | 'updateToken' | 'deleteToken'>;

export function tokenStore(reads: Reads): TokenStore {
  return {
    async findTokens(prefix) {
      return (await reads.list('select body from tokens where prefix = $1 order by token_id', prefix)).map(toToken);
    },

    async listTokens(userId) {
      return (await reads.list('select body from tokens where user_id = $1 order by token_id', userId)).map(toToken);
    },

    insertToken: (token) =>
      instanceWrite(
        changing(
          { thing: 'Token', id: token.id },
          'insert into tokens(token_id, user_id, prefix, body) values ($1, $2, $3, $4)',
          token.id,
          token.userId,
          token.prefix,
          JSON.stringify(token),
        ),
      ),

    updateToken: (token) =>
      instanceWrite(
        step(
          'update tokens set prefix = $1, body = $2 where token_id = $3 and user_id = $4',
          token.prefix,
          JSON.stringify(token),
          token.id,
          token.userId,
        ),
      ),

    deleteToken: (userId, id) =>
      instanceWrite(
        changing({ thing: 'Token', id }, 'delete from tokens where token_id = $1 and user_id = $2', id, userId),
      ),
  };
}

function toToken(row: Row): ApiToken {
  return JSON.parse(row['body'] as string) as ApiToken;
}
