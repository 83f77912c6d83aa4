import type { Store } from '@windhover/ports';
import { allAccess } from './access/access-store.ts';
import { allInvitations } from './access/invitation-store.ts';
import { allAudit } from './audit/all-audit.ts';
import { identityStore } from './identity/identity-store.ts';
import { instanceAnswerStore } from './kept-answers/kept-answer-store.ts';
import { killSwitchStore } from './kill-switches/kill-switch-store.ts';
import { allMcpServers } from './mcp/mcp-server-store.ts';
import { settings } from './settings.ts';
import type { InstanceDeps } from './store-deps.ts';
import { tenantStore } from './tenants/tenant-store.ts';
import { workerGroupStore } from './workers/worker-group-store.ts';

/** What stands above tenants. */
export function instanceStores(deps: InstanceDeps) {
  return {
    tenants: tenantStore(deps),
    identity: identityStore(deps),
    access: allAccess(deps),
    audit: allAudit(deps),
    invitations: allInvitations(deps),
    keptAnswers: instanceAnswerStore(deps),
    killSwitches: killSwitchStore(deps),
    mcpServers: allMcpServers(deps),
    workerGroups: workerGroupStore(deps),
    ...settings(deps),
  } satisfies Partial<Store>;
}
