export { LiveStream, type LiveEvent } from './event-stream.ts';
export type { RateSettings } from './rate-limits.ts';
export { verifyIsolation, type ProbeResult } from './isolation-check/verify-isolation.ts';
export { defaultServerSettings, type ServerSettings } from './server-settings.ts';
export type { UiFiles } from './serve-ui.ts';
export { startManagementServer, type ManagementServer } from './management-server.ts';
export { toWorkerSocket } from './worker-socket.ts';
export { workersPath } from './worker-connections.ts';
export { startServer, type RunningServer, type StartServer } from './start-server.ts';
