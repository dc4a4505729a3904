/** What accounts store and compute. */
import { UsagePanel } from "../../features/admin/UsagePanel.tsx";
import { USAGE_DAYS } from "../../server/usage/service.ts";
import type { AdminPanel } from "./admin_panel.ts";

export const usagePanel: AdminPanel = {
  id: "usage",
  title: "Usage",
  show: async (c) => {
    const { costs, config } = c.get("services");
    const overview = await costs.overview();
    return {
      content: <UsagePanel {...overview} days={USAGE_DAYS} kept={config.dailyResultsKept} />,
    };
  },
};
