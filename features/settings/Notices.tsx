/** By which ways which notices come. */
import type { NoticeSetting, NoticeSettings } from "../../contracts/notices.ts";
import { Checkbox } from "../../ui/Checkbox.tsx";
import { SelectField } from "../../ui/Field.tsx";
import { Notice } from "../../ui/Notice.tsx";
import { Save, Section } from "./parts.tsx";
import { Webhook, type WebhookProps } from "./Webhook.tsx";
import linkStyles from "../../ui/link.module.css.ts";
import settingsStyles from "./styles/settings.module.css.ts";
import styles from "./Notices.module.css.ts";

const MODES = [
  { value: "on", label: "On" },
  { value: "silent", label: "Silent: listed only" },
  { value: "off", label: "Off" },
] as const;
const MAILS = [
  { value: "off", label: "No mail" },
  { value: "daily", label: "Once a day" },
  { value: "at_once", label: "At once" },
] as const;

export function Notices(
  { settings, saved, ...webhook }: {
    readonly settings: NoticeSettings;
    readonly saved: string | null;
  } & Pick<WebhookProps, "typed" | "errors">,
) {
  const { kinds, mail } = settings;
  const wantsMail = kinds.some((kind) => kind.mail !== "off" && kind.mode === "on");
  return (
    <Section
      id="notices"
      lead={
        <>
          What you are told of, and how. All of it is listed under{" "}
          <a class={linkStyles.link} href="/notices">Notices</a>.
        </>
      }
    >
      <form method="post" action="/settings/notices" class={settingsStyles.form} noValidate>
        <div class={styles.kinds}>
          {kinds.map((kind) => <Kind key={kind.kind} kind={kind} settings={settings} />)}
        </div>
        {!mail.available && <p class={styles.quiet}>This Blockbuilders sends no mail.</p>}
        {mail.available && wantsMail && !mail.confirmed && (
          <Notice>
            <p>Mails start once you confirm your address: open the link that was mailed to you.</p>
          </Notice>
        )}
        <Save saved={saved === "notices"}>Save notices</Save>
      </form>
      <Webhook settings={settings} saved={saved} {...webhook} />
    </Section>
  );
}

function Kind(
  { kind: { kind, title, about, mode, mail, webhook }, settings }: {
    readonly kind: NoticeSetting;
    readonly settings: NoticeSettings;
  },
) {
  return (
    <fieldset class={styles.kind}>
      <legend>{title}</legend>
      <p class={styles.quiet}>{about}</p>
      <div class={styles.ways}>
        <SelectField
          id={`${kind}_mode`}
          name={`${kind}_mode`}
          label="In the app"
          value={mode}
          options={MODES}
        />
        {settings.mail.available && (
          <SelectField
            id={`${kind}_mail`}
            name={`${kind}_mail`}
            label="By mail"
            value={mail}
            options={MAILS}
          />
        )}
        {settings.webhook && (
          <Checkbox name={`${kind}_webhook`} value="on" checked={webhook}>
            By webhook
          </Checkbox>
        )}
      </div>
    </fieldset>
  );
}
