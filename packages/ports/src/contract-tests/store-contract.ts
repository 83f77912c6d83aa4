import { describe } from 'vitest';
import { accessContract } from './access-contract.ts';
import { auditContract } from './audit-contract.ts';
import { backupContract } from './backup-contract.ts';
import { executionsContract } from './executions-contract.ts';
import { flowsContract } from './flows-contract.ts';
import { identityContract } from './identity-contract.ts';
import { integrationsContract } from './integrations-contract.ts';
import { invitationsContract } from './invitations-contract.ts';
import { isolationContract } from './isolation-contract.ts';
import { keptAnswersContract } from './kept-answers-contract.ts';
import { killSwitchesContract } from './kill-switches-contract.ts';
import { logsContract } from './logs-contract.ts';
import { chartsContract } from './charts-contract.ts';
import { keptFilesContract } from './kept-files-contract.ts';
import { dashboardsContract } from './dashboards-contract.ts';
import { mcpContract } from './mcp-contract.ts';
import { metricsContract } from './metrics-contract.ts';
import { namespacesContract } from './namespaces-contract.ts';
import type { OpenStore } from './opened-store.ts';
import { shardsContract } from './shards-contract.ts';
import { reusableInputsContract } from './reusable-inputs-contract.ts';
import { templatesContract } from './templates-contract.ts';
import { tenantsContract } from './tenants-contract.ts';
import { triggersContract } from './triggers-contract.ts';
import { writeContract } from './write-contract.ts';
import { workerGroupsContract } from './worker-groups-contract.ts';

/** What every store must do. `open` gives an empty store each time; system flows live in the namespace `system`. */
export function storeContract(name: string, open: OpenStore): void {
  describe(name, () => {
    writeContract(open);
    tenantsContract(open);
    identityContract(open);
    accessContract(open);
    auditContract(open);
    integrationsContract(open);
    invitationsContract(open);
    keptAnswersContract(open);
    killSwitchesContract(open);
    workerGroupsContract(open);
    flowsContract(open);
    templatesContract(open);
    reusableInputsContract(open);
    mcpContract(open);
    dashboardsContract(open);
    keptFilesContract(open);
    chartsContract(open);
    namespacesContract(open);
    triggersContract(open);
    executionsContract(open);
    logsContract(open);
    metricsContract(open);
    shardsContract(open);
    backupContract(open);
    isolationContract(open);
  });
}
