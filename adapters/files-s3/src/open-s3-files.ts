import type { Agent as HttpAgent } from 'node:http';
import type { Agent as HttpsAgent } from 'node:https';
import type { TenantKey } from '@windhover/model';
import { safeSegments, type FileStore } from '@windhover/ports';
import type { S3Settings } from './s3-settings.ts';

export interface S3Options {
  readonly settings: S3Settings;
  /** How often a request is tried while S3 does not answer. */
  readonly attempts: number;
  /** Connections that may refuse an address; default: any. */
  readonly agents?: { readonly http: HttpAgent; readonly https: HttpsAgent } | undefined;
}

const timeoutMs = 30_000;
const connectionTimeoutMs = 5_000;

/**
 * Internal storage in a bucket: `<tenant key>/<path>`. Nothing is asked before the first call. The client's library is
 * loaded here: who keeps files elsewhere does not pay for it.
 */
export async function openS3Files({ settings, attempts, agents }: S3Options): Promise<FileStore> {
  const [{ S3Client }, { S3Bucket }, { S3TenantFiles }] = await Promise.all([
    import('@aws-sdk/client-s3'),
    import('./s3-bucket.ts'),
    import('./s3-tenant-files.ts'),
  ]);
  const { endpoint, region, credentials, forcePathStyle } = settings;
  const client = new S3Client({
    region,
    forcePathStyle,
    ...(endpoint !== undefined && { endpoint }),
    ...(credentials !== undefined && { credentials }),
    maxAttempts: attempts,
    // What speaks S3's API seldom knows its newest checksums
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: {
      connectionTimeout: connectionTimeoutMs,
      requestTimeout: timeoutMs,
      ...(agents !== undefined && { httpAgent: agents.http, httpsAgent: agents.https }),
    },
  });
  const bucket = new S3Bucket(client, settings);
  return {
    open(tenantKey: TenantKey) {
      safeSegments(`/${tenantKey}`);
      return new S3TenantFiles(bucket, tenantKey);
    },
    async close() {
      client.destroy();
    },
  };
}
