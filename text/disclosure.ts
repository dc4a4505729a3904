/** What stands on every page: nothing that is shown was earned, and nothing is a recommendation. */
export const DISCLOSURE = "Simulated performance. Not investment advice.";
