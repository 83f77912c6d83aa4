import type { Filter } from '../call-environment.ts';
import { nodeCrypto } from '../text/node-modules.ts';
import { ValueError } from '../values/value-error.ts';
import { nullStays } from './filter-input.ts';

function hash(algorithm: string): Filter {
  return nullStays((input, _, environment) => {
    if (typeof input !== 'string') throw new ValueError('Need a string to hash');
    environment.charge(input.length >> 6);
    return nodeCrypto().createHash(algorithm).update(input, 'utf8').digest('hex');
  });
}

export const md5 = hash('md5');
export const sha1 = hash('sha1');
export const sha256 = hash('sha256');
export const sha512 = hash('sha512');
