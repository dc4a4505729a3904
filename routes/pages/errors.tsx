/** Pages for what went wrong. */
import { ErrorScreen } from "../../features/service/ErrorScreen.tsx";
import { errorHeaders, type ErrorPage } from "../middleware/errors.ts";
import { healthPage } from "./health.tsx";
import { renderPage } from "./render.tsx";

export const errorPage: ErrorPage = (c, error) => {
  // The session could not be read because the database is down: that is just what this page is there to tell.
  if (error.status >= 500 && c.req.path.replace(/\/$/, "") === "/health") return healthPage(c);
  const home = c.get("user")
    ? { href: "/strategies", label: "Go to your strategies" }
    : { href: "/", label: "Go to the start page" };
  const explained = error.status === 404
    ? `${error.message} It may have moved, or it belongs to another account.`
    : error.message;
  return renderPage(
    c,
    <ErrorScreen status={error.status} message={explained} home={home} />,
    {
      title: error.status === 404 ? "Not found" : "Something went wrong",
      status: error.status,
      headers: errorHeaders(error),
    },
  );
};
