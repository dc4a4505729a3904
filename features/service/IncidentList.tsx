import { type Incident, INCIDENT_COMPONENTS, INCIDENT_STATES } from "../../contracts/incidents.ts";
import { Badge } from "../../ui/Badge.tsx";
import { cx } from "../../ui/cx.ts";
import { Time } from "../../ui/Time.tsx";
import textStyles from "../../ui/text.module.css.ts";
import styles from "./IncidentList.module.css.ts";

/** Incidents with all that was said of them, the newest first. */
export function IncidentList({ incidents }: { readonly incidents: readonly Incident[] }) {
  return (
    <ul class={styles.list}>
      {incidents.map((incident) => (
        <li key={incident.id} class={styles.incident} data-part="incident">
          <div class={styles.head}>
            <h3>{incident.title}</h3>
            {incident.untilMs === null
              ? (
                <Badge tone="loss">
                  {INCIDENT_STATES[incident.updates[0]?.state ?? "identified"]}
                </Badge>
              )
              : <Badge tone="gain">✓ Resolved</Badge>}
          </div>
          <p class={cx(textStyles.quiet, textStyles.small)}>
            {incident.components.length > 0 && (
              <>{incident.components.map((name) => INCIDENT_COMPONENTS[name]).join(", ")} ·{" "}</>
            )}
            <Time at={incident.sinceMs} />
            {incident.untilMs === null ? " until now" : (
              <>
                {" "}– <Time at={incident.untilMs} />
              </>
            )}
          </p>
          <ol class={styles.updates}>
            {incident.updates.map(({ state, words, atMs }, n) => (
              <li key={n}>
                <p class={styles.words}>
                  <strong>{INCIDENT_STATES[state]}</strong> · {words}
                </p>
                <p class={cx(textStyles.quiet, textStyles.small)}>
                  <Time at={atMs} />
                </p>
              </li>
            ))}
          </ol>
        </li>
      ))}
    </ul>
  );
}
