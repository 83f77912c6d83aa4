/** Which operations make something: a new one that may is refused until somebody has said whether it can be repeated under a key. */
import { expect, test } from 'vitest';
import { allRoutes, isSafe, openApiDocument } from './index.ts';

/** They change what is there, or end it: done again they change nothing more, or are refused. */
const changesOnly =
  'updateExecutionsStatusByIds updateExecutionsStatusByQuery updateExecutionStatus updateTaskRunState forceRunByIds forceRunExecutionsByQuery forceRunExecution setLabelsOnTerminatedExecutionsByIds setLabelsOnTerminatedExecutionsByQuery setLabelsOnTerminatedExecution pauseExecutionsByIds pauseExecutionsByQuery pauseExecution restartExecutionsByIds restartExecutionsByQuery restartExecution resumeExecutionsByIds resumeExecutionsByQuery resumeExecution resumeExecutionFromBreakpoint unqueueExecutionsByIds unqueueExecutionsByQuery unqueueExecution disableFlowsByIds disableFlowsByQuery enableFlowsByIds enableFlowsByQuery revokeWorkerToken enableSecurityIntegration disableSecurityIntegration setLogo suspendTenant resumeTenant setAppsCatalogConfig setAppsCatalogLogo setTenantDefaultDashboards disabledTriggersByIds disabledTriggersByQuery unlockTrigger unlockTriggersByIds unlockTriggersByQuery restartTrigger pauseBackfillByIds pauseBackfillByQuery unpauseBackfillByIds unpauseBackfillByQuery deleteBackfill deleteBackfillByIds deleteBackfillByQuery restoreSecret';

/** Sessions, of which each is a new one on purpose. */
const signsIn = 'login logout impersonate';

/** Strangers have no account that a key could count for. Setup happens once, a link is used up by its first use. */
const ofStrangers =
  'forgottenPassword resetPassword createFromInvitation setup createBasicAuth speakMcp triggerExecutionByPostWebhook triggerExecutionByPostWebhookWithPath';

test('every POST that changes something makes something under a key, or is known not to', () => {
  const others = allRoutes().filter((route) => route.method === 'POST' && !isSafe(route) && route.makes === undefined);

  const known = [changesOnly, signsIn, ofStrangers].flatMap((names) => names.split(' '));
  expect(others.map(({ operationId }) => operationId).toSorted()).toEqual(known.toSorted());
});

test('what makes something is a POST of somebody who is signed in', () => {
  for (const route of allRoutes().filter(({ makes }) => makes !== undefined)) {
    expect([route.method, isSafe(route), route.access.kind === 'public'], route.operationId).toEqual([
      'POST',
      false,
      false,
    ]);
  }
});

test('the description of the API names the header where it counts, and nowhere else', () => {
  const operations = Object.values(openApiDocument('1').paths as Record<string, Record<string, Operation>>)
    .flatMap((path) => Object.values(path))
    .filter(({ parameters }) => parameters.some(({ name }) => name === 'Idempotency-Key'));

  const makes = allRoutes().filter((route) => route.makes !== undefined);
  expect(operations.map(({ operationId }) => operationId).toSorted()).toEqual(
    makes.map(({ operationId }) => operationId).toSorted(),
  );
});

interface Operation {
  readonly operationId: string;
  readonly parameters: readonly { readonly name: string }[];
}
