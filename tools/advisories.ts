/** What a registry knows of holes in the packages that are shipped, as `npm audit --json` tells it. */
import { z } from 'zod';

const severities = ['info', 'low', 'moderate', 'high', 'critical'];

const reportSchema = z.object({
  vulnerabilities: z.record(
    z.string(),
    z.object({
      severity: z.string(),
      range: z.string(),
      /** Names of packages that bring it along, or what is wrong with this one. */
      via: z.array(z.union([z.string(), z.object({ title: z.string(), url: z.string() })])),
    }),
  ),
});

/** `unknown`: nobody could be asked, for the reason given. */
export type Advisories =
  | { readonly kind: 'known'; readonly holes: readonly string[] }
  | { readonly kind: 'unknown'; readonly reason: string };

/** A line for each hole that is at least moderate; those that a package only passes on stand with the package that has them. */
export function readAdvisories(text: string): Advisories {
  const said = readJson(text);
  const report = reportSchema.safeParse(said);
  if (!report.success) {
    const { message } = z.object({ message: z.string() }).catch({ message: 'no report came' }).parse(said);
    return { kind: 'unknown', reason: message };
  }
  const holes = Object.entries(report.data.vulnerabilities).flatMap(([name, { severity, range, via }]) => {
    if (severities.indexOf(severity) < severities.indexOf('moderate')) return [];
    return via.flatMap((each) =>
      typeof each === 'string' ? [] : `${name} ${range}: ${each.title} (${severity}, ${each.url})`,
    );
  });
  return { kind: 'known', holes };
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
