/** Of pictures, by the end of their name. */
export function mediaTypeOf(extension: string): string {
  if (extension === 'svg') return 'image/svg+xml';
  if (extension === 'jpg') return 'image/jpeg';
  return extension === 'ico' ? 'image/x-icon' : `image/${extension}`;
}
