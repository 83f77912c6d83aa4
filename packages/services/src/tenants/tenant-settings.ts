import { InvalidEntity, type JsonObject } from '@windhover/model';

const storageTypes: readonly string[] = ['local', 'minio', 's3'];
const secretTypes: readonly string[] = ['jdbc', 'vault'];

/** Throws {@link InvalidEntity} for a backend that nobody knows, naming the known ones. */
export function checkTenantSettings(settings: JsonObject): void {
  checkType('storageType', settings['storageType'], storageTypes);
  checkType('secretType', settings['secretType'], secretTypes);
}

function checkType(property: string, value: unknown, known: readonly string[]): void {
  if (value === undefined || (typeof value === 'string' && known.includes(value))) return;
  const message = `${JSON.stringify(value)} is unknown; known are ${known.join(', ')}`;
  throw new InvalidEntity({ reason: `${property}: ${message}` }, { problems: [{ message, path: property }] });
}
