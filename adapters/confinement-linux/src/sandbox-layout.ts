/** What a program in a sandbox sees of the file system: little, and nothing of it can it change. */
import { lstat, readdir, readlink } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { exists, programFolders, realPathOf } from './program-folders.ts';

/** At `path`, which is absolute. What lies deeper wins over what lies above it. */
export type Place =
  /** `source` read-only. */
  | { readonly kind: 'shown'; readonly path: string; readonly source: string }
  /** A link as it is on the machine. */
  | { readonly kind: 'link'; readonly path: string; readonly target: string }
  /** An empty folder that cannot be written to. */
  | { readonly kind: 'hidden'; readonly path: string };

export interface LayoutOptions {
  /** `PATH` of the worker: its programs are found inside as well. */
  readonly searchPath: string;
  /** What else is shown; what does not exist is left out. */
  readonly readOnlyPaths: readonly string[];
  /** Folders that no program may see, wherever they lie: of data, of other runs. */
  readonly hiddenPaths: readonly string[];
  /** Files that stand in for some of `/etc`, by name. */
  readonly standIns: Readonly<Record<string, string>>;
}

const system = ['/usr', '/bin', '/sbin', '/lib', '/lib32', '/lib64', '/libx32', '/nix/store', '/gnu/store'];
/** Keys, and what programs beside us were told, although it lies within what is shown. */
const systemSecrets = ['/usr/local/etc', '/etc/ssl/private', '/etc/pki/tls/private'];
/** Of `/etc`: how names are resolved, whom to trust, how languages and time zones work. No accounts, no keys. */
const settings =
  /^(alternatives|ca-certificates.*|crypto-policies|debian_version|fonts|gai\.conf|host\.conf|hosts|inputrc|java.*|ld\.so\..*|locale\..*|localtime|lsb-release|magic.*|mime\.types|networks|nsswitch\.conf|os-release|perl|php.*|pki|protocols|python.*|R|resolv\.conf|rpc|ruby.*|services|ssl|terminfo|timezone)$/;

/** Ordered: what lies above comes first. */
export async function sandboxLayout(options: LayoutOptions): Promise<readonly Place[]> {
  const shown = [...(await programFolders(options.searchPath)), ...options.readOnlyPaths.map((path) => resolve(path))];
  const places = [
    ...(await Promise.all([...system, ...shown].map(placeOf))).flat(),
    ...(await settingsPlaces()),
    ...Object.entries(options.standIns).map(([name, source]) => shownAt(join('/etc', name), source)),
  ];
  const hidden = [...systemSecrets, ...(await Promise.all(options.hiddenPaths.map(realPathOf)))];
  const covers = (await Promise.all(hidden.map((path) => coversOf(path, places)))).flat();
  const byPath = new Map([...places, ...covers].map((place) => [place.path, place]));
  const ordered = [...byPath.values()].sort((one, other) => depthOf(one.path) - depthOf(other.path));
  return ordered.filter((place, index) => !isThereAnyway(place, ordered.slice(0, index)));
}

/** Whether what lies above it shows the same. */
function isThereAnyway(place: Place, above: readonly Place[]): boolean {
  const around = above.findLast((each) => isAtOrBelow(place.path, each.path));
  if (place.kind !== 'shown' || around?.kind !== 'shown') return false;
  return place.source === `${around.source}${place.path.slice(around.path.length)}`;
}

/** Whether a path of the machine is what the sandbox has there too. */
export async function isShown(path: string, layout: readonly Place[]): Promise<boolean> {
  const around = (inner: string): Place | undefined => layout.findLast((place) => isAtOrBelow(inner, place.path));
  const real = await realPathOf(path);
  return [path, real].every((each) => ['shown', 'link'].includes(around(each)?.kind ?? ''));
}

export function isAtOrBelow(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder === '/' ? folder : `${folder}/`);
}

/** Where a path of the machine would be seen. */
async function coversOf(path: string, places: readonly Place[]): Promise<readonly Place[]> {
  if (!(await exists(path))) return [];
  return places.flatMap((place) =>
    place.kind === 'shown' && isAtOrBelow(path, place.source)
      ? [{ kind: 'hidden', path: `${place.path}${path.slice(place.source.length)}` }]
      : [],
  );
}

/** Of the system, links lead to what is shown as well. */
async function placeOf(path: string): Promise<readonly Place[]> {
  if (!(await exists(path))) return [];
  const isLink = system.includes(path) && (await lstat(path)).isSymbolicLink();
  return [isLink ? { kind: 'link', path, target: await readlink(path) } : shownAt(path, await realPathOf(path))];
}

async function settingsPlaces(): Promise<readonly Place[]> {
  const names = (await readdir('/etc').catch(() => [])).filter((name) => settings.test(name));
  const places = await Promise.all(
    names.map(async (name) => {
      const path = join('/etc', name);
      return (await exists(path)) ? [shownAt(path, await realPathOf(path))] : [];
    }),
  );
  return places.flat();
}

function shownAt(path: string, source: string): Place {
  return { kind: 'shown', path, source };
}

function depthOf(path: string): number {
  return path.split('/').length;
}
