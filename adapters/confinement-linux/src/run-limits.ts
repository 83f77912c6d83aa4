/** What one run may take. Absent: as much as there is. */
export interface RunLimits {
  readonly memoryBytes?: number | undefined;
  /** Processors' worth of time: 0.5 is half of one. */
  readonly cpus?: number | undefined;
  /** Processes and threads. */
  readonly processes?: number | undefined;
  /** Of each of its processes. */
  readonly openFiles?: number | undefined;
  /** In its working directory. */
  readonly diskBytes?: number | undefined;
  readonly durationMs?: number | undefined;
}
