export { openVault, type VaultOptions } from './open-vault.ts';
export { readVaultSettings, type VaultLogin, type VaultSettings } from './vault-settings.ts';
export type { Retries } from './vault-client.ts';
