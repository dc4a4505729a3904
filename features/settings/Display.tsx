/** How things are shown: the time zone and the theme. */
import { type Theme, ThemeSegments } from "../../components/shell/ThemeMenu.tsx";
import { SelectField } from "../../ui/Field.tsx";
import type { SelectOption } from "../../ui/Select.tsx";
import { Save, Section } from "./parts.tsx";
import fieldStyles from "../../ui/Field.module.css.ts";
import settingsStyles from "./styles/settings.module.css.ts";
import styles from "./Display.module.css.ts";

export function Display(
  { theme, zones, timezone, error, saved }: {
    readonly theme: Theme;
    readonly zones: readonly string[];
    readonly timezone: string;
    readonly error: string | undefined;
    readonly saved: boolean;
  },
) {
  const options: SelectOption[] = [
    { value: "", label: "Browser time zone" },
    ...zones.map((zone) => ({ value: zone, label: zone.replaceAll("_", " ") })),
  ];
  return (
    <Section
      id="display"
      lead="Candles are in UTC. Times are shown in your time zone, with UTC on hover."
    >
      <form
        method="post"
        action="/settings/timezone#display"
        class={settingsStyles.form}
        noValidate
      >
        <SelectField
          id="timezone"
          name="timezone"
          label="Time zone"
          value={timezone}
          error={error}
          options={options}
        />
        <Save saved={saved}>Save time zone</Save>
      </form>
      <div class={styles.settingsTheme}>
        <span class={fieldStyles.label}>Theme</span>
        <ThemeSegments theme={theme} path="/settings#display" />
        <p class={fieldStyles.hint}>Saved in this browser.</p>
      </div>
    </Section>
  );
}
