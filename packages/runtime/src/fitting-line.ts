import type { TenantKey } from '@windhover/model';
import type { StoredLogLine } from '@windhover/ports';
import type { LogVolume } from '@windhover/services';

const reached =
  'Log limit reached: this tenant has logged all that it may today; lines that do not fit are dropped until midnight UTC';

/** The line, if the tenant may still log it; else one that says so, and undefined for those after it, once that `wasTold`. */
export function fittingLine(
  line: StoredLogLine,
  volume: LogVolume | undefined,
  tenantKey: TenantKey,
  wasTold: boolean,
): StoredLogLine | undefined {
  if (volume === undefined || volume.take(tenantKey, Buffer.byteLength(line.message))) return line;
  return wasTold ? undefined : { ...line, level: 'WARN', message: reached };
}
