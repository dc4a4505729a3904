/** Calls the REST API from the browser. */
import type { ErrorBody, Issue } from "../contracts/errors.ts";

/** The API refused, or could not be reached (`code: "unreachable"`, status 0). `message` is a sentence for the person. */
export class ApiError extends Error {
  override readonly name = "ApiError";
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly issues: readonly Issue[] = [],
  ) {
    super(message);
  }

  /** What is wrong with one field, or `undefined`. */
  issue(path: string): string | undefined {
    return this.issues.find((issue) => issue.path === path)?.message;
  }
}

export interface CallOptions {
  readonly signal?: AbortSignal;
}

/** `api.get("/strategies")` asks `/api/v1/strategies`. Every call throws {@link ApiError} when it is refused. */
export const api = {
  get: <T>(path: string, options?: CallOptions) => call<T>("GET", path, undefined, options),
  post: <T>(path: string, body: unknown = {}, options?: CallOptions) =>
    call<T>("POST", path, body, options),
  patch: <T>(path: string, body: unknown, options?: CallOptions) =>
    call<T>("PATCH", path, body, options),
  del: <T>(path: string, options?: CallOptions) => call<T>("DELETE", path, undefined, options),
} as const;

async function call<T>(
  method: string,
  path: string,
  body: unknown,
  options: CallOptions = {},
): Promise<T> {
  const response = await send(method, path, body, options);
  if (response.status === 204) return undefined as T;
  const answer: unknown = await response.json().catch(() => null);
  if (response.ok) return answer as T;
  throw toApiError(response.status, answer);
}

async function send(
  method: string,
  path: string,
  body: unknown,
  { signal }: CallOptions,
): Promise<Response> {
  try {
    return await fetch(`/api/v1${path}`, {
      method,
      credentials: "same-origin",
      headers: {
        accept: "application/json",
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal ? { signal } : {}),
    });
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new ApiError(
      0,
      "unreachable",
      "The server cannot be reached. Check your connection and try again.",
    );
  }
}

function toApiError(status: number, answer: unknown): ApiError {
  const error = (answer as Partial<ErrorBody> | null)?.error;
  return new ApiError(
    status,
    error?.code ?? "internal",
    error?.message ?? "Something went wrong on our side. Try again in a moment.",
    error?.issues ?? [],
  );
}
