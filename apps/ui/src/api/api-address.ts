/** The address of something below the API of an instance, for those who call it from elsewhere. */
export function apiAddress(instanceUrl: string, ...segments: readonly string[]): string {
  return `${instanceUrl.replace(/\/$/, '')}/api/v1/${segments.map(encodeURIComponent).join('/')}`;
}
