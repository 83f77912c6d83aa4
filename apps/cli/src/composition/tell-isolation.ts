/** Says at the start what scripts of flows run in. */
import type { Isolation, OpenConfinement } from '@windhover/confinement-linux';
import type { Logger } from './logger.ts';

/** For `/configs`. */
export async function tellIsolation(confinement: OpenConfinement, logger: Logger): Promise<Isolation> {
  const { isolation, reasons } = await confinement.report();
  const because = reasons.length === 0 ? '' : ` (${reasons.join('; ')})`;
  switch (isolation) {
    case 'bubblewrap':
      logger.info('Scripts of flows run in sandboxes made by bubblewrap');
      for (const reason of reasons) logger.warn(reason);
      break;
    case 'none':
      logger.warn(
        `Scripts of flows run as plain processes, without isolation${because}: whoever can write flows can reach this machine`,
      );
      break;
    case 'missing':
      logger.warn(
        `Scripts of flows fail, as there is no sandbox for them${because}: install bubblewrap, or set kestra.tasks.isolation: none`,
      );
      break;
  }
  return isolation;
}
