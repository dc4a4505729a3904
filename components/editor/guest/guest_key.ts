/** Where a guest's work is kept: what another tab writes there is heard by the `storage` event. */
export const GUEST_KEY = "blockbuilders:guest";

/** The editor without an account. */
export const TRY_PATH = "/try";

/** Where a guest's work becomes a strategy of the account that is logged in. */
export const KEEP_PATH = "/try/keep";
