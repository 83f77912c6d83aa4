export { openLocalFiles, type LocalFilesOptions } from './open-local-files.ts';
