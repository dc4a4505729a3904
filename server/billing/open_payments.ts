/** The payment service that the configuration names. */
import type { Config } from "../config/config.ts";
import type { Payments } from "./payments.ts";

/** `null` where nothing is sold. */
export async function openPayments({ billing }: Pick<Config, "billing">): Promise<Payments | null> {
  if (billing === null) return null;
  const { openStripe } = await import("./stripe_payments.ts");
  return openStripe(billing);
}
