/** The email that one logs in with. */
import { TextField } from "../../ui/Field.tsx";
import { Notice } from "../../ui/Notice.tsx";
import { ConfirmField } from "./ConfirmField.tsx";
import { Done, Save, Section } from "./parts.tsx";
import settingsStyles from "./styles/settings.module.css.ts";

export function Email(
  { email, hasMail, typed, errors, needsPassword, saved }: {
    readonly email: string;
    readonly hasMail: boolean;
    readonly typed: string;
    readonly errors: Readonly<Partial<Record<"email" | "email_password" | "email_form", string>>>;
    readonly needsPassword: boolean;
    /** What became of the last submission. */
    readonly saved: "changed" | "mailed" | null;
  },
) {
  return (
    <Section
      id="email"
      lead={hasMail
        ? `You log in with ${email}. A new email holds once you open the link that we mail there.`
        : `You log in with ${email}.`}
    >
      {errors.email_form && <Notice tone="loss" live>{errors.email_form}</Notice>}
      <form method="post" action="/settings/email#email" class={settingsStyles.form} noValidate>
        <TextField
          id="new_email"
          name="email"
          type="email"
          label="New email"
          autocomplete="email"
          value={typed}
          error={errors.email}
        />
        <ConfirmField
          id="email_password"
          email={email}
          needed={needsPassword}
          error={errors.email_password}
        />
        <Save saved={saved === "changed"} words="Changed">Change email</Save>
        {saved === "mailed" && <Done>A link is on its way to the new email.</Done>}
      </form>
    </Section>
  );
}
