export type { Backend } from './find-backend.ts';
export {
  openConfinement,
  type ConfinementOptions,
  type ConfinementReport,
  type Isolation,
  type Networks,
  type OpenConfinement,
} from './open-confinement.ts';
export { plainProcesses } from './plain-processes.ts';
