/** Says at the start what scripts of flows run in. */
import type { ConfinementReport, OpenConfinement } from '@windhover/confinement-linux';
import type { Logger } from './logger.ts';

const networks = {
  filtered: 'a proxy as their network',
  none: 'no network',
  open: "the server's network",
} as const;

export async function tellConfinement(confinement: OpenConfinement, logger: Logger): Promise<ConfinementReport> {
  const report = await confinement.report();
  const { isolation, network, reasons, gaps } = report;
  const because = reasons.length === 0 ? '' : ` (${reasons.join('; ')})`;
  switch (isolation) {
    case 'bubblewrap':
    case 'unshare':
      logger.info(`Scripts of flows run in sandboxes made by ${isolation}, with ${networks[network]}`);
      break;
    case 'none':
      logger.warn(
        `Scripts of flows run as plain processes, without isolation${because}: whoever can write flows can reach this machine and its network`,
      );
      break;
    case 'missing':
      logger.warn(
        `Scripts of flows fail, as there is no sandbox for them${because}: install bubblewrap, or set kestra.tasks.isolation: none`,
      );
      break;
  }
  for (const gap of gaps) logger.warn(gap);
  return report;
}
