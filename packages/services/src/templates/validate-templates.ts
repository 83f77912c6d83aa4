import { parseTemplate } from '@windhover/model';
import type { Deps } from '../deps.ts';
import { documentsOf, toValidation, type FlowValidation } from '../flows/validate-flows.ts';

/** Validates each document of a text; changes nothing. An empty text is one invalid document. */
export function validateTemplates({ catalog }: Pick<Deps, 'catalog'>, text: string): readonly FlowValidation[] {
  return documentsOf(text).map(({ source, lineOffset }, index) => {
    const { document = {}, problems } = parseTemplate(source, catalog);
    return toValidation(index, document, problems, lineOffset);
  });
}
