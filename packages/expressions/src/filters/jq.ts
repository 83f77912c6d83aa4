import type { Filter } from '../call-environment.ts';
import { ValueError } from '../values/value-error.ts';
export const jq: Filter = () => {
  throw new ValueError('being written');
};
