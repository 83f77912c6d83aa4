/** The program as a library: for tests and benchmarks that start it in their own process. */
export { createLogger, type Logger } from './composition/logger.ts';
export { startWindhover, type StartOptions, type Windhover } from './composition/start-windhover.ts';
export { bundledPlugins, type Plugins } from './composition/plugins.ts';
export { systemClock } from './composition/system-clock.ts';
export { systemIds } from './composition/system-ids.ts';
export { checkConfiguration } from './configuration/check-configuration.ts';
export type { Configuration } from './configuration/configuration.ts';
export { loadConfiguration, type LoadedConfiguration } from './configuration/load-configuration.ts';
export { localDefaults } from './load-for-command.ts';
export { version } from './version.ts';
