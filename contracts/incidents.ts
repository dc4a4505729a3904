/** Incidents of the public status page: what did not work, since when, and what was said of it. */
import { z } from "zod";

/** What an incident can be about, as the status page names it. */
export const INCIDENT_COMPONENTS = {
  app: "App",
  backtests: "Backtests",
  daily_updates: "Daily updates",
  market_data: "Candles",
  paper_desk: "Paper desk",
  mail: "Mail",
} as const;
export type IncidentComponent = keyof typeof INCIDENT_COMPONENTS;

/** How far it is, in the order in which it mostly goes. */
export const INCIDENT_STATES = {
  investigating: "Investigating",
  identified: "Cause found",
  monitoring: "Mended, being watched",
  resolved: "Resolved",
} as const;
export type IncidentState = keyof typeof INCIDENT_STATES;

const STATES = Object.keys(INCIDENT_STATES) as [IncidentState, ...IncidentState[]];
const COMPONENTS = Object.keys(INCIDENT_COMPONENTS) as [
  IncidentComponent,
  ...IncidentComponent[],
];

const words = z.string().trim().min(1, "Say what is known.")
  .max(2_000, "At most 2,000 characters.");

/** A time as an operator writes it: `2026-01-31 09:30`, UTC. Empty = now. */
const typedTime = z.string().trim().transform((text, context) => {
  if (text === "") return null;
  const [, day, time, seconds = ":00"] =
    /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2})(:\d{2})?(?:Z| UTC)?$/.exec(text) ?? [];
  const at = new Date(`${day}T${time}${seconds}Z`);
  // A day that no month has is moved on by `Date`.
  if (Number.isNaN(at.getTime()) || at.toISOString().slice(0, 10) !== day) {
    context.addIssue({ code: "custom", message: "Write it as 2026-01-31 09:30, UTC." });
    return z.NEVER;
  }
  return at;
});

export const newIncidentSchema = z.object({
  title: z.string().trim().min(1, "Give it a title.").max(120, "At most 120 characters."),
  words,
  state: z.enum(STATES),
  components: z.array(z.enum(COMPONENTS)).transform((list) => [...new Set(list)]),
  since: typedTime,
  until: typedTime,
});
export type NewIncident = z.infer<typeof newIncidentSchema>;

export const incidentUpdateSchema = z.object({
  words,
  state: z.enum(STATES),
  until: typedTime,
});
export type IncidentUpdate = z.infer<typeof incidentUpdateSchema>;

/** An incident as it is told; times in Unix ms. */
export interface Incident {
  readonly id: string;
  readonly title: string;
  readonly components: readonly IncidentComponent[];
  readonly sinceMs: number;
  /** `null` while it lasts. */
  readonly untilMs: number | null;
  /** The newest first; never empty. */
  readonly updates: readonly {
    readonly state: IncidentState;
    readonly words: string;
    readonly atMs: number;
  }[];
}
