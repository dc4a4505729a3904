/** A page of the audit log, as the API and the admin pages show it. */
import type { AuditList } from "../../contracts/admin.ts";
import type { AuditLog, AuditQuery } from "../../server/audit/audit_log.ts";

export async function auditPage(log: AuditLog, query: AuditQuery): Promise<AuditList> {
  // One more than is shown tells whether there are any.
  const rows = await log.list({ ...query, limit: query.limit + 1 });
  const shown = rows.slice(0, query.limit);
  return {
    entries: shown.map((entry) => ({
      id: entry.id,
      at: entry.at.toISOString(),
      event: entry.event,
      actor: {
        kind: entry.actor.kind,
        id: entry.actor.kind === "account" ? entry.actor.id : null,
        email: entry.actorEmail,
      },
      subject: entry.subjectId === null ? null : { id: entry.subjectId, email: entry.subjectEmail },
      address: entry.address,
      details: { ...entry.details },
    })),
    next: rows.length > shown.length ? shown.at(-1)?.id ?? null : null,
  };
}
