/** Who is at the other end of a request. */

/** Where a request comes from, as far as it matters for a session. */
export interface Visitor {
  readonly address: string;
  readonly userAgent: string | null;
  /** The session that the request came with; absent = none. A log-in ends it. */
  readonly sessionToken?: string | null;
  /** What its device was given when it last logged in; absent = nothing. */
  readonly deviceToken?: string | null;
}
