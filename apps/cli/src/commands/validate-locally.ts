/** Checks flows and templates with the server's own code, in this process. */
import { parseFlow, parseTemplate, splitDocuments, type Problem } from '@windhover/model';
import { bundledPlugins } from '../composition/plugins.ts';
import type { SourceFile, SourceKind } from './source-files.ts';
import type { Verdict } from './validate-sources.ts';

export function validateLocally(kind: SourceKind, file: SourceFile, index: number): readonly Verdict[] {
  const { catalog } = bundledPlugins();
  const parse = kind === 'flow' ? parseFlow : parseTemplate;
  return splitDocuments(file.source).map(({ source, lineOffset }) => {
    const { document, problems } = parse(source, catalog);
    const told = (severity: Problem['severity']): readonly string[] =>
      problems
        .filter((problem) => problem.severity === severity)
        .map(({ line, path, message }) => `line ${line + lineOffset}${path === '' ? '' : `, ${path}`}: ${message}`);
    const errors = told('error');
    return {
      index,
      ...(typeof document?.['namespace'] === 'string' && { namespace: document['namespace'] }),
      ...(typeof document?.['id'] === 'string' && { flow: document['id'] }),
      ...(errors.length > 0 && { constraints: errors.join('\n') }),
      warnings: told('warning'),
      infos: told('info'),
    };
  });
}
