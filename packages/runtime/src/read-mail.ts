/** Applies the mail of the shards that are served here; each row goes with the commit that applies it. */
import { DoesNotExist, type Execution } from '@windhover/model';
import type { InboxRow } from '@windhover/ports';
import type { Background } from './background.ts';
import type { RuntimeDeps } from './deps.ts';
import type { Mail } from './envelope.ts';
import type { Executor } from './executor.ts';
import { createInboxReader, type InboxOwner, type InboxReader } from './inbox-reader.ts';
import type { Letter } from './letter.ts';
import { retryExecution } from './retry-execution.ts';
import { openEvent } from './open-inputs.ts';
import type { Route } from './route.ts';
import type { Tools } from './tools.ts';

export interface MailReaderParts {
  readonly deps: Pick<RuntimeDeps, 'store' | 'clock' | 'flows' | 'ids' | 'report' | 'ciphers'>;
  readonly background: Background;
  readonly iterationFlow: Tools['iterationFlow'];
  readonly owner: InboxOwner;
  readonly executor: Pick<Executor, 'create' | 'submit' | 'tellIfOver'>;
  readonly route: Pick<Route, 'create' | 'tell'>;
}

export function createMailReader(parts: MailReaderParts): InboxReader {
  const { deps, background, owner, executor, route, iterationFlow } = parts;
  return createInboxReader({
    deps,
    background,
    owner,
    kind: 'mail',
    isInTurn: false,
    async handle(row) {
      const mail: Mail = { seq: row.seq, isSettled: false };
      await apply(row, JSON.parse(row.event) as Letter, mail);
      return !mail.isSettled;
    },
    complaint: ({ executionId }) => `Mail to execution '${executionId}' could not be applied`,
  });

  async function apply({ shard, tenantKey, executionId }: InboxRow, letter: Letter, mail: Mail): Promise<void> {
    switch (letter.kind) {
      case 'event': {
        const { event } = letter;
        const opened = await openEvent(deps, tenantKey, event);
        await new Promise<Execution | undefined>((resolve, reject) => {
          executor.submit({ kind: 'event', tenantKey, executionId, event, opened, mail, settle: { resolve, reject } });
        });
        return;
      }
      case 'childOver':
        return executor.tellIfOver(tenantKey, letter.childId);
      case 'retry':
        return retryExecution(deps, route, tenantKey, executionId, letter.retry);
      case 'create': {
        const { namespace, id, revision, templates } = letter.flow;
        const flow = await deps.flows.find(tenantKey, namespace, id, revision, templates);
        const { loopRun } = letter.request;
        const own = flow === undefined || loopRun === undefined ? flow : iterationFlow(flow, loopRun.taskId);
        if (own === undefined) throw new DoesNotExist({ thing: 'Flow', id: `${namespace}.${id}:${revision}` });
        await executor.create({ ...letter.request, tenantKey, executionId, flow: own, livesIn: shard, mail });
      }
    }
  }
}
