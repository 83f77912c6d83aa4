/** Properties that all script tasks share. */
import { z } from 'zod';

export const scriptProperties = z.object({
  beforeCommands: z
    .array(z.string())
    .default([])
    .describe('Commands that run first, in the same shell: `["pip install requests"]`.'),
  interpreter: z
    .array(z.string())
    .min(1)
    .default(['/bin/sh', '-c'])
    .describe('Program and options that get the commands as their last argument.'),
  failFast: z.boolean().default(true).describe('Stops at the first command that fails (`set -e`); shells only.'),
  env: z
    .record(z.string(), z.coerce.string())
    .default({})
    .describe('Environment variables. The worker adds `PATH`, `WORKING_DIR` and little else.'),
  inputFiles: z
    .unknown()
    .optional()
    .describe('Files to write into the working directory: a map of names to text or storage URIs, or its JSON text.'),
  namespaceFiles: z
    .object({
      enabled: z.boolean().optional(),
      include: z.array(z.string()).optional(),
      exclude: z.array(z.string()).optional(),
      namespaces: z.array(z.string()).optional(),
    })
    .optional()
    .describe('Files of the namespace to put into the working directory: `{enabled: true, include: ["*.py"]}`.'),
  outputFiles: z
    .array(z.string())
    .default([])
    .describe('Globs of files to keep, relative to the working directory: `["*.csv", "out/**"]`.'),
  outputDirectory: z
    .boolean()
    .default(false)
    .describe('Makes a directory, `{{ outputDir }}` or `OUTPUT_DIR`, whose files are all kept.'),
  failOnWarnings: z
    .boolean()
    .default(false)
    .describe('Ends in FAILED, not WARNING, when the script logs at WARN or ERROR through the output protocol.'),
  warningOnStdErr: z.boolean().default(false).describe('Ends in WARNING when anything is printed on stderr.'),
  taskRunner: z
    .looseObject({ type: z.string() })
    .optional()
    .describe('Where the script runs: `{type: io.kestra.plugin.core.runner.Process}`, which is also the default.'),
  containerImage: z
    .string()
    .optional()
    .describe('Image for runners that use containers; without effect on plain processes.'),
  runner: z.string().optional().describe('Older spelling of `taskRunner`: `PROCESS`.'),
  docker: z.unknown().optional().describe('Older options of the Docker runner, which does not exist here.'),
  targetOS: z.string().optional().describe('Only `LINUX` and `AUTO` exist.'),
});

export const scriptOutputs = z.object({
  vars: z.record(z.string(), z.unknown()).describe('What the script printed as `::{"outputs": {…}}::`, merged.'),
  outputFiles: z.record(z.string(), z.string()).describe('Storage URIs of the files kept, by relative path.'),
  exitCode: z.int().describe('Exit code of the last command.'),
  stdOutLineCount: z.int().describe('Lines printed on stdout.'),
  stdErrLineCount: z.int().describe('Lines printed on stderr.'),
});

export type ScriptProperties = z.output<typeof scriptProperties>;
export type ScriptOutputs = z.output<typeof scriptOutputs>;

/** Rendered by the task itself: they may name `workingDir` and `outputDir`, which exist only once it runs. */
export const renderedByTask = ['beforeCommands', 'commands', 'script', 'env', 'inputFiles'] as const;

/** For `workingDir` and `outputDir`, which differ from run to run. */
export const placeStandIns = { workingDir: 'workingDir', outputDir: 'outputDir' } as const;
