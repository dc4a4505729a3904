/** How far accounts get, for operators. */
import { ActivationPanel } from "../../features/admin/ActivationPanel.tsx";
import type { AdminPanel } from "./admin_panel.ts";

export const activationPanel: AdminPanel = {
  id: "activation",
  title: "Activation",
  show: async (c) => ({
    content: <ActivationPanel {...await c.get("services").onboarding.activation()} />,
  }),
};
