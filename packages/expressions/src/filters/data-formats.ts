import type { Filter } from '../call-environment.ts';
import { toIonText } from '../text/ion-text.ts';
import { toYamlText } from '../text/yaml-text.ts';
import { toJsonText } from '../values/json-text.ts';
import { isNull } from './filter-input.ts';

/** Null gives the text "null" in all three. */
export const toJson: Filter = (input) => toJsonText(input);

export const toIon: Filter = (input) => toIonText(input);

export const yaml: Filter = (input) => (isNull(input) ? 'null' : toYamlText(input));
