/** One account: what is known of it in numbers, and what an operator can do. */
import type { AdminAccount, LimitName, Role } from "../../contracts/admin.ts";
import type { PlanName } from "../../contracts/plans.ts";
import { counted, number } from "../../text/format.ts";
import { Button, ButtonLink } from "../../ui/Button.tsx";
import { Card } from "../../ui/Card.tsx";
import { NumberField, SelectField, TextField } from "../../ui/Field.tsx";
import { Notice } from "../../ui/Notice.tsx";
import { Time } from "../../ui/Time.tsx";
import { Standing } from "./AccountsPanel.tsx";
import { OnceLink } from "./OnceLink.tsx";
import styles from "./admin.module.css.ts";

const LIMITS: readonly { readonly name: LimitName; readonly label: string }[] = [
  { name: "strategies", label: "Strategies" },
  { name: "backtests", label: "Backtests a day" },
  { name: "imports", label: "Imports" },
  { name: "candles", label: "Imported candles" },
];

const ROLES: readonly { readonly value: Role; readonly label: string }[] = [
  { value: "member", label: "Member" },
  { value: "admin", label: "Admin" },
  { value: "owner", label: "Owner" },
];

const PLANS: readonly { readonly value: PlanName | ""; readonly label: string }[] = [
  { value: "", label: "As it was bought" },
  { value: "free", label: "Free" },
  { value: "premium", label: "Premium" },
];

export interface AccountScreenProps {
  readonly account: AdminAccount;
  /** What its plan allows where it has no limit of its own. */
  readonly everybody: Readonly<Record<LimitName, number>>;
  /** Who looks: what they may do depends on it. */
  readonly viewer: { readonly id: string; readonly role: Role };
  readonly hasMail: boolean;
  readonly needsPassword: boolean;
  readonly typedLimits: Readonly<Partial<Record<LimitName, string>>>;
  readonly errors: Readonly<Partial<Record<LimitName | "password" | "confirm", string>>>;
  /** Which form the errors belong to. */
  readonly wrong: "limits" | "reset-link" | "role" | "delete" | null;
  /** A link for a new password, this once. */
  readonly link: string | null;
}

export function AccountScreen(props: AccountScreenProps) {
  const { account, viewer } = props;
  const isOwn = account.id === viewer.id;
  const mayChange = !isOwn && (viewer.role === "owner" || account.role === "member");
  return (
    <>
      {props.link !== null && <OnceLink link={props.link} for={`${account.email}, 30 minutes`} />}
      <div class={styles.columns}>
        <Facts {...account} />
        <Limits {...props} />
        <PlanCard {...account} />
        {mayChange && <Access {...props} />}
        {mayChange && viewer.role === "owner" && <RoleCard {...props} />}
        {mayChange && <Deletion {...props} />}
      </div>
      {!mayChange && (
        <Notice>
          {isOwn
            ? "This is your own account. Change it in your settings."
            : "Only the owner may change the account of an admin."}
        </Notice>
      )}
    </>
  );
}

function Facts(account: AdminAccount) {
  const { sessions, api_keys, strategies, backtests } = account;
  return (
    <Card title="Account" id="account">
      <dl class={styles.facts}>
        <dt>Status</dt>
        <dd>
          <Standing {...account} />
        </dd>
        <dt>Joined</dt>
        <dd>
          <Time at={account.created_at} />
        </dd>
        <dt>Last seen</dt>
        <dd>{account.last_seen_at ? <Time at={account.last_seen_at} /> : "–"}</dd>
        <dt>Email confirmed</dt>
        <dd>{account.email_verified ? "Yes" : "No"}</dd>
        <dt>Two-step log-in</dt>
        <dd>{account.two_step ? "On" : "Off"}</dd>
        <dt>Logged in on</dt>
        <dd>{counted(sessions, "device")}, {counted(api_keys, "API key")}</dd>
        <dt>Has</dt>
        <dd>
          {counted(strategies, "strategy", "strategies")}, {counted(backtests, "backtest")}
        </dd>
      </dl>
      <p class={styles.lead}>What they contain is visible to their owner alone.</p>
      <p>
        <ButtonLink size="sm" href={`/admin/audit?account=${account.id}`}>Audit log</ButtonLink>
      </p>
    </Card>
  );
}

function Limits({ account, everybody, typedLimits, errors, wrong }: AccountScreenProps) {
  return (
    <Card title="Limits" id="limits">
      <form method="post" action="/admin/accounts/limits" class={styles.form} noValidate>
        <input type="hidden" name="id" value={account.id} />
        <div class={styles.pair}>
          {LIMITS.map(({ name, label }) => (
            <NumberField
              key={name}
              id={`limit_${name}`}
              name={name}
              label={label}
              value={typedLimits[name] ?? text(account.own_limits[name])}
              hint={`Empty: ${number(everybody[name])}, as ${
                account.plan === "free" ? "for everybody" : "in Premium"
              }.`}
              error={wrong === "limits" ? errors[name] : undefined}
            />
          ))}
        </div>
        <Button type="submit">Save limits</Button>
      </form>
    </Card>
  );
}

function PlanCard({ id, plan, given_plan, subscription }: AdminAccount) {
  return (
    <Card title="Plan" id="plan">
      <form method="post" action="/admin/accounts/plan" class={styles.form} noValidate>
        <input type="hidden" name="id" value={id} />
        <p class={styles.lead}>
          {plan === "premium" ? "Premium" : "Free"} now. {subscription === null
            ? "It has no subscription."
            : `Its subscription at Stripe is ${subscription.replaceAll("_", " ")}.`}{" "}
          A plan that you give holds until you take it back; it charges nothing and deletes nothing.
        </p>
        <SelectField
          id="plan_choice"
          name="plan"
          label="Plan"
          value={given_plan ?? ""}
          options={PLANS}
        />
        <Button type="submit">Save plan</Button>
      </form>
    </Card>
  );
}

function Access({ account, hasMail, needsPassword, errors, wrong }: AccountScreenProps) {
  const isDisabled = account.disabled_at !== null;
  return (
    <Card title="Access" id="access">
      <form method="post" action="/admin/accounts/reset-link" class={styles.form} noValidate>
        <input type="hidden" name="id" value={account.id} />
        <p class={styles.lead}>
          A link to choose a new password works once, for 30 minutes. Give it to the person yourself
          {hasMail ? ", or have it mailed" : ""}.
        </p>
        <Confirm
          id="reset_password"
          needed={needsPassword}
          error={wrong === "reset-link" ? errors.password : undefined}
        />
        <div class={styles.actions}>
          <Button type="submit">Show password link</Button>
          {hasMail && (
            <Button type="submit" formAction="/admin/accounts/mail-reset">
              Mail password link
            </Button>
          )}
          <Button type="submit" formAction="/admin/accounts/sign-out">Log out everywhere</Button>
          <Button
            type="submit"
            variant={isDisabled ? "secondary" : "danger"}
            formAction={`/admin/accounts/${isDisabled ? "enable" : "disable"}`}
          >
            {isDisabled ? "Enable account" : "Disable account"}
          </Button>
        </div>
      </form>
    </Card>
  );
}

function RoleCard({ account, needsPassword, errors, wrong }: AccountScreenProps) {
  return (
    <Card title="Role" id="role">
      <form method="post" action="/admin/accounts/role" class={styles.form} noValidate>
        <input type="hidden" name="id" value={account.id} />
        <SelectField
          id="role_choice"
          name="role"
          label="Role"
          value={account.role}
          options={ROLES}
          hint="Admins see these pages and change members. Owners change admins too."
        />
        <Confirm
          id="role_password"
          needed={needsPassword}
          error={wrong === "role" ? errors.password : undefined}
        />
        <Button type="submit">Save role</Button>
      </form>
    </Card>
  );
}

function Deletion({ account, needsPassword, errors, wrong }: AccountScreenProps) {
  return (
    <Card title="Delete account" id="delete">
      <form method="post" action="/admin/accounts/delete" class={styles.form} noValidate>
        <input type="hidden" name="id" value={account.id} />
        <p class={styles.lead}>
          Deletes the account with {counted(account.strategies, "strategy", "strategies")} and{" "}
          {counted(account.backtests, "backtest")}. This cannot be undone.
        </p>
        <TextField
          id="confirm"
          name="confirm"
          label={`Type ${account.email} to confirm`}
          autocomplete="off"
          error={wrong === "delete" ? errors.confirm : undefined}
        />
        <Confirm
          id="delete_password"
          needed={needsPassword}
          error={wrong === "delete" ? errors.password : undefined}
        />
        <Button type="submit" variant="danger">Delete permanently</Button>
      </form>
    </Card>
  );
}

function Confirm(
  { id, needed, error }: {
    readonly id: string;
    readonly needed: boolean;
    readonly error: string | undefined;
  },
) {
  if (!needed && error === undefined) return null;
  return (
    <TextField
      id={id}
      name="password"
      type="password"
      label="Your password"
      autocomplete="current-password"
      hint="Asked again because you typed it more than 10 minutes ago."
      error={error}
    />
  );
}

function text(limit: number | null): string {
  return limit === null ? "" : String(limit);
}
