/** Where a guest's work is kept: what another tab writes there is heard by the `storage` event. */
export const GUEST_KEY = "blockbuilders:guest";

/** Where a guest's period and costs are kept. */
export const GUEST_CONTEXT_KEY = "blockbuilders:guest-context";

/** Where the variations are kept that a guest has looked at. */
export const GUEST_TRIALS_KEY = "blockbuilders:guest-trials";

/** On the address of a strategy that was just saved from there: its market is to be chosen. */
export const CHOOSE_MARKET = "#choose-market";

/** The editor without an account. */
export const TRY_PATH = "/try";

/** Where a guest's work becomes a strategy of the account that is logged in. */
export const KEEP_PATH = "/try/keep";
