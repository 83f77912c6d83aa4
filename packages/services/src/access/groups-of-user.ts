import type { Group, GroupMember } from '@windhover/model';
import type { TenantScope } from '@windhover/ports';

export interface GroupOfUser {
  readonly group: Group;
  readonly membership: GroupMember['membership'];
}

/** Groups of the tenant that the user is in, by id. */
export async function groupsOfUser({ access }: TenantScope, userId: string): Promise<readonly GroupOfUser[]> {
  const members = await access.listMembers({ userId });
  const memberships = new Map(members.map(({ groupId, membership }) => [groupId, membership]));
  const groups = await access.findGroups([...memberships.keys()]);
  return groups.map((group) => ({ group, membership: memberships.get(group.id)! }));
}
