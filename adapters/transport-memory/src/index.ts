export { openMemoryTransport, type MemoryTransportOptions } from './open-memory-transport.ts';
