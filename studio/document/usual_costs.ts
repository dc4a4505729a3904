/**
 * The costs a run form starts with when a person has set none. The contracts' own constants come with the validation
 * library, which the editor should not load for two numbers; `usual_costs_test.ts` holds the two together.
 */
export const USUAL_COSTS = { fee_percent: 0.1, slippage_percent: 0.05 } as const;
