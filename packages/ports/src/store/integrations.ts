import type { ScimLink, SecurityIntegration } from '@windhover/model';
import type { WriteOp } from './write-op.ts';

/** Security integrations of one tenant, with what each knows of users and groups. */
export interface IntegrationStore {
  find(id: string): Promise<SecurityIntegration | undefined>;
  /** All, by id. */
  list(): Promise<readonly SecurityIntegration[]>;
  /** `Conflict('Integration', id)` when the id is in use. */
  insert(integration: SecurityIntegration): WriteOp;
  /** `Conflict('Integration', id)` when there is none. */
  update(integration: SecurityIntegration): WriteOp;
  /** With its links. `Conflict('Integration', id)` when there is none. */
  delete(id: string): WriteOp;

  findLink(integrationId: string, kind: ScimLink['kind'], resourceId: string): Promise<ScimLink | undefined>;
  /** Of one kind, by the id of the resource. */
  listLinks(integrationId: string, kind: ScimLink['kind']): Promise<readonly ScimLink[]>;
  /** Inserts or replaces. Links go with the user, the group or the integration. */
  putLink(link: ScimLink): WriteOp;
}
