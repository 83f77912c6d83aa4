/** The program's version: that of its package; and the commit that a release was built from. */
import manifest from '../package.json' with { type: 'json' };

export const version = manifest.version;

/** Images of releases name it; undefined elsewhere. */
export const commit: string | undefined = process.env['WINDHOVER_COMMIT'];
