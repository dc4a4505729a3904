/** Pages for developers: there in development, and nowhere else. */
import { KitPage } from "../../features/dev_ui/KitPage.tsx";
import type { Page } from "./page.ts";
import { renderPage } from "./render.tsx";

export const devPages: readonly Page[] = [
  {
    method: "GET",
    path: "/dev/ui",
    title: "Kit",
    render: async (c) =>
      c.get("services").config.env === "development"
        ? await renderPage(c, <KitPage />)
        : await c.notFound(),
  },
];
