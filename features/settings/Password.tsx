/** Changing the password. */
import { Notice } from "../../ui/Notice.tsx";
import { TextField } from "../../ui/Field.tsx";
import { Save, Section } from "./parts.tsx";
import settingsStyles from "./styles/settings.module.css.ts";

export function Password(
  { email, errors, saved }: {
    readonly email: string;
    readonly errors: Readonly<
      Partial<Record<"current_password" | "new_password" | "password_form", string>>
    >;
    readonly saved: boolean;
  },
) {
  const { current_password: current, new_password: next, password_form: form } = errors;
  return (
    <Section id="password" lead="Changing it logs out all your other devices.">
      {form && <Notice tone="loss" live>{form}</Notice>}
      <form
        method="post"
        action="/settings/password#password"
        class={settingsStyles.form}
        noValidate
      >
        <input type="text" name="username" autocomplete="username" value={email} readOnly hidden />
        <div class={settingsStyles.pair}>
          <TextField
            id="current_password"
            name="current_password"
            type="password"
            label="Current password"
            autocomplete="current-password"
            error={current}
          />
          <TextField
            id="new_password"
            name="new_password"
            type="password"
            label="New password"
            autocomplete="new-password"
            hint={next ? undefined : "At least 8 characters."}
            error={next}
          />
        </div>
        <Save saved={saved} words="Changed. All other devices are logged out.">
          Change password
        </Save>
      </form>
    </Section>
  );
}
