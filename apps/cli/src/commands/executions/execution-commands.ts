import type { CommandSpec } from '../../command.ts';
import { executionsApprove, executionsDeny } from './decide.ts';
import { executionsDelete } from './delete.ts';
import { executionsForceRun } from './force-run.ts';
import { executionsGet } from './get.ts';
import { executionsKill } from './kill.ts';
import { executionsLabels } from './labels.ts';
import { executionsList } from './list.ts';
import { executionsPause } from './pause.ts';
import { executionsReplay } from './replay.ts';
import { executionsRestart } from './restart.ts';
import { executionsResume } from './resume.ts';
import { executionsRun } from './run.ts';
import { executionsUnqueue } from './unqueue.ts';
import { executionsWatch } from './watch.ts';

export const executionCommands: readonly CommandSpec[] = [
  executionsRun,
  executionsList,
  executionsGet,
  executionsWatch,
  executionsPause,
  executionsResume,
  executionsApprove,
  executionsDeny,
  executionsKill,
  executionsRestart,
  executionsReplay,
  executionsForceRun,
  executionsUnqueue,
  executionsLabels,
  executionsDelete,
];
