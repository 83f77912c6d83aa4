/** A multipart form as use cases read it: parts in the order in which they were sent, each readable once. */
import { z } from 'zod';

export interface FormPart {
  readonly name: string;
  /** Present when the part is a file. */
  readonly filename?: string;
  readonly contentType?: string;
  readonly content: AsyncIterable<Uint8Array>;
  /** The whole content as UTF-8 text. */
  text(): Promise<string>;
}

export type Form = AsyncIterable<FormPart>;

/** Clients send `FormData`; handlers get a {@link Form}. An absent body is a form without parts. */
export const formSchema: z.ZodType<Form, Form | FormData | undefined> = z.custom<Form>();
