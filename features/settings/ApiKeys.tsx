/** API keys: what programs may do with the account. */
import type { ApiKey } from "../../contracts/api_keys.ts";
import { Badge } from "../../ui/Badge.tsx";
import { Button } from "../../ui/Button.tsx";
import { SelectField, TextField } from "../../ui/Field.tsx";
import { Notice } from "../../ui/Notice.tsx";
import { Time } from "../../ui/Time.tsx";
import { ConfirmField } from "./ConfirmField.tsx";
import { Done, Section } from "./parts.tsx";
import fieldStyles from "../../ui/Field.module.css.ts";
import linkStyles from "../../ui/link.module.css.ts";
import settingsStyles from "./styles/settings.module.css.ts";

const SCOPES = [
  { value: "read", label: "Read only" },
  { value: "run", label: "Read, change strategies, run backtests" },
] as const;

export interface ApiKeysProps {
  readonly email: string;
  readonly keys: readonly ApiKey[];
  /** How many there may be. */
  readonly limit: number;
  readonly typed: Readonly<Record<"name" | "scope", string>>;
  readonly errors: Readonly<
    Partial<Record<"key_name" | "key_scope" | "key_password" | "key_form", string>>
  >;
  readonly needsPassword: boolean;
  /** Whether one was just revoked. */
  readonly revoked: boolean;
}

export function ApiKeys(
  { email, keys, limit, typed, errors, needsPassword, revoked }: ApiKeysProps,
) {
  return (
    <Section
      id="keys"
      lead={
        <>
          For your own programs. A key reaches strategies, backtests and candles, never your
          account. <a class={linkStyles.link} href="/api/docs">API reference</a>
        </>
      }
    >
      {keys.length > 0 && (
        <ul class={settingsStyles.rows}>
          {keys.map((key) => <Key key={key.id} {...key} />)}
        </ul>
      )}
      {revoked && <Done>Key revoked.</Done>}
      {errors.key_form && <Notice tone="loss" live>{errors.key_form}</Notice>}
      {keys.length < limit && (
        <form method="post" action="/settings/keys" class={settingsStyles.form} noValidate>
          <div class={settingsStyles.pair}>
            <TextField
              id="key_name"
              name="name"
              label="Name of the new key"
              hint="What it is for, such as “Spreadsheet”."
              autocomplete="off"
              value={typed.name}
              error={errors.key_name}
            />
            <SelectField
              id="key_scope"
              name="scope"
              label="It may"
              value={typed.scope}
              options={SCOPES}
              error={errors.key_scope}
            />
          </div>
          <ConfirmField
            id="key_password"
            email={email}
            needed={needsPassword}
            error={errors.key_password}
          />
          <div class={settingsStyles.save}>
            <Button type="submit">Create API key</Button>
          </div>
        </form>
      )}
    </Section>
  );
}

function Key({ id, name, scope, prefix, created_at, last_used_at }: ApiKey) {
  return (
    <li class={settingsStyles.row}>
      <div class={settingsStyles.rowWords}>
        <p>
          <strong>{name}</strong> <Badge>{scope === "read" ? "Read only" : "Read and run"}</Badge>
        </p>
        <p class={fieldStyles.hint}>
          <code>{prefix}…</code>, made <Time at={created_at} dateOnly />,{" "}
          {last_used_at === null ? "never used" : (
            <>
              last used <Time at={last_used_at} />
            </>
          )}
        </p>
      </div>
      <form method="post" action="/settings/keys/revoke#keys">
        <input type="hidden" name="id" value={id} />
        <Button type="submit" size="sm" aria-label={`Revoke ${name}`}>Revoke</Button>
      </form>
    </li>
  );
}
