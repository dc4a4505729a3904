/** Settings: plain HTML forms, one a card, each with its own button. */
import type { ComponentChildren } from "preact";
import type { Profile } from "../contracts/users.ts";
import { type Theme, ThemeSegments } from "./shell/ThemeMenu.tsx";
import { Button, ButtonLink } from "./ui/Button.tsx";
import { Card } from "./ui/Card.tsx";
import { NumberField, SelectField, type SelectOption, TextField } from "./ui/Field.tsx";
import { Icon } from "./ui/Icon.tsx";
import { Time } from "./ui/Time.tsx";

export type SettingsField = "fee" | "slippage" | "timezone" | "confirm";

export interface SettingsProps {
  readonly profile: Profile;
  readonly theme: Theme;
  readonly zones: readonly string[];
  readonly values: Readonly<Record<"fee" | "slippage" | "timezone", string>>;
  readonly errors: Readonly<Partial<Record<SettingsField | "form", string>>>;
  /** Which form was just saved. */
  readonly saved: string | null;
}

export function SettingsScreen(
  { profile, theme, zones, values, errors, saved }: SettingsProps,
) {
  const options: SelectOption[] = [
    { value: "", label: "As the browser says" },
    ...zones.map((zone) => ({ value: zone, label: zone.replaceAll("_", " ") })),
  ];
  const { strategies, backtests_today: runs } = profile.usage;
  return (
    <div class="page page-narrow settings">
      <div class="page-head">
        <h1>Settings</h1>
      </div>
      <Section
        title="Costs of a backtest"
        lead="What new backtests start with. You can change them for each run."
      >
        <form method="post" action="/settings/costs" class="settings-form" noValidate>
          <div class="settings-pair">
            <NumberField
              id="fee"
              name="fee"
              label="Fee per trade side"
              unit="%"
              value={values.fee}
              error={errors.fee}
            />
            <NumberField
              id="slippage"
              name="slippage"
              label="Slippage"
              unit="%"
              value={values.slippage}
              error={errors.slippage}
            />
          </div>
          <Save saved={saved === "costs"}>Save costs</Save>
        </form>
      </Section>
      <Section
        title="Time zone"
        lead="Times are shown in this zone, with UTC on hover. Candles are UTC."
      >
        <form method="post" action="/settings/timezone" class="settings-form" noValidate>
          <SelectField
            id="timezone"
            name="timezone"
            label="Zone"
            value={values.timezone}
            error={errors.timezone}
            options={options}
          />
          <Save saved={saved === "timezone"}>Save time zone</Save>
        </form>
      </Section>
      <Section title="Theme" lead="Kept in this browser.">
        <ThemeSegments theme={theme} path="/settings" />
      </Section>
      <Section title="Usage" lead="What the beta allows. Archived strategies do not count.">
        <div class="usage">
          <UsageBar label="Strategies" used={strategies.used} limit={strategies.limit} />
          <UsageBar label="Backtests today" used={runs.used} limit={runs.limit} />
          <p class="field-hint">
            The count of backtests starts again at <Time at={runs.resets_at} />.
          </p>
        </div>
      </Section>
      <Section title="Account" lead={profile.email}>
        <div class="settings-form">
          <ButtonLink icon="download" href="/api/v1/users/me/export" download>
            Export everything
          </ButtonLink>
          <details class="delete-account" open={errors.confirm !== undefined}>
            <summary class="btn btn-danger">
              <Icon name="trash" />
              Delete account…
            </summary>
            <form method="post" action="/settings/delete" class="settings-form" noValidate>
              <p>
                Your account, strategies, versions, backtests and imported candles are removed at
                once and cannot be brought back.
              </p>
              <TextField
                id="confirm"
                name="confirm"
                label={`Type ${profile.email} to confirm`}
                autocomplete="off"
                error={errors.confirm}
              />
              <Button type="submit" variant="danger">Delete my account</Button>
            </form>
          </details>
        </div>
      </Section>
    </div>
  );
}

function Section(
  { title, lead, children }: {
    title: string;
    lead: ComponentChildren;
    children: ComponentChildren;
  },
) {
  return (
    <Card>
      <div class="settings-section">
        <div>
          <h2>{title}</h2>
          <p>{lead}</p>
        </div>
        <div>{children}</div>
      </div>
    </Card>
  );
}

function Save({ saved, children }: { saved: boolean; children: ComponentChildren }) {
  return (
    <div class="settings-save">
      <Button type="submit">{children}</Button>
      {saved && (
        <span class="settings-saved" role="status">
          <Icon name="check" />
          Saved
        </span>
      )}
    </div>
  );
}

function UsageBar({ label, used, limit }: { label: string; used: number; limit: number }) {
  return (
    <div class="usage-bar">
      <span>{label}</span>
      <span>
        {used} of {limit}
      </span>
      <meter min={0} max={limit} value={used} aria-label={label} />
    </div>
  );
}
