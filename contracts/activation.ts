/** How far accounts get after they have signed up, as whoever runs the server is shown. */

/** In the order in which they are taken. */
export const ACTIVATION_STEPS = [
  "signed_up",
  "first_result",
  "first_comparison",
  "first_daily_update",
] as const;
export type ActivationStep = (typeof ACTIVATION_STEPS)[number];

/** Weeks that are shown. */
export const ACTIVATION_WEEKS = 12;
/** Weeks that can be asked for. */
export const MOST_ACTIVATION_WEEKS = 520;

/** Accounts that took each step, of those that signed up in a week. */
export interface ActivationCohort extends Readonly<Record<ActivationStep, number>> {
  /** The Monday, UTC: 2026-11-23. */
  readonly week: string;
}

export interface Activation {
  /** The newest first. */
  readonly cohorts: readonly ActivationCohort[];
}
