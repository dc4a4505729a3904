/** Pages for developers: there in development, and nowhere else. */
import { KitPage } from "../../features/dev_ui/KitPage.tsx";
import type { Page } from "./page.ts";
import { renderPage } from "./render.tsx";

export const devPages: readonly Page[] = [
  {
    method: "GET",
    path: "/dev/ui",
    title: "Kit",
    render: async (c) => {
      if (c.get("services").config.env !== "development") return await c.notFound();
      const theme = c.req.query("theme") === "dark" ? "dark" : "light";
      return await renderPage(c, <KitPage theme={theme} />, { theme });
    },
  },
];
