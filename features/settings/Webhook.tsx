/** Where notices are posted to, and what was given up. */
import type { NoticeSettings } from "../../contracts/notices.ts";
import { counted } from "../../text/format.ts";
import { Button } from "../../ui/Button.tsx";
import { SelectField, TextField } from "../../ui/Field.tsx";
import { Notice } from "../../ui/Notice.tsx";
import { Time } from "../../ui/Time.tsx";
import { Done } from "./parts.tsx";
import fieldStyles from "../../ui/Field.module.css.ts";
import settingsStyles from "./styles/settings.module.css.ts";
import styles from "./Notices.module.css.ts";

const SHAPES = [
  { value: "json", label: "JSON, signed" },
  { value: "discord", label: "Discord" },
  { value: "telegram", label: "Telegram" },
] as const;

export interface WebhookProps {
  readonly settings: NoticeSettings;
  readonly typed: Readonly<Record<"url" | "shape" | "chat_id", string>>;
  readonly errors: Readonly<
    Partial<Record<"webhook_url" | "webhook_chat_id" | "webhook_form", string>>
  >;
  readonly saved: string | null;
}

export function Webhook({ settings, typed, errors, saved }: WebhookProps) {
  const { webhook, webhook_available } = settings;
  if (!webhook_available) {
    return (
      <div class={styles.webhook}>
        <h3>Webhook</h3>
        <p class={styles.quiet}>This Blockbuilders sends no webhooks.</p>
      </div>
    );
  }
  return (
    <div class={styles.webhook}>
      <h3>Webhook</h3>
      {saved === "webhook" && <Done>Saved</Done>}
      {saved === "webhook-removed" && <Done>Webhook removed.</Done>}
      {saved === "webhook-tested" && <Done>The test message was taken.</Done>}
      {errors.webhook_form && <Notice tone="loss" live>{errors.webhook_form}</Notice>}
      {webhook && <Standing webhook={webhook} />}
      <form method="post" action="/settings/webhook" class={settingsStyles.form} noValidate>
        <TextField
          id="webhook_url"
          name="url"
          label="Address"
          hint="Begins with https://. Of Telegram: https://api.telegram.org/bot…/sendMessage"
          autocomplete="off"
          value={typed.url}
          error={errors.webhook_url}
        />
        <div class={settingsStyles.pair}>
          <SelectField
            id="webhook_shape"
            name="shape"
            label="Format"
            value={typed.shape}
            options={SHAPES}
          />
          <TextField
            id="webhook_chat_id"
            name="chat_id"
            label="Telegram chat"
            hint="For Telegram alone."
            autocomplete="off"
            value={typed.chat_id}
            error={errors.webhook_chat_id}
          />
        </div>
        <div class={settingsStyles.save}>
          <Button type="submit">{webhook ? "Save webhook" : "Add webhook"}</Button>
        </div>
      </form>
    </div>
  );
}

function Standing({ webhook }: { readonly webhook: NonNullable<NoticeSettings["webhook"]> }) {
  const { secret, waiting, dead } = webhook;
  return (
    <>
      <p class={styles.secret}>
        Signed with HMAC-SHA256 by this key: <code>{secret}</code>
      </p>
      {waiting > 0 && <p class={fieldStyles.hint}>{counted(waiting, "message")} waiting.</p>}
      {dead.length > 0 && (
        <Notice tone="loss">
          <p>{counted(dead.length, "message")} could not be delivered:</p>
          <ul class={styles.dead}>
            {dead.map(({ id, text, error, created_at }) => (
              <li key={id}>
                {text}{" "}
                <span class={fieldStyles.hint}>
                  <Time at={created_at} />. {error}
                </span>
              </li>
            ))}
          </ul>
        </Notice>
      )}
      <form method="post" action="/settings/webhook/test" class={styles.buttons}>
        <Button type="submit">Send a test message</Button>
        {dead.length > 0 && (
          <>
            <Button type="submit" formAction="/settings/webhook/retry">
              Send failed ones again
            </Button>
            <Button type="submit" formAction="/settings/webhook/drop">Drop failed ones</Button>
          </>
        )}
        <Button type="submit" formAction="/settings/webhook/remove">Remove webhook</Button>
      </form>
    </>
  );
}
