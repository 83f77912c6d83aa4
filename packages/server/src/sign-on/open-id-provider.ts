/** One provider of single sign-on, as OpenID Connect has it: authorization code with PKCE, and a token that is believed in nothing unchecked. */
import { ProviderUnavailable, SignOnRefused } from '@windhover/model';
import type { VouchedPerson } from '@windhover/services';
import type * as OpenId from 'openid-client';
import type { SignOnProvider } from '../server-settings.ts';

/** What the answer to one sign-on must fit; made anew for each. */
export interface SignOnSecrets {
  readonly state: string;
  readonly nonce: string;
  readonly codeVerifier: string;
}

export interface SignedOn {
  readonly person: VouchedPerson;
  /** As it came: the provider asks for it when the session ends. */
  readonly idToken: string;
}

interface Discovered {
  readonly client: typeof OpenId;
  readonly configuration: OpenId.Configuration;
}

const timeoutSeconds = 10;
/** How far the clocks of two machines may be apart. */
const clockToleranceSeconds = 30;
/** In order of preference; every provider has to offer the first. */
const algorithms = [
  'RS256',
  'PS256',
  'ES256',
  'EdDSA',
  'Ed25519',
  'RS384',
  'PS384',
  'ES384',
  'RS512',
  'PS512',
  'ES512',
];

export class OpenIdProvider {
  readonly #settings: SignOnProvider;
  #discovered: Promise<Discovered> | undefined;

  constructor(settings: SignOnProvider) {
    this.#settings = settings;
  }

  /** Where the browser goes to sign in. Throws {@link ProviderUnavailable}. */
  async authorizationUrl(redirectUri: string, { state, nonce, codeVerifier }: SignOnSecrets): Promise<string> {
    const { client, configuration } = await this.#discover();
    const url = client.buildAuthorizationUrl(configuration, {
      redirect_uri: redirectUri,
      scope: [...new Set(['openid', ...this.#settings.scopes])].join(' '),
      state,
      nonce,
      code_challenge: await client.calculatePKCECodeChallenge(codeVerifier),
      code_challenge_method: 'S256',
    });
    return url.href;
  }

  /**
   * Whom the provider vouches for in its answer, given as the address that it sent the browser to. Throws
   * {@link SignOnRefused} for anything in it that is not as it must be, and {@link ProviderUnavailable}.
   */
  async redeem(answer: URL, { state, nonce, codeVerifier }: SignOnSecrets): Promise<SignedOn> {
    const { client, configuration } = await this.#discover();
    const checks = { expectedState: state, expectedNonce: nonce, pkceCodeVerifier: codeVerifier };
    try {
      const tokens = await client.authorizationCodeGrant(configuration, answer, checks);
      const claims = tokens.claims()!;
      const idToken = tokens.id_token!;
      this.#checkHeader(idToken);
      const identity = { provider: this.#settings.name, issuer: claims.iss, subject: claims.sub };
      // Providers that keep to the letter of the standard tell who somebody is to those who ask, not in the token
      const asksMore = claims['email'] === undefined && configuration.serverMetadata().userinfo_endpoint !== undefined;
      const more = asksMore ? await client.fetchUserInfo(configuration, tokens.access_token, claims.sub) : {};
      return { person: { identity, claims: { ...aboutThePerson(more), ...claims } }, idToken };
    } catch (error) {
      throw this.#toRefusal(client, error);
    }
  }

  /** Where the browser goes to end the session at the provider; undefined when that offers none. */
  async endSessionUrl(idToken: string, backTo: string): Promise<string | undefined> {
    const { client, configuration } = await this.#discover();
    if (configuration.serverMetadata().end_session_endpoint === undefined) return undefined;
    const parameters = { id_token_hint: idToken, post_logout_redirect_uri: backTo };
    return client.buildEndSessionUrl(configuration, parameters).href;
  }

  /** Asked once; an attempt that failed is forgotten. The library is loaded with the first. */
  #discover(): Promise<Discovered> {
    this.#discovered ??= this.#load().catch((error: unknown) => {
      this.#discovered = undefined;
      throw this.#unavailable(error);
    });
    return this.#discovered;
  }

  async #load(): Promise<Discovered> {
    const client = await import('openid-client');
    const { issuer, clientId, clientSecret } = this.#settings;
    const server = new URL(issuer);
    const insecure = isLoopback(server) ? [client.allowInsecureRequests] : [];
    const options = { timeout: timeoutSeconds, execute: insecure };
    const found = (await client.discovery(server, clientId, undefined, client.None(), options)).serverMetadata();
    const configuration = new client.Configuration(
      found,
      clientId,
      { id_token_signed_response_alg: oneAlgorithm(found), [client.clockTolerance]: clockToleranceSeconds },
      authenticationOf(client, clientSecret, found),
    );
    configuration.timeout = timeoutSeconds;
    for (const apply of insecure) apply(configuration);
    // The library takes the token that it fetched itself for genuine: the signature is asked for all the same
    client.enableNonRepudiationChecks(configuration);
    return { client, configuration };
  }

  /** What the library leaves open: a key that is named, and a token that is one for signing in. */
  #checkHeader(idToken: string): void {
    const { kid, typ } = JSON.parse(Buffer.from(idToken.split('.', 1)[0]!, 'base64url').toString()) as {
      kid?: unknown;
      typ?: unknown;
    };
    if (typeof kid !== 'string') throw this.#refused('the token names no key');
    if (typ !== undefined && typ !== 'JWT') throw this.#refused('the token is of another type');
  }

  #toRefusal(client: typeof OpenId, error: unknown): Error {
    if (error instanceof SignOnRefused) return error;
    if (error instanceof client.AuthorizationResponseError || error instanceof client.ResponseBodyError) {
      return this.#refused(`the provider answered '${error.error.replace(/[^\w.-]/g, '').slice(0, 60)}'`, error);
    }
    if (error instanceof client.ClientError && error.code !== 'OAUTH_TIMEOUT') {
      return this.#refused(error.message + claimAtFault(error), error);
    }
    return this.#unavailable(error);
  }

  #refused(reason: string, cause?: Error): SignOnRefused {
    return new SignOnRefused({ provider: this.#settings.name, reason }, { cause });
  }

  #unavailable(error: unknown): ProviderUnavailable {
    const reason = error instanceof Error ? error.message : String(error);
    return new ProviderUnavailable({ provider: this.#settings.name, reason }, { cause: error });
  }
}

/** The library says which claim it was two causes deep. */
function claimAtFault(error: Error): string {
  const { cause } = (error.cause ?? {}) as { cause?: { claim?: unknown } };
  return typeof cause?.claim === 'string' ? `: '${cause.claim}'` : '';
}

/** Groups are what the token says of them, and nothing else. */
function aboutThePerson(claims: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const { email, email_verified, given_name, family_name } = claims;
  return { email, email_verified, given_name, family_name };
}

/** Without TLS nobody but this machine is believed. */
function isLoopback({ hostname }: URL): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname);
}

/** Decided before a token is seen, so that none can choose how it is checked. */
function oneAlgorithm(server: OpenId.ServerMetadata): string {
  const offered = server.id_token_signing_alg_values_supported ?? algorithms;
  return algorithms.find((algorithm) => offered.includes(algorithm)) ?? algorithms[0]!;
}

function authenticationOf(
  client: typeof OpenId,
  secret: string | undefined,
  { token_endpoint_auth_methods_supported: methods }: OpenId.ServerMetadata,
): OpenId.ClientAuth {
  if (secret === undefined) return client.None();
  const takesHeader = methods === undefined || methods.includes('client_secret_basic');
  return takesHeader ? client.ClientSecretBasic(secret) : client.ClientSecretPost(secret);
}
