/** A provider that answers whatever a test wants it to: every part of a token can be wrong. */
import { createHmac, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { client } from './open-id-issuer.ts';
import { listen } from './listen.ts';

type Part = Readonly<Record<string, unknown>>;

export interface Forgery {
  readonly header?: Part;
  readonly claims?: Part;
  /** Default: with the key that the issuer publishes. */
  readonly signature?: 'published key' | 'another key' | 'shared secret' | 'none';
}

export interface HostileIssuer {
  readonly url: string;
  readonly configuration: Readonly<Record<string, unknown>>;
  /** What the next token is like; without anything it is a good one. */
  answerWith(nonce: string, forgery?: Forgery): void;
  /** Codes that were asked for, with what came along. */
  readonly redeemed: readonly URLSearchParams[];
  close(): void;
}

const published = generateKeyPairSync('rsa', { modulusLength: 2048 });
const another = generateKeyPairSync('rsa', { modulusLength: 2048 });
const keyId = 'k1';

export async function startHostileIssuer(): Promise<HostileIssuer> {
  const { url, serve, close } = await listen();
  const redeemed: URLSearchParams[] = [];
  let token = '';
  const reply = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const replies: Readonly<Record<string, () => unknown>> = {
      '/.well-known/openid-configuration': () => ({
        issuer: url,
        authorization_endpoint: `${url}/authorize`,
        token_endpoint: `${url}/token`,
        jwks_uri: `${url}/keys`,
        id_token_signing_alg_values_supported: ['RS256', 'HS256', 'none'],
      }),
      '/keys': () => ({
        keys: [{ ...published.publicKey.export({ format: 'jwk' }), kid: keyId, use: 'sig', alg: 'RS256' }],
      }),
      '/token': () => ({ access_token: 'a', token_type: 'Bearer', id_token: token }),
    };
    if (request.url === '/token') redeemed.push(new URLSearchParams(await bodyOf(request)));
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(replies[request.url!]!()));
  };
  serve((request, response) => void reply(request, response));
  return {
    url,
    close,
    redeemed,
    configuration: {
      'micronaut.security.oauth2.enabled': true,
      'micronaut.security.oauth2.clients.corp': {
        'client-id': client.id,
        'client-secret': client.secret,
        openid: { issuer: url },
      },
    },
    answerWith(nonce, forgery = {}) {
      const now = Math.floor(Date.now() / 1000);
      const header = { alg: 'RS256', kid: keyId, typ: 'JWT', ...forgery.header };
      const claims = {
        iss: url,
        sub: 'm1',
        aud: client.id,
        iat: now,
        exp: now + 300,
        nonce,
        email: 'mallory@example.com',
        email_verified: true,
        ...forgery.claims,
      };
      token = toToken(header, claims, forgery.signature ?? 'published key');
    },
  };
}

function toToken(header: Part, claims: Part, signature: NonNullable<Forgery['signature']>): string {
  const encode = (part: Part): string => Buffer.from(JSON.stringify(part)).toString('base64url');
  const text = `${encode(header)}.${encode(claims)}`;
  const signWith = (key: KeyObject): string => sign('RSA-SHA256', Buffer.from(text), key).toString('base64url');
  switch (signature) {
    case 'published key':
      return `${text}.${signWith(published.privateKey)}`;
    case 'another key':
      return `${text}.${signWith(another.privateKey)}`;
    case 'shared secret':
      return `${text}.${createHmac('sha256', client.secret).update(text).digest('base64url')}`;
    case 'none':
      return `${text}.`;
  }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}
