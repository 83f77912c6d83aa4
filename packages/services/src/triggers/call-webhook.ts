/** Executions started by an HTTP request. The key in its path authorises it, and its signature where the trigger wants one. */
import { compileTree, renderAsync, renderTreeAsync, type Context } from '@windhover/expressions';
import {
  NotFound,
  showHidden,
  textOf,
  TenantSuspended,
  webhookSignature,
  type Execution,
  type Flow,
  type JsonObject,
  type TenantRef,
  type TriggerDefinition,
} from '@windhover/model';
import type { Deps } from '../deps.ts';
import type { ShownExecution } from '../executions/execution-json.ts';
import { withTaskRuns } from '../executions/get-execution.ts';
import { asAdmitted } from '../executions/start-execution.ts';
import { triggerDirectory } from '../executions/storage-paths.ts';
import { withFiles } from '../executions/with-files.ts';
import { loadLatestFlow } from '../flows/load-flow.ts';
import { equalsInConstantTime } from '../identity/secret-text.ts';
import { endOfCall, evaluateCall, noteCall } from './evaluate-call.ts';
import { isSigned } from './is-signed.ts';
import { triggerContext, type Triggered } from './start-triggered.ts';
import { readWebhookBody, type FetchType, type WebhookBody } from './webhook-body.ts';

export interface WebhookCall {
  readonly namespace: string;
  readonly flowId: string;
  readonly key: string;
  /** The tenant stands still: whoever has the key is told so. */
  readonly isSuspended: boolean;
  /** What follows the key in the path. */
  readonly path?: string | undefined;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, readonly string[]>>;
  readonly parameters: Readonly<Record<string, readonly string[]>>;
  readonly body: WebhookBody;
  /** Called once key and signature are known to be right, before anything is done; what it throws refuses the call. */
  onKey(): void;
  /** Aborted when the client leaves. */
  readonly signal: AbortSignal;
}

export interface WebhookResult {
  /** At its end where the trigger waits, else as it was accepted. */
  readonly shown: ShownExecution;
  /** Of the reply: 200 unless the trigger says otherwise. */
  readonly status: number;
  /** Outputs of the flow, where they are asked for in place of the execution; none yet if nobody waited. */
  readonly outputs?: JsonObject;
  /** What the outputs are sent as; JSON when undefined. */
  readonly contentType?: string | undefined;
}

const type = 'io.kestra.plugin.core.trigger.Webhook';

/**
 * Undefined when the trigger's conditions do not hold. Throws the same `NotFound` for an unknown flow, a wrong key or
 * signature, and a flow or trigger that is disabled or cannot run: nobody learns which it was. `TenantSuspended` for a call
 * that is right.
 */
export async function callWebhook(
  deps: Deps,
  tenant: TenantRef,
  call: WebhookCall,
): Promise<WebhookResult | undefined> {
  const notFound = (): NotFound => new NotFound({ thing: 'webhook' });
  const loaded = await loadLatestFlow(deps, tenant.key, call.namespace, call.flowId);
  const flow = loaded?.flow;
  if (loaded === undefined || flow === undefined || loaded.stored.disabled) throw notFound();
  const trigger = await findTrigger(deps, tenant, flow, call);
  if (trigger === undefined) throw notFound();
  if (call.isSuspended) throw new TenantSuspended({ id: tenant.id ?? tenant.name });
  call.onKey();

  const started = await startWithBody(deps, { tenant, flow, trigger }, call);
  if (started === undefined) return undefined;
  const { execution, variables } = started;
  const shown =
    trigger.properties['wait'] === true
      ? await withTaskRuns(deps.store.scope(tenant.key), await endOfCall(deps, tenant, execution, call.signal))
      : { execution: asAdmitted(execution), taskRuns: [] };
  const outputs = showHidden(shown.execution.outputs ?? {});
  return {
    shown,
    status: await statusOf(deps, { tenant, flow, trigger, variables, roots: { outputs } }),
    ...(trigger.properties['returnOutputs'] === true && {
      outputs,
      contentType: trigger.properties['responseContentType'] as string | undefined,
    }),
  };
}

async function startWithBody(
  deps: Deps,
  { tenant, flow, trigger }: Pick<Triggered, 'tenant' | 'flow' | 'trigger'>,
  { body, headers, parameters, path }: WebhookCall,
): Promise<{ readonly execution: Execution; readonly variables: JsonObject } | undefined> {
  const place = { namespace: flow.namespace, flowId: flow.id, executionId: deps.ids.next() };
  const fetchType = (trigger.properties['fetchType'] ?? 'FETCH') as FetchType;
  let variables: JsonObject = {};
  const start = async (): Promise<Execution | undefined> => {
    const files = deps.files.open(tenant.key, flow.namespace);
    variables = {
      ...(await readWebhookBody(files, triggerDirectory(place, trigger.id), body, fetchType)),
      headers: headersShown(headers),
      parameters,
      ...(path !== undefined && { path }),
    };
    return evaluateCall(deps, { tenant, flow, trigger, variables, executionId: place.executionId, once: {} });
  };
  const storesFiles = fetchType === 'STORE' || body.isForm;
  const execution = await (storesFiles ? withFiles(deps, tenant.key, place, start) : start());
  return execution && { execution, variables };
}

/** What is no status of a reply is 200: the execution was started, whatever its trigger says. */
async function statusOf(
  deps: Deps,
  triggered: Pick<Triggered, 'tenant' | 'flow' | 'trigger' | 'variables' | 'roots'>,
): Promise<number> {
  const { responseCode } = triggered.trigger.properties;
  if (responseCode === undefined) return 200;
  const text = await renderAsync(textOf(responseCode), await triggerContext(deps, triggered)).catch(() => '');
  const status = Number(text);
  return Number.isInteger(status) && status >= 200 && status <= 599 ? status : 200;
}

/** The first trigger whose key and signature are these. The keys of all are compared, each in constant time. */
async function findTrigger(
  deps: Deps,
  tenant: TenantRef,
  flow: Flow,
  call: WebhookCall,
): Promise<TriggerDefinition | undefined> {
  const context = await triggerContext(deps, { tenant, flow, variables: {} });
  let found: TriggerDefinition | undefined;
  for (const trigger of flow.triggers) {
    if (trigger.type !== type || trigger.disabled) continue;
    const wanted = await renderAsync(textOf(trigger.properties['key']), context).catch(() => '');
    if (wanted.trim() === '' || !equalsInConstantTime(wanted.trim(), call.key)) continue;
    if (await isSignedAsWanted(trigger, call, context, deps.clock.now())) found ??= trigger;
    else
      noteCall(
        deps,
        { tenant, flow, trigger },
        { outcome: 'FAILED', reason: 'The signature of the call is not right' },
      );
  }
  return found;
}

/** What cannot be rendered, such as a secret that is not there, lets nobody in. */
async function isSignedAsWanted(
  { properties }: TriggerDefinition,
  call: WebhookCall,
  context: Context,
  now: number,
): Promise<boolean> {
  if (properties['signature'] === undefined) return true;
  const rendered = await renderTreeAsync(compileTree(properties['signature']), context, 'text').catch(() => undefined);
  const signature = webhookSignature.safeParse(rendered);
  if (!signature.success) return false;
  return isSigned(signature.data, { headers: call.headers, body: await call.body.bytes() }, now);
}

/** What would let the flow act as the caller elsewhere is left out. */
function headersShown({ authorization: _authorization, cookie: _cookie, ...rest }: WebhookCall['headers']): JsonObject {
  return rest;
}
