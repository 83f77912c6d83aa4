import { Forbidden, instanceKey, MissingPermission } from '@windhover/model';
import type { FastifyRequest } from 'fastify';
import { askerOf } from './admission.ts';
import type { ServerContext } from './handler.ts';

/** Puts a call that was refused for want of a right into the audit log of where it went; other errors are no denials. */
export async function noteDenial({ denials }: ServerContext, request: FastifyRequest, error: unknown): Promise<void> {
  if (!(error instanceof MissingPermission || error instanceof Forbidden)) return;
  const asker = askerOf(request);
  if (asker === undefined) return;
  const { caller, entered, operationId } = asker;
  const facts = error instanceof MissingPermission ? error.facts : {};
  // A refusal stands although it could not be noted
  await denials
    .note(entered?.ref.key ?? instanceKey, caller, { operationId, ...facts, reason: error.message })
    .catch((failure: unknown) => request.log.error({ err: failure }, 'a refusal could not be noted'));
}
