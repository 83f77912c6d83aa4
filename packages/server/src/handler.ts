/**
 * How a route of the contract meets its use case. A file in `routes/` exports a list of handlers:
 *
 * ```ts
 * export const flowHandlers = [
 *   route(routes.flows.get, ({ scope, caller, params }) => getFlow(scope, caller, params)),
 *   route(routes.flows.delete, async ({ deps, scope, caller, params }) => deleteFlow(deps, scope, caller, params)),
 * ];
 * ```
 *
 * and is listed in `handlers.ts`. Before the handler runs the caller has been authenticated, has entered the tenant and
 * holds one of the route's permissions *somewhere* in it; whether it holds for the namespace of the object at hand is the
 * use case's question (`demandOn`, `visibleNamespaces` of services). `params`, `query` and `body` were parsed by the
 * route's schemas:
 *
 * - `json` bodies are the schema's output, `text` and `yaml` bodies a string, `any` an `AnyBody`, `multipart` a `Form`.
 * - What is returned is the reply: JSON data (undefined fields are left out), text, a {@link FileReply} for `file`, a
 *   {@link LiveStream} for `stream`, nothing for `empty`. Another status or headers: `answer(status, value, headers)`;
 *   JSON that is text already: `jsonText(text)`. What a library answers in the terms of the web, a `Response`, is sent as it is.
 * - Errors of the catalogue (model/errors.ts) are thrown; `error-reply.ts` makes bodies of them.
 */
import type { AnyRoute, Route } from '@windhover/contract';
import { invariant, type TenantRef } from '@windhover/model';
import type {
  AccessControl,
  Authenticator,
  Caller,
  DenialLog,
  Deps,
  EnteredTenant,
  PluginDocuments,
  PasswordResets,
  RepeatableCalls,
} from '@windhover/services';
import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { LiveStream } from './event-stream.ts';
import type { OpenStreams } from './open-streams.ts';
import type { RateLimits } from './rate-limits.ts';
import type { ServerSettings } from './server-settings.ts';
import type { OpenIdProvider } from './sign-on/open-id-provider.ts';
import type { PendingSignOns } from './sign-on/pending-sign-ons.ts';

/** What the server holds for as long as it runs. */
export interface ServerContext {
  readonly deps: Deps;
  readonly settings: ServerSettings;
  readonly access: AccessControl;
  readonly authenticator: Authenticator;
  /** Strangers who want to make the first user must send it. */
  readonly setupToken: string;
  readonly plugins: PluginDocuments;
  /** Providers of single sign-on by name, in the order of the configuration. */
  readonly providers: ReadonlyMap<string, OpenIdProvider>;
  readonly pendingSignOns: PendingSignOns;
  readonly rates: RateLimits;
  readonly repeatable: RepeatableCalls;
  readonly streams: OpenStreams;
  readonly passwordResets: PasswordResets | undefined;
  readonly denials: DenialLog;
}

interface AnyCall {
  readonly deps: Deps;
  readonly server: ServerContext;
  readonly request: FastifyRequest;
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
}

interface SignedInCall extends AnyCall {
  readonly caller: Caller;
}

interface InTenantCall extends SignedInCall {
  readonly tenant: TenantRef;
  readonly scope: EnteredTenant['scope'];
}

/** A call with the types of its route. */
type Typed<Base, R> =
  R extends Route<infer Params, infer Query, infer Body, z.ZodType>
    ? Omit<Base, 'params' | 'query' | 'body'> & {
        readonly params: z.output<Params>;
        readonly query: z.output<Query>;
        readonly body: z.output<Body>;
      }
    : never;

export type PublicCall<R extends AnyRoute> = Typed<AnyCall, R>;
export type InstanceCall<R extends AnyRoute> = Typed<SignedInCall, R>;
export type TenantCall<R extends AnyRoute> = Typed<InTenantCall, R>;

type JsonReply<R> =
  R extends Route<infer _Params, infer _Query, infer _Body, infer Reply>
    ? [z.input<Reply>] extends [undefined]
      ? void
      : z.input<Reply>
    : never;
type KindReply<R extends AnyRoute> = JsonReply<R> | FileReply | LiveStream | JsonText | TypedText | Response;
export type HandlerReply<R extends AnyRoute> =
  | KindReply<R>
  | Answer<KindReply<R>>
  | Promise<KindReply<R> | Answer<KindReply<R>>>;

/** A download. Always an attachment that browsers do not run. */
export interface FileReply {
  readonly content: Uint8Array | string | AsyncIterable<Uint8Array>;
  readonly filename?: string;
  readonly contentType?: string;
  readonly sizeBytes?: number;
}

/** Several cookies are set by as many lines. */
type AnswerHeaders = Readonly<Record<string, string | string[]>>;

/** A reply with another status than the route's, or with headers. */
export class Answer<Value> {
  readonly status: number;
  readonly value: Value;
  readonly headers: AnswerHeaders;

  constructor(status: number, value: Value, headers: AnswerHeaders) {
    this.status = status;
    this.value = value;
    this.headers = headers;
  }
}

export function answer<Value>(status: number, value: Value, headers: AnswerHeaders = {}): Answer<Value> {
  return new Answer(status, value, headers);
}

/** JSON that is text already, for replies where building it twice would cost. */
export class JsonText {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/** Text of another type on a route of JSON: sent as what browsers do not run, since a flow wrote it. */
export class TypedText {
  readonly text: string;
  readonly contentType: string;
  constructor(text: string, contentType: string) {
    this.text = text;
    this.contentType = contentType;
  }
}

export function jsonText(text: string): JsonText {
  return new JsonText(text);
}

/** A handler with its route, types forgotten: what the server registers. */
export interface Handler {
  readonly route: AnyRoute;
  readonly handle: (call: never) => unknown;
}

/** A tenant-level operation of a caller who has entered the tenant. */
export function route<R extends AnyRoute>(contract: R, handle: (call: TenantCall<R>) => HandlerReply<R>): Handler {
  invariant(
    contract.level === 'tenant' && contract.access.kind !== 'public',
    `'${contract.operationId}' is of tenant level and not public`,
  );
  return { route: contract, handle };
}

/** An instance-level operation of a signed-in caller. */
export function instanceRoute<R extends AnyRoute>(
  contract: R,
  handle: (call: InstanceCall<R>) => HandlerReply<R>,
): Handler {
  invariant(
    contract.level === 'instance' && contract.access.kind !== 'public',
    `'${contract.operationId}' is of instance level and not public`,
  );
  return { route: contract, handle };
}

/**
 * An operation that is open to anyone. It decides itself what a stranger may learn: who calls is asked with
 * `identify(call)`, the tenant in the path is entered with `enterOpenly(call)` (both in admission.ts).
 */
export function publicRoute<R extends AnyRoute>(
  contract: R,
  handle: (call: PublicCall<R>) => HandlerReply<R>,
): Handler {
  invariant(contract.access.kind === 'public', `'${contract.operationId}' is public`);
  return { route: contract, handle };
}
