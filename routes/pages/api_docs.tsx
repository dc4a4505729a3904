/** The API reference. */
import { ApiDocsFrame } from "../../features/api_docs/ApiDocsFrame.tsx";
import type { Page } from "./page.ts";
import { renderPage } from "./render.tsx";

export const apiDocsPages: readonly Page[] = [
  {
    method: "GET",
    path: "/api/docs",
    title: "API reference",
    description: "The REST API of Blockbuilders: strategies, backtests and candles.",
    render: (c) => renderPage(c, <ApiDocsFrame />),
  },
];
