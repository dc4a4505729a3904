/** Incidents: written by an operator, read by everybody on the status page. */
import type { Kysely } from "kysely";
import { AppError } from "../../contracts/errors.ts";
import type { Incident, IncidentUpdate, NewIncident } from "../../contracts/incidents.ts";
import type { Operator } from "../accounts/administration.ts";
import type { AuditEvent } from "../logging/audit.ts";
import type { AuditLog } from "../audit/audit_log.ts";
import { isUuid } from "../db/errors.ts";
import type { Database } from "../db/schema.ts";
import {
  deleteIncident,
  incidentsSince,
  insertIncident,
  insertUpdate,
  lockIncident,
  setUntil,
} from "./queries.ts";

const DAY_MS = 86_400_000;

export interface IncidentsParts {
  readonly db: Kysely<Database>;
  readonly auditLog: AuditLog;
  readonly now: () => number;
}

export class Incidents {
  constructor(private readonly parts: IncidentsParts) {}

  /** Those that last, and those that ended within so many days; the newest first. */
  async recent(days: number): Promise<Incident[]> {
    const { db, now } = this.parts;
    return await incidentsSince(db, new Date(now() - days * DAY_MS));
  }

  /** @throws {AppError} `invalid_input` for times that cannot be */
  async open(by: Operator, { title, words, state, components, ...times }: NewIncident) {
    const { db, now } = this.parts;
    const at = new Date(now());
    const since = times.since ?? at;
    if (since > at) throw wrongTime("since", "Tell it when it has begun.");
    const until = endOf(state, times.until, { since, at });
    await db.transaction().execute(async (trx) => {
      const id = await insertIncident(trx, { title, components, since, until });
      await insertUpdate(trx, id, { state, words, at });
      await this.#record("incident_opened", by, id, trx);
    });
  }

  /** Says more of it; `resolved` ends it, anything else opens it again. @throws {AppError} */
  async update(by: Operator, id: string, { words, state, ...times }: IncidentUpdate) {
    const { db, now } = this.parts;
    const at = new Date(now());
    await db.transaction().execute(async (trx) => {
      const found = isUuid(id) ? await lockIncident(trx, id) : null;
      if (!found) throw gone();
      // What is added to a resolved one leaves its end as it was.
      const typed = times.until ?? (state === "resolved" ? found.until : null);
      await setUntil(trx, id, endOf(state, typed, { since: found.since, at }));
      await insertUpdate(trx, id, { state, words, at });
      await this.#record("incident_updated", by, id, trx);
    });
  }

  /** Takes one back that was written by mistake. @throws {AppError} `not_found` */
  async remove(by: Operator, id: string): Promise<void> {
    await this.parts.db.transaction().execute(async (trx) => {
      if (!isUuid(id) || !await deleteIncident(trx, id)) throw gone();
      await this.#record("incident_removed", by, id, trx);
    });
  }

  async #record(event: AuditEvent, by: Operator, incident: string, trx: Kysely<Database>) {
    const { actor, address } = by;
    await this.parts.auditLog.record(event, { actor, address, details: { incident } }, trx);
  }
}

/** When it ended: now where nothing was typed; `null` while it lasts. @throws {AppError} `invalid_input` */
function endOf(
  state: NewIncident["state"],
  typed: Date | null,
  { since, at }: { readonly since: Date; readonly at: Date },
): Date | null {
  if (state !== "resolved") {
    if (typed) throw wrongTime("until", "Only a resolved incident has an end.");
    return null;
  }
  const until = typed ?? at;
  if (until < since) throw wrongTime("until", "It cannot end before it began.");
  if (until > at) throw wrongTime("until", "The end cannot be in the future.");
  return until;
}

function wrongTime(path: string, message: string): AppError {
  return new AppError("invalid_input", message, { issues: [{ path, message }] });
}

function gone(): AppError {
  return new AppError("not_found", "This incident is gone. Look at the list anew.");
}
