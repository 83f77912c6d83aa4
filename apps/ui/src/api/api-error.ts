/** One thing that is wrong inside a request, as the server lists it. */
export interface ApiProblem {
  readonly message: string;
  readonly path?: string;
  readonly line?: number;
  readonly column?: number;
}

interface ErrorBody {
  readonly message?: string;
  readonly code?: string;
  readonly _embedded?: { readonly errors?: readonly ApiProblem[] };
}

/** An answer other than 2xx. `status` 0: the server was not reached. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string | undefined;
  readonly problems: readonly ApiProblem[];
  readonly requestId: string | undefined;

  constructor(status: number, body: ErrorBody, requestId?: string) {
    super(body.message ?? (status === 0 ? 'The server cannot be reached' : `The server answered ${status}`));
    this.name = 'ApiError';
    this.status = status;
    this.code = body.code;
    this.problems = body._embedded?.errors ?? [];
    this.requestId = requestId;
  }
}

export function isApiError(error: unknown, status?: number): error is ApiError {
  return error instanceof ApiError && (status === undefined || error.status === status);
}

/** No answer, or that of a proxy without a server behind it: the frame of the page says so by itself. */
export function isUnreachable(status: number): boolean {
  return status === 0 || status === 502 || status === 503 || status === 504;
}

/** What went wrong in a sentence, whatever was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The single problems that the server lists, without those that its sentence says already. */
export function furtherProblems(error: unknown): readonly string[] {
  if (!isApiError(error)) return [];
  const said = error.problems.map(({ message }) => message).filter((message) => !error.message.includes(message));
  return [...new Set(said)];
}

export async function toApiError(response: Response): Promise<ApiError> {
  const text = await response.text().catch(() => '');
  return new ApiError(response.status, errorBody(text), response.headers.get('x-request-id') ?? undefined);
}

function errorBody(text: string): ErrorBody {
  try {
    const body: unknown = JSON.parse(text);
    return typeof body === 'object' && body !== null ? (body as ErrorBody) : {};
  } catch {
    return text === '' || text.startsWith('<') ? {} : { message: text };
  }
}
