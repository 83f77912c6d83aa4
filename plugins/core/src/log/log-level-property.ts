import { z } from 'zod';

export const logLevelProperty = z
  .enum(['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR'])
  .default('INFO')
  .describe('Level of the log lines. Default `INFO`.');
