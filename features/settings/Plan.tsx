/** The account's plan: which it is, how it is paid for, and the way to Stripe. */
import { type Billing, PLANS_PATH } from "../../contracts/plans.ts";
import { Button, ButtonLink } from "../../ui/Button.tsx";
import { Notice } from "../../ui/Notice.tsx";
import { Time } from "../../ui/Time.tsx";
import { ConfirmField } from "./ConfirmField.tsx";
import { Done, Section } from "./parts.tsx";
import settingsStyles from "./styles/settings.module.css.ts";

export interface PlanProps {
  readonly email: string;
  readonly billing: Billing;
  readonly needsPassword: boolean;
  readonly errors: Readonly<Partial<Record<"plan_password" | "plan_form", string>>>;
  /** What came of a visit to Stripe. */
  readonly saved: string | null;
}

/** Whether there is anything to say: a plan that is sold, was given, or is paid for. */
export function hasPlan({ sold, source, subscription }: Billing): boolean {
  return sold || source === "operator" || subscription !== null;
}

/** The name of the account's plan. */
export function planTitle({ plan, plans }: Billing): string {
  return plans.find(({ name }) => name === plan)?.title ?? plan;
}

export function Plan({ email, billing, needsPassword, errors, saved }: PlanProps) {
  const { plan, sold, subscription } = billing;
  const title = planTitle(billing);
  const pays = subscription !== null && !["canceled", "incomplete", "incomplete_expired"]
    .includes(subscription.status);
  return (
    <Section id="plan" lead={<PlanWords billing={billing} title={title} />}>
      {errors.plan_form && <Notice tone="loss" live>{errors.plan_form}</Notice>}
      {saved === "plan-paid" && (
        <p>
          <Done>{title} is on. Thank you.</Done>
        </p>
      )}
      {saved === "plan-waiting" && (
        <Notice live>
          Your payment is being confirmed, which can take a minute. Reload this page to see it.
        </Notice>
      )}
      <form
        method="post"
        action={`/settings/plan/${pays ? "portal" : "checkout"}`}
        class={settingsStyles.form}
        noValidate
      >
        {sold && (
          <ConfirmField
            id="plan_password"
            email={email}
            needed={needsPassword}
            error={errors.plan_password}
          />
        )}
        <div class={settingsStyles.save}>
          {sold && (pays || plan === "free") && (
            <Button type="submit" variant={pays ? "secondary" : "primary"}>
              {pays ? "Manage subscription" : "Upgrade to Premium"}
            </Button>
          )}
          <ButtonLink href={PLANS_PATH}>{sold ? "Compare plans" : "All limits"}</ButtonLink>
        </div>
      </form>
    </Section>
  );
}

function PlanWords({ billing, title }: { readonly billing: Billing; readonly title: string }) {
  const { source, subscription, plan } = billing;
  if (source === "operator") return <>You have {title}. The operator gave you this plan.</>;
  if (subscription?.grace_until && plan !== "free") {
    return (
      <>
        Your last payment failed. {title} continues until{" "}
        <Time at={subscription.grace_until} />. Update your card to keep it.
      </>
    );
  }
  if (subscription?.grace_until) {
    return (
      <>
        Your payment failed and the plan went back to{" "}
        {title}. Nothing was deleted. Update your card to get Premium back.
      </>
    );
  }
  if (plan === "free") return <>You have {title}. Nothing is charged.</>;
  if (subscription?.period_end == null) return <>You have {title}.</>;
  return (
    <>
      You have {title}. It {subscription.ends ? "ends" : "renews"} on{" "}
      <Time at={subscription.period_end} dateOnly />.
    </>
  );
}
