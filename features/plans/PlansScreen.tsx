/** The plans side by side, in words and numbers. */
import type { Billing, OfferedPlan, PlanEntitlements, PlanName } from "../../contracts/plans.ts";
import { GRACE_DAYS, PLAN_SECTION } from "../../contracts/plans.ts";
import { PageHead } from "../../components/shell/PageHead.tsx";
import { number } from "../../text/format.ts";
import { Badge } from "../../ui/Badge.tsx";
import { ButtonLink } from "../../ui/Button.tsx";
import { Card } from "../../ui/Card.tsx";
import { TableScroll } from "../../ui/Table.tsx";
import pagesStyles from "../../components/styles/pages.module.css.ts";
import readingStyles from "../../components/styles/reading.module.css.ts";
import tableStyles from "../../ui/Table.module.css.ts";

const ROWS: readonly {
  readonly name: keyof PlanEntitlements;
  readonly label: string;
}[] = [
  { name: "strategies", label: "Strategies" },
  { name: "backtests_per_day", label: "Backtests a day" },
  { name: "daily_updates", label: "Daily updates" },
  { name: "follows", label: "Followed versions" },
  { name: "imports", label: "Candle imports" },
  { name: "import_candles", label: "Imported candles" },
  { name: "api_keys", label: "API keys" },
];

export interface PlansProps {
  /** All plans where they are sold, else the one that everybody has. */
  readonly plans: readonly OfferedPlan[];
  readonly sold: boolean;
  /** The plan of whoever looks; `null` = a visitor. */
  readonly own: Pick<Billing, "plan" | "source"> | null;
}

export function PlansScreen({ plans, sold, own }: PlansProps) {
  return (
    <div class={pagesStyles.page}>
      <PageHead
        title="Plans"
        about={sold
          ? "What an account may do on each plan. Results are computed the same way on all of them."
          : "No plans are sold here. This is what every account may do."}
        actions={sold && action(own)}
      />
      <Card pad={false}>
        <TableScroll label="Plans">
          <table class={tableStyles.table}>
            <thead>
              <tr>
                <th scope="col">Limit</th>
                {plans.map(({ name, title }) => (
                  <th key={name} scope="col" class={tableStyles.numeric}>
                    {sold ? title : "Every account"}
                    {sold && own?.plan === name && (
                      <>
                        {" "}
                        <Badge tone="accent">Yours</Badge>
                      </>
                    )}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {ROWS.map(({ name: limit, label }) => (
                <tr key={limit}>
                  <th scope="row">{label}</th>
                  {plans.map(({ name, entitlements }) => (
                    <td key={name} class={tableStyles.numeric}>
                      {entitlements[limit] === null ? "All" : number(entitlements[limit])}
                    </td>
                  ))}
                </tr>
              ))}
              <tr>
                <th scope="row">Live results</th>
                {plans.map(({ name }) => <td key={name} class={tableStyles.numeric}>Unlimited</td>)}
              </tr>
            </tbody>
          </table>
        </TableScroll>
      </Card>
      <div class={readingStyles.reading}>
        <section>
          <h2>What counts</h2>
          <p>
            Archived strategies, automatic backtests and live results in the editor do not count.
            Daily updates are strategies with auto-update on. Results are kept until you delete
            them; of older daily results the figures are kept.
          </p>
        </section>
        {sold && (
          <section>
            <h2>Paying and cancelling</h2>
            <p>
              Stripe takes the payment and shows the price before you pay. Blockbuilders never sees
              your card. Cancel at any time under Settings; Premium then runs until the end of the
              period you paid for.
            </p>
            <p>
              If a payment fails, Premium continues for {GRACE_DAYS}{" "}
              days while you update your card. After a downgrade nothing is deleted. You can still
              open everything you have, but not add more than Free allows, and only as many daily
              updates run.
            </p>
            <p>A plan buys room, not better results. Simulated performance is not a promise.</p>
          </section>
        )}
      </div>
    </div>
  );
}

function action(own: PlansProps["own"]) {
  if (own === null) {
    return <ButtonLink variant="primary" href="/signup">Start free</ButtonLink>;
  }
  return isPremium(own.plan)
    ? <ButtonLink href={PLAN_SECTION}>Your plan</ButtonLink>
    : <ButtonLink variant="primary" href={PLAN_SECTION}>Upgrade to Premium</ButtonLink>;
}

function isPremium(plan: PlanName): boolean {
  return plan === "premium";
}
