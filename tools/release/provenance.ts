/** Where a release comes from, as an in-toto statement (v1) with a predicate of SLSA provenance (v1). Tells no time and no machine. */

export interface Made {
  readonly name: string;
  readonly sha256: string;
}

export interface Source {
  readonly version: string;
  /** Of Git, in full. */
  readonly commit: string;
  readonly lockfileSha256: string;
  readonly node: string;
  readonly npm: string;
  readonly baseSha256?: string | undefined;
}

const buildType = 'urn:windhover:npm-run-release:1';
const builder = 'urn:windhover:maintainer';

export function provenanceOf(subjects: readonly Made[], source: Source): object {
  const { version, commit, lockfileSha256, node, npm, baseSha256 } = source;
  return {
    _type: 'https://in-toto.io/Statement/v1',
    subject: subjects.map(({ name, sha256 }) => ({ name, digest: { sha256 } })),
    predicateType: 'https://slsa.dev/provenance/v1',
    predicate: {
      buildDefinition: {
        buildType,
        externalParameters: { version, commit },
        resolvedDependencies: [
          { name: 'source', digest: { gitCommit: commit } },
          { name: 'package-lock.json', digest: { sha256: lockfileSha256 } },
          ...(baseSha256 === undefined ? [] : [{ name: 'base image', digest: { sha256: baseSha256 } }]),
        ],
      },
      runDetails: { builder: { id: builder, version: { node, npm } } },
    },
  };
}
