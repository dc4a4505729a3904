/** How far accounts get, by the week in which they signed up. */
import {
  type Activation,
  ACTIVATION_STEPS,
  type ActivationStep,
} from "../../contracts/activation.ts";
import { counted } from "../../text/format.ts";
import { Card } from "../../ui/Card.tsx";
import { TableScroll } from "../../ui/Table.tsx";
import tableStyles from "../../ui/Table.module.css.ts";
import styles from "./admin.module.css.ts";

const HEADINGS: Readonly<Record<ActivationStep, string>> = {
  signed_up: "Signed up",
  first_result: "First result",
  first_comparison: "First comparison",
  first_daily_update: "First daily update",
};

export function ActivationPanel({ cohorts }: Activation) {
  const total = (step: ActivationStep) => cohorts.reduce((sum, one) => sum + one[step], 0);
  const all = total("signed_up");
  return (
    <>
      <p class={styles.lead}>
        Accounts by the week in which they signed up (Monday, UTC), and how many of them took each
        first step since. Counted in this database; nothing is sent to anybody.
      </p>
      <Card pad={false}>
        <TableScroll label="Activation by week of sign-up">
          <table class={tableStyles.table}>
            <thead>
              <tr>
                <th scope="col">Week of</th>
                {ACTIVATION_STEPS.map((step) => (
                  <th key={step} scope="col" class={tableStyles.numeric}>{HEADINGS[step]}</th>
                ))}
              </tr>
            </thead>
            <tbody>
              {cohorts.map((cohort) => (
                <tr key={cohort.week}>
                  <th scope="row">{cohort.week}</th>
                  {ACTIVATION_STEPS.map((step) => (
                    <td key={step} class={tableStyles.numeric}>
                      {countAndShare(cohort[step], cohort.signed_up, step)}
                    </td>
                  ))}
                </tr>
              ))}
              <tr>
                <th scope="row">{counted(cohorts.length, "week")}</th>
                {ACTIVATION_STEPS.map((step) => (
                  <td key={step} class={tableStyles.numeric}>
                    {countAndShare(total(step), all, step)}
                  </td>
                ))}
              </tr>
            </tbody>
          </table>
        </TableScroll>
      </Card>
    </>
  );
}

/** `3 (75 %)`; the sign-ups themselves have no share. */
function countAndShare(count: number, of: number, step: ActivationStep): string {
  if (of === 0) return "–";
  return step === "signed_up" ? String(count) : `${count} (${Math.round(100 * count / of)} %)`;
}
