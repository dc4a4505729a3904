/** The audit log. */
import { auditQuerySchema, ENTRIES_PER_PAGE } from "../../contracts/admin.ts";
import { AuditPanel } from "../../features/admin/AuditPanel.tsx";
import { auditPage } from "../api/audit_page.ts";
import type { AdminPanel } from "./admin_panel.ts";

export const auditPanel: AdminPanel = {
  id: "audit",
  title: "Audit log",
  show: async (c) => {
    const given = (name: string) => c.req.query(name) || undefined;
    // Whatever stands in the address: the log is shown.
    const query = auditQuerySchema.safeParse({
      account: given("account"),
      event: given("event"),
      before: given("before"),
    });
    const { account, event, before } = query.success ? query.data : {};
    const list = await auditPage(c.get("services").auditLog, {
      account,
      event,
      before,
      limit: ENTRIES_PER_PAGE,
    });
    return { content: <AuditPanel {...list} event={event ?? ""} account={account ?? ""} /> };
  },
};
