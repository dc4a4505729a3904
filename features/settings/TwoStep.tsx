/** Whether logging in asks for a code too. */
import type { TwoStep as TwoStepState } from "../../contracts/two_step.ts";
import { counted } from "../../text/format.ts";
import { ButtonLink } from "../../ui/Button.tsx";
import { Done, Section } from "./parts.tsx";
import settingsStyles from "./styles/settings.module.css.ts";

export function TwoStep(
  { state: { enabled, recovery_codes }, saved }: {
    readonly state: TwoStepState;
    /** Whether it was just turned off. */
    readonly saved: boolean;
  },
) {
  return (
    <Section
      id="two-step"
      lead="A code from an authenticator app when you log in, beside your password. Who has your password alone stays out."
    >
      <div class={settingsStyles.save}>
        <ButtonLink href="/settings/two-step">
          {enabled ? "Change two-step log-in" : "Set up two-step log-in"}
        </ButtonLink>
        {enabled && <Done>On, with {counted(recovery_codes, "recovery code")} left</Done>}
        {saved && <Done>Turned off.</Done>}
      </div>
    </Section>
  );
}
