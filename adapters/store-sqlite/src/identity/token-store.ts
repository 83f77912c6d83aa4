import type { ApiToken } from '@windhover/model';
import type { IdentityStore } from '@windhover/ports';
import type { PointReads } from '../point-reads.ts';
import { changing, step, writeOp } from '../step.ts';
import type { Row } from '../threads/reader-thread.ts';

type TokenStore = Pick<IdentityStore, 'findTokens' | 'listTokens' | 'insertToken' | 'updateToken' | 'deleteToken'>;

export function tokenStore(points: PointReads): TokenStore {
  return {
    async findTokens(prefix) {
      return points.few('select body from tokens where prefix = ? order by token_id', prefix).map(toToken);
    },

    async listTokens(userId) {
      return points.few('select body from tokens where user_id = ? order by token_id', userId).map(toToken);
    },

    insertToken: (token) =>
      writeOp(
        changing(
          { thing: 'Token', id: token.id },
          'insert into tokens(token_id, user_id, prefix, body) values (?, ?, ?, ?)',
          token.id,
          token.userId,
          token.prefix,
          JSON.stringify(token),
        ),
      ),

    updateToken: (token) =>
      writeOp(
        step(
          'update tokens set prefix = ?, body = ? where token_id = ? and user_id = ?',
          token.prefix,
          JSON.stringify(token),
          token.id,
          token.userId,
        ),
      ),

    deleteToken: (userId, id) =>
      writeOp(changing({ thing: 'Token', id }, 'delete from tokens where token_id = ? and user_id = ?', id, userId)),
  };
}

function toToken(row: Row): ApiToken {
  return JSON.parse(row['body'] as string) as ApiToken;
}
