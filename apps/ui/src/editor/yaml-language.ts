import { yaml } from '@codemirror/lang-yaml';
import { Prec, type Extension } from '@codemirror/state';
import { expressionMarks } from './expression-marks.ts';

/** YAML with the expressions in it. */
export const yamlLanguage: Extension = [yaml(), Prec.highest(expressionMarks)];
