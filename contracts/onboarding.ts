/** The first steps of an account: which it has done. */
import { z } from "zod";

/** In the order they are shown in. */
export const ONBOARDING_STEPS = [
  "create_strategy",
  "change_block",
  "see_live_result",
  "run_backtest",
  "read_verdict",
  "compare",
  "auto_update",
] as const;
export type OnboardingStep = (typeof ONBOARDING_STEPS)[number];

/** Steps that only a page sees being done; the others follow from what the account has. */
export const SEEN_STEPS = [
  "see_live_result",
  "compare",
] as const satisfies readonly OnboardingStep[];
export type SeenStep = (typeof SEEN_STEPS)[number];

export const onboardingSchema = z.object({
  steps: z.array(z.object({ step: z.enum(ONBOARDING_STEPS), done: z.boolean() })),
  /** The person does not want to be shown it. */
  dismissed: z.boolean(),
  /** Where the next steps are done: the strategy changed last, and its newest finished run. */
  strategy_id: z.uuid().nullable(),
  run_id: z.uuid().nullable(),
});
export type Onboarding = z.infer<typeof onboardingSchema>;

export const updateOnboardingSchema = z.strictObject({
  /** A step that was just done in front of the person. */
  seen: z.enum(SEEN_STEPS, { error: `Choose one of ${SEEN_STEPS.join(", ")}.` }).optional(),
  dismissed: z.boolean("It is dismissed or not: true or false.").optional(),
});
export type UpdateOnboarding = z.infer<typeof updateOnboardingSchema>;

/** Whether nothing is left to do. */
export function onboardingDone({ steps }: Onboarding): boolean {
  return steps.every(({ done }) => done);
}
