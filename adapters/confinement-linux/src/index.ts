export {
  openConfinement,
  type ConfinementOptions,
  type ConfinementReport,
  type Isolation,
  type OpenConfinement,
} from './open-confinement.ts';
export { plainProcesses } from './plain-processes.ts';
