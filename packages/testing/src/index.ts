export { aFlow, failTask, logTask, returnTask, sleepTask, type FlowParts, type TaskParts } from './builders.ts';
export { eventually } from './eventually.ts';
export { executionFile, logMessages } from './execution-reads.ts';
export { fakeClock, type FakeClock } from './fake-clock.ts';
export { fileForm } from './file-form.ts';
export { listenOnLoopback } from './listen-on-loopback.ts';
export { runProgram, type ProgramOptions } from './program-process.ts';
export { startServer } from './start-server.ts';
export { startWorker, type StartWorkerOptions, type TestWorker } from './start-worker.ts';
export { hasS3, startS3, type S3Server } from './start-s3.ts';
export { startVault, type VaultServer } from './start-vault.ts';
export type {
  CommandResult,
  Credentials,
  Reply,
  RequestOptions,
  StartServerOptions,
  TestServer,
} from './test-server.ts';
