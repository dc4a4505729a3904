/** What accounts store and compute. */
import { CostsPanel } from "../../features/admin/CostsPanel.tsx";
import { USAGE_DAYS } from "../../server/usage/service.ts";
import type { AdminPanel } from "./admin_panel.ts";

export const costsPanel: AdminPanel = {
  id: "costs",
  title: "Costs",
  show: async (c) => {
    const { costs, config } = c.get("services");
    const overview = await costs.overview();
    return {
      content: <CostsPanel {...overview} days={USAGE_DAYS} kept={config.dailyResultsKept} />,
    };
  },
};
