/** Incidents of the status page: written, continued, ended, taken back. */
import { type Incident, INCIDENT_COMPONENTS, INCIDENT_STATES } from "../../contracts/incidents.ts";
import { Badge } from "../../ui/Badge.tsx";
import { Button } from "../../ui/Button.tsx";
import { Card } from "../../ui/Card.tsx";
import { Checkbox } from "../../ui/Checkbox.tsx";
import { Field, SelectField, TextField } from "../../ui/Field.tsx";
import { FieldGroup } from "../../ui/FieldGroup.tsx";
import { Time } from "../../ui/Time.tsx";
import fieldStyles from "../../ui/Field.module.css.ts";
import styles from "./admin.module.css.ts";

export const INCIDENT_FIELDS = ["title", "words", "state", "since", "until"] as const;
export type IncidentField = (typeof INCIDENT_FIELDS)[number];

/** What was typed into a form, and what is wrong with it. */
export interface TypedIncident {
  /** Which form: that of an incident, or `null` for a new one. */
  readonly id: string | null;
  readonly values: Readonly<Record<IncidentField, string>>;
  readonly components: readonly string[];
  readonly errors: Readonly<Partial<Record<IncidentField, string>>>;
}

const NOTHING: TypedIncident = {
  id: null,
  values: { title: "", words: "", state: "", since: "", until: "" },
  components: [],
  errors: {},
};

const STATES = Object.entries(INCIDENT_STATES).map(([value, label]) => ({ value, label }));

export function IncidentsPanel(
  { incidents, typed = NOTHING }: {
    readonly incidents: readonly Incident[];
    readonly typed?: TypedIncident;
  },
) {
  const forNew = typed.id === null ? typed : NOTHING;
  const { values, errors, components } = forNew;
  return (
    <>
      {incidents.map((incident) => (
        <IncidentCard
          key={incident.id}
          incident={incident}
          typed={typed.id === incident.id ? typed : NOTHING}
        />
      ))}
      <Card title="Write an incident" id="new-incident">
        <form method="post" action="/admin/incidents/open" class={styles.form} noValidate>
          <p class={styles.lead}>
            Everybody sees it on <a href="/status">the status page</a>{" "}
            while it lasts, and for 90 days after.
          </p>
          <TextField
            id="incident_title"
            name="title"
            label="Title"
            maxLength={120}
            value={values.title}
            error={errors.title}
            hint="What people notice: “Backtests take longer than usual”."
          />
          <Words id="incident_words" value={values.words} error={errors.words} />
          <FieldGroup label="What is affected" role="group" aria-label="What is affected">
            {() => (
              <div class={styles.checks}>
                {Object.entries(INCIDENT_COMPONENTS).map(([name, label]) => (
                  <Checkbox
                    key={name}
                    name="components"
                    value={name}
                    checked={components.includes(name)}
                  >
                    {label}
                  </Checkbox>
                ))}
              </div>
            )}
          </FieldGroup>
          <SelectField
            id="incident_state"
            name="state"
            label="State"
            options={STATES}
            value={values.state || "investigating"}
            error={errors.state}
          />
          <TextField
            id="incident_since"
            name="since"
            label="Began"
            autocomplete="off"
            placeholder="2026-01-31 09:30"
            value={values.since}
            error={errors.since}
            hint="UTC. Empty: now."
          />
          <Until id="incident_until" value={values.until} error={errors.until} />
          <Button type="submit" variant="primary">Publish incident</Button>
        </form>
      </Card>
    </>
  );
}

function IncidentCard(
  { incident, typed }: { readonly incident: Incident; readonly typed: TypedIncident },
) {
  const { id, title, sinceMs, untilMs, updates } = incident;
  const [newest] = updates;
  const { values, errors } = typed;
  return (
    <Card
      id={`incident-${id}`}
      title={title}
      actions={untilMs === null
        ? <Badge tone="loss">{INCIDENT_STATES[newest?.state ?? "identified"]}</Badge>
        : <Badge tone="gain">✓ Resolved</Badge>}
    >
      <dl class={styles.facts}>
        <dt>Began</dt>
        <dd>
          <Time at={sinceMs} />
        </dd>
        {untilMs !== null && (
          <>
            <dt>Ended</dt>
            <dd>
              <Time at={untilMs} />
            </dd>
          </>
        )}
        <dt>Last said</dt>
        <dd>{newest?.words}</dd>
      </dl>
      <form method="post" action="/admin/incidents/update" class={styles.form} noValidate>
        <input type="hidden" name="id" value={id} />
        <Words id={`words_${id}`} value={values.words} error={errors.words} />
        <SelectField
          id={`state_${id}`}
          name="state"
          label="State"
          options={STATES}
          value={values.state || newest?.state || "identified"}
          error={errors.state}
        />
        <Until id={`until_${id}`} value={values.until} error={errors.until} />
        <div class={styles.actions}>
          <Button type="submit">Publish update</Button>
          <Button
            type="submit"
            variant="ghost"
            formAction="/admin/incidents/remove"
            aria-label={`Remove the incident “${title}”`}
          >
            Remove
          </Button>
        </div>
      </form>
    </Card>
  );
}

function Words(
  { id, value, error }: { id: string; value: string; error: string | undefined },
) {
  return (
    <Field id={id} label="What is known" error={error}>
      {(control) => (
        <textarea
          class={fieldStyles.input}
          name="words"
          rows={3}
          maxLength={2000}
          {...control}
        >
          {value}
        </textarea>
      )}
    </Field>
  );
}

function Until(
  { id, value, error }: { id: string; value: string; error: string | undefined },
) {
  return (
    <TextField
      id={id}
      name="until"
      label="Ended"
      autocomplete="off"
      placeholder="2026-01-31 11:00"
      value={value}
      error={error}
      hint="UTC. Only when resolved; empty: now."
    />
  );
}
