import type { Invitation, Paged, PageRequest, QueryFilter, TenantKey } from '@windhover/model';
import type { WriteOp } from './write-op.ts';

/** Invitations into one tenant. E-mail addresses compare case-insensitively. */
export interface InvitationStore {
  find(id: string): Promise<Invitation | undefined>;
  /** Newest first. */
  listByEmail(email: string): Promise<readonly Invitation[]>;
  /**
   * Filters: `q` and `email`, `status` (as stored), `expired_at`. Sort: `id`, `email`, `sentAt`, `expiredAt`; newest first
   * without.
   */
  search(filters: readonly QueryFilter[], page: PageRequest): Promise<Paged<Invitation>>;
  /**
   * Takes the place of one for the same e-mail that has expired. `Conflict('Invitation', email)` while one is pending that
   * has not, as of `sentAt`.
   */
  insert(invitation: Invitation): WriteOp;
  /** Marks a pending one as accepted. `Conflict('Invitation', id)` when it is not, or was accepted already. */
  accept(invitation: Invitation): WriteOp;
  /** `Conflict('Invitation', id)` when there is none. */
  delete(id: string): WriteOp;
}

export interface OwnedInvitation {
  readonly key: TenantKey;
  readonly invitation: Invitation;
}

/** Invitations into all tenants, for the person that they are for. */
export interface AllInvitations {
  find(id: string): Promise<OwnedInvitation | undefined>;
  /** Newest first. */
  listByEmail(email: string): Promise<readonly OwnedInvitation[]>;
}
