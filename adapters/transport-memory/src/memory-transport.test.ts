import { transportContract } from '@windhover/ports/contract-tests';
import { openMemoryTransport } from './open-memory-transport.ts';

transportContract('memory transport', async () => openMemoryTransport());
