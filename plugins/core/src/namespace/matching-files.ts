import { parseGlob, type RunContext } from '@windhover/plugin-sdk';

/** Paths of the namespace's files that match one of the globs, with or without the leading slash; in order. */
export async function matchingFiles(
  { services }: Pick<RunContext<unknown>, 'services'>,
  namespace: string,
  patterns: readonly string[],
): Promise<readonly string[]> {
  const globs = patterns.map(parseGlob);
  const files = (await services.call('namespaceFiles.list', { namespace })) as readonly { readonly path: string }[];
  return files
    .map(({ path }) => path)
    .filter((path) => globs.some((glob) => glob.matches(path) || glob.matches(path.slice(1))));
}
