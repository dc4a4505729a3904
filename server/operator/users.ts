/** Commands about accounts: `deno task users …`. */
import { z } from "zod";
import { linkTo, RESET_PATH } from "../../contracts/account_links.ts";
import { AT_THE_MACHINE } from "../accounts/administration.ts";
import { MAILED_LINK_MINUTES } from "../accounts/links.ts";
import { defineCommand } from "./command.ts";

const limit = z.int().min(0).nullable().optional();
const account = z.strictObject({ email: z.string().min(1) });

export const listUsers = defineCommand({
  name: "users-list",
  input: z.strictObject({ search: z.string().optional(), page: z.int().min(1).optional() }),
  run: ({ services }, { search, page }) =>
    services.administration.list({
      ...(search === undefined ? {} : { search }),
      ...(page === undefined ? {} : { page }),
    }),
});

export const resetUserPassword = defineCommand({
  name: "users-reset-password",
  input: account,
  async run({ services: { administration }, origin }, { email }) {
    const id = await administration.idOf(email);
    const code = await administration.resetCode(AT_THE_MACHINE, id);
    return { link: linkTo(origin, RESET_PATH, code), minutes: MAILED_LINK_MINUTES };
  },
});

export const makeOwner = defineCommand({
  name: "users-make-owner",
  input: account,
  async run({ services: { administration } }, { email }) {
    const id = await administration.idOf(email);
    await administration.setRole(AT_THE_MACHINE, id, "owner");
    return { id };
  },
});

export const resetUserTwoStep = defineCommand({
  name: "users-reset-two-step",
  input: account,
  async run({ services: { administration } }, { email }) {
    const id = await administration.idOf(email);
    await administration.resetTwoStep(AT_THE_MACHINE, id);
    return { id };
  },
});

export const disableUser = defineCommand({
  name: "users-disable",
  input: account.extend({ disabled: z.boolean() }),
  async run({ services: { administration } }, { email, disabled }) {
    const id = await administration.idOf(email);
    if (disabled) await administration.disable(AT_THE_MACHINE, id);
    else await administration.enable(AT_THE_MACHINE, id);
    return { id };
  },
});

export const setUserLimits = defineCommand({
  name: "users-limits",
  input: account.extend({
    changes: z.strictObject({
      strategies: limit,
      backtests: limit,
      imports: limit,
      candles: limit,
    }),
  }),
  async run({ services: { administration, limits } }, { email, changes }) {
    const id = await administration.idOf(email);
    await administration.setLimits(AT_THE_MACHINE, id, changes);
    const { own_limits, plan } = await administration.get(id);
    const { strategies, backtestsPerDay, imports, importCandles } =
      limits.rules.plans[plan].entitlements;
    const everybody = { strategies, backtests: backtestsPerDay, imports, candles: importCandles };
    return { own: own_limits, everybody };
  },
});
