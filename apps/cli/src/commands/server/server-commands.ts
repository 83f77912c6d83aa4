import type { CommandSpec } from '../../command.ts';
import { serverLocal } from './local.ts';
import { serverExecutor, serverIndexer, serverScheduler, serverWebserver } from './roles.ts';
import { serverStandalone } from './standalone.ts';
import { serverWorker } from './worker.ts';

export const serverCommands: readonly CommandSpec[] = [
  serverLocal,
  serverStandalone,
  serverWebserver,
  serverExecutor,
  serverScheduler,
  serverIndexer,
  serverWorker,
];
