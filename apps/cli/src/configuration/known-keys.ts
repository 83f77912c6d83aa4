/** Every configuration key that Windhover knows, in the order of the manual (`docs/manual/configuration.md`). */
import type { KeySection, KnownKey } from './known-key.ts';
import { executionKeys } from './known-keys/execution.ts';
import { httpKeys } from './known-keys/http.ts';
import { securityKeys, tenancyKeys } from './known-keys/security.ts';
import { serverKeys } from './known-keys/servers.ts';
import { storageKeys } from './known-keys/storage.ts';

export const keySections: readonly KeySection[] = [
  httpKeys,
  tenancyKeys,
  securityKeys,
  storageKeys,
  executionKeys,
  serverKeys,
];

export const knownKeys: readonly KnownKey[] = keySections.flatMap((section) => section.keys);
