export { fileStoreContract } from './contract-tests/files-contract.ts';
export { type OpenedStore, type OpenStore } from './contract-tests/opened-store.ts';
export { secretBackendContract } from './contract-tests/secrets-contract.ts';
export { storeContract } from './contract-tests/store-contract.ts';
export { transportContract } from './contract-tests/transport-contract.ts';
