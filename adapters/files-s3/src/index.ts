export { openS3Files, type S3Options } from './open-s3-files.ts';
export { readMinioSettings, readS3Settings, type ReadSettings, type S3Settings } from './s3-settings.ts';
