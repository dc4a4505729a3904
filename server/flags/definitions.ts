/**
 * Every feature flag: what it decides, its value where the file says nothing, who answers for it, and when it is to be gone.
 * docs/flags.md is held against this list by a test, and `deno task ok` warns of those that are overdue.
 */
import { z } from "zod";
import { VENDOR_NAMES } from "../config/vendor_settings.ts";
import type { SettingName } from "../config/settings.ts";

export interface FlagDefinition<S extends z.ZodType = z.ZodType> {
  readonly schema: S;
  readonly type: "boolean" | "text";
  /** Where neither the file nor a setting says anything. */
  readonly default: boolean | string;
  /** The setting that counts where the file says nothing. */
  readonly setting?: SettingName;
  /** Who answers for it. */
  readonly owner: string;
  /** The day by which it should be taken out of the code, UTC; `null` = it is there to stay, as a switch for emergencies. */
  readonly removeBy: string | null;
  /** What it decides, in a sentence. */
  readonly purpose: string;
}

const flag = <S extends z.ZodType>(definition: FlagDefinition<S>): FlagDefinition<S> => definition;

export const FLAGS = {
  "market_data.source": flag({
    schema: z.enum(["", ...VENDOR_NAMES]),
    type: "text",
    default: "",
    owner: "operations",
    removeBy: null,
    purpose:
      "The vendor that is asked first, of those that `MARKET_DATA` names; empty: their order. `deno task market use` counts before it.",
  }),
  "signup_open": flag({
    schema: z.boolean(),
    type: "boolean",
    default: true,
    setting: "SIGNUP_OPEN",
    owner: "operations",
    removeBy: null,
    purpose: "Whether anybody may sign up; invitations work all the same.",
  }),
  "daily_updates": flag({
    schema: z.boolean(),
    type: "boolean",
    default: true,
    owner: "operations",
    removeBy: null,
    purpose:
      "Whether daily updates are begun; what was missed on a day is begun when it is on again.",
  }),
  "billing": flag({
    schema: z.boolean(),
    type: "boolean",
    default: true,
    owner: "operations",
    removeBy: null,
    purpose:
      "Whether plans can be bought, where Stripe is set up; what was bought stays, and can be managed and ended.",
  }),
  "robustness": flag({
    schema: z.boolean(),
    type: "boolean",
    default: true,
    owner: "engine",
    removeBy: "2027-06-30",
    purpose:
      "Whether the server tests results for the API; reports that are stored can be read either way.",
  }),
  "imports": flag({
    schema: z.boolean(),
    type: "boolean",
    default: true,
    owner: "market data",
    removeBy: "2027-06-30",
    purpose: "Whether candles can be imported; imports that are stored stay in use.",
  }),
} as const satisfies Record<string, FlagDefinition>;

export type FlagName = keyof typeof FLAGS;
export const FLAG_NAMES = Object.keys(FLAGS) as readonly FlagName[];
export type BooleanFlag = {
  [Name in FlagName]: z.infer<(typeof FLAGS)[Name]["schema"]> extends boolean ? Name : never;
}[FlagName];
export type TextFlag = Exclude<FlagName, BooleanFlag>;

/** The flags that should have been taken out by a day (UTC, `2026-01-31`). */
export function overdueFlags(
  day: string,
  flags: Readonly<Record<string, FlagDefinition>> = FLAGS,
): string[] {
  return Object.entries(flags)
    .filter(([, { removeBy }]) => removeBy !== null && removeBy < day)
    .map(([name, { removeBy, owner }]) => `${name} was to be removed by ${removeBy} (${owner})`);
}
