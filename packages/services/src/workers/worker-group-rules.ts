/** What makes a worker group valid. */
import { InvalidEntity, workerGroupPattern, type ErrorProblem } from '@windhover/model';

/** As callers name it; empty texts say nothing. */
export interface WorkerGroupInput {
  readonly name?: string | undefined;
  readonly description?: string | undefined;
  /** Ids of tenants; none: all. `main` is the default tenant. */
  readonly allowedTenants?: readonly string[] | undefined;
  /** Worker queues are not served: any that is named is refused. */
  readonly subscriptions?: readonly unknown[] | undefined;
}

const maxId = 64;
const maxName = 100;
const maxDescription = 1_000;

/** Throws `InvalidEntity` with all that is wrong. `unknownTenants`: those of the ids given that no tenant has. */
export function checkWorkerGroup(id: string, input: WorkerGroupInput, unknownTenants: readonly string[]): void {
  const problems = [...problemsOf(id, input, unknownTenants)];
  if (problems.length === 0) return;
  throw new InvalidEntity(
    { reason: problems.map(({ path, message }) => `${path}: ${message}`).join(', ') },
    { problems },
  );
}

function* problemsOf(
  id: string,
  { name = '', description = '', subscriptions = [] }: WorkerGroupInput,
  unknownTenants: readonly string[],
): Iterable<ErrorProblem> {
  if (!workerGroupPattern.test(id)) yield { path: 'id', message: `must match "${workerGroupPattern.source}"` };
  if (id.length > maxId) yield { path: 'id', message: `must have at most ${maxId} characters` };
  if (name.length > maxName) yield { path: 'name', message: `must have at most ${maxName} characters` };
  if (description.length > maxDescription) {
    yield { path: 'description', message: `must have at most ${maxDescription} characters` };
  }
  for (const tenantId of unknownTenants) yield { path: 'allowedTenants', message: `there is no tenant '${tenantId}'` };
  if (subscriptions.length > 0) {
    yield { path: 'subscriptions', message: 'must be empty: this server has no worker queues' };
  }
}
