export { aFlow, failTask, logTask, returnTask, sleepTask, type FlowParts, type TaskParts } from './builders.ts';
export { eventually } from './eventually.ts';
export { fakeClock, type FakeClock } from './fake-clock.ts';
export type { Credentials, Reply, RequestOptions, StartServer, StartServerOptions, TestServer } from './test-server.ts';
