/** What accounts used, by month. */
import { usageQuerySchema } from "../../contracts/admin.ts";
import { UsagePanel } from "../../features/admin/UsagePanel.tsx";
import type { AdminPanel } from "./admin_panel.ts";

export const usagePanel: AdminPanel = {
  id: "usage",
  title: "Usage",
  show: async (c) => {
    // Whatever stands in the address: a month is shown.
    const query = usageQuerySchema.safeParse({ month: c.req.query("month") });
    const month = query.success ? query.data.month : undefined;
    return { content: <UsagePanel {...await c.get("services").meters.ofMonth(month)} /> };
  },
};
