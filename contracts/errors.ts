/** Error codes of the API and the HTTP status each goes with. */
import { z } from "zod";

export const ERROR_STATUS = {
  bad_request: 400,
  not_signed_in: 401,
  invalid_credentials: 401,
  code_needed: 401,
  forbidden_origin: 403,
  limit_reached: 403,
  signup_closed: 403,
  account_disabled: 403,
  email_unverified: 403,
  password_needed: 403,
  not_allowed: 403,
  key_scope: 403,
  no_mail: 403,
  not_found: 404,
  method_not_allowed: 405,
  too_slow: 408,
  email_taken: 409,
  version_conflict: 409,
  not_completed: 409,
  candles_differ: 409,
  candles_missing: 409,
  not_reproducible: 409,
  result_gone: 410,
  result_unreadable: 410,
  link_invalid: 410,
  too_large: 413,
  unsupported_media_type: 415,
  wrong_host: 421,
  invalid_input: 422,
  invalid_strategy: 422,
  upgrade_required: 426,
  too_many_attempts: 429,
  rate_limited: 429,
  internal: 500,
  unavailable: 503,
  disk_full: 507,
} as const;

export type ErrorCode = keyof typeof ERROR_STATUS;

/** One thing that is wrong. `path` names the field (`email`), the strategy's faults name block, port and parameter. */
export const issueSchema = z.object({
  path: z.string().optional(),
  /** Line of an imported file, from 1; 0 = the file as a whole. */
  line: z.number().int().optional(),
  code: z.string().optional(),
  block_id: z.string().nullable().optional(),
  port: z.string().nullable().optional(),
  param: z.string().nullable().optional(),
  /** Of candles that differ from what is stored: how many there are, or the open time of one (ISO 8601, UTC). */
  count: z.number().int().optional(),
  time: z.string().optional(),
  /** Of a limit: how much is used and allowed, and when the count starts again (ISO 8601, UTC). */
  used: z.number().optional(),
  limit: z.number().optional(),
  resets_at: z.string().optional(),
  /** Of a limit of a plan: the account's plan, and the page of one that allows more, where one is sold. */
  plan: z.string().optional(),
  upgrade: z.string().optional(),
  message: z.string(),
});
export type Issue = z.infer<typeof issueSchema>;

export const errorBodySchema = z.object({
  error: z.object({ code: z.string(), message: z.string(), issues: z.array(issueSchema) }),
});
export type ErrorBody = z.infer<typeof errorBodySchema>;

/** A refusal that the person who asked can act on. Services throw it; one place turns it into an answer. */
export class AppError extends Error {
  override readonly name = "AppError";
  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly options: {
      readonly issues?: readonly Issue[];
      /** For 429: when to come back. */
      readonly retryAfterSeconds?: number;
      /** For 405: the methods that the address takes. */
      readonly allow?: string;
      /** What it came of; for the log, never for the answer. */
      readonly cause?: unknown;
    } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
  }
  get status(): number {
    return ERROR_STATUS[this.code];
  }
  get issues(): readonly Issue[] {
    return this.options.issues ?? [];
  }
}
