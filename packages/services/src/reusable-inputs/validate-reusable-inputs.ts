import { parseReusableInputs } from '@windhover/model';
import { documentsOf, toValidation, type FlowValidation } from '../flows/validate-flows.ts';

/** Validates each document of a text; changes nothing. An empty text is one invalid document. */
export function validateReusableInputs(text: string): readonly FlowValidation[] {
  return documentsOf(text).map(({ source, lineOffset }, index) => {
    const { document = {}, problems } = parseReusableInputs(source);
    return toValidation(index, document, problems, lineOffset);
  });
}
