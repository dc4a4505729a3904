/** Feature flags, to be looked at; they are changed in their file. */
import { FlagsPanel } from "../../features/admin/FlagsPanel.tsx";
import type { AdminPanel } from "./admin_panel.ts";

export const flagsPanel: AdminPanel = {
  id: "flags",
  title: "Flags",
  show: async (c) => {
    const { flags, config } = c.get("services");
    await flags.look();
    const { file: { problem, readAtMs }, flags: list } = flags.state();
    return {
      content: (
        <FlagsPanel
          path={config.flagsFile ?? "ops/feature-flags.yaml"}
          problem={problem}
          readAtMs={readAtMs}
          flags={list}
        />
      ),
    };
  },
};
