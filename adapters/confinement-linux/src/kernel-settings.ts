/** Written to by whoever is root on the machine, whatever namespace they are in. */
export const kernelSettings = ['sys', 'sysrq-trigger', 'irq', 'bus', 'fs', 'mtrr', 'acpi', 'scsi'].map(
  (name) => `/proc/${name}`,
);
