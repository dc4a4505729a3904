/** The one place that turns errors into answers: JSON for programs, a page for people. */
import type { Context } from "hono";
import { HTTPException } from "hono/http-exception";
import { AppError, type ErrorBody, type ErrorCode } from "../../contracts/errors.ts";
import { isDiskFull, isUnavailable } from "../../server/db/errors.ts";
import { diskFull } from "../../server/disk/disk_room.ts";
import { describeError } from "../../server/logging/log.ts";
import { MarketDataError } from "../../server/market_data/errors.ts";
import type { AppEnv } from "../http/app_env.ts";

/** Draws an error for a person. */
export type ErrorPage = (c: Context<AppEnv>, error: AppError) => Response | Promise<Response>;

/** What the answer says. What is not the asker's doing is logged, with its stack; the answer tells no details of it. */
export function toAppError(error: unknown, c: Context<AppEnv>): AppError {
  const answer = answerTo(error);
  if (answer.status >= 500) {
    const unforeseen = !(error instanceof AppError || error instanceof MarketDataError);
    c.get("services").log[unforeseen ? "error" : "warn"]("a request failed", {
      method: c.req.method,
      path: c.req.path.slice(0, 200),
      error: describeError(error),
    });
  }
  return answer;
}

function answerTo(error: unknown): AppError {
  if (error instanceof AppError) return error;
  if (error instanceof MarketDataError) {
    return error.retryable
      ? new AppError("unavailable", error.message, { retryAfterSeconds: 30 })
      : new AppError("invalid_input", error.message);
  }
  if (error instanceof HTTPException && error.status < 500) {
    return new AppError("bad_request", error.message || "This request cannot be understood.");
  }
  if (isDiskFull(error)) return diskFull();
  return isUnavailable(error)
    ? new AppError("unavailable", "The database cannot be reached right now. Try again soon.", {
      retryAfterSeconds: 5,
    })
    : new AppError("internal", "Something went wrong on our side. Try again in a moment.");
}

/** `{ "error": { "code", "message", "issues" } }` with the code's status. */
export function errorJson(error: AppError): Response {
  const body: ErrorBody = {
    error: { code: error.code, message: error.message, issues: [...error.issues] },
  };
  return Response.json(body, { status: error.status, headers: errorHeaders(error) });
}

/** Headers that go with an error, on a page as in JSON. */
export function errorHeaders({ code, options }: AppError): Record<string, string> {
  const { retryAfterSeconds, allow } = options;
  return {
    ...(retryAfterSeconds === undefined ? {} : { "retry-after": String(retryAfterSeconds) }),
    ...(allow === undefined ? {} : { allow }),
    ...(code === "upgrade_required" ? { upgrade: "websocket", connection: "upgrade" } : {}),
  };
}

/** Whether the answer is for a program: the paths of the API and of the WebSocket, and whoever asks for JSON. */
export function wantsJson(c: Context): boolean {
  if (/^\/(api(\/|$)|ws\/?$)/.test(c.req.path)) return true;
  const accept = c.req.header("accept") ?? "";
  return /\bapplication\/json\b/.test(accept) && !/\btext\/html\b/.test(accept);
}

export function notFound(c: Context): AppError {
  const code: ErrorCode = "not_found";
  return new AppError(
    code,
    wantsJson(c) ? "This address does not exist." : "This page does not exist.",
  );
}

/** The page when nothing nicer can be drawn. */
export const plainErrorPage: ErrorPage = (_c, error) => {
  const html = `<!doctype html><html lang="en"><meta charset="utf-8">` +
    `<meta name="viewport" content="width=device-width, initial-scale=1">` +
    `<title>Blockbuilders</title><main><h1>${escapeHtml(error.message)}</h1>` +
    `<p><a href="/">Go to the start page</a></p></main></html>`;
  return new Response(html, {
    status: error.status,
    headers: { "content-type": "text/html; charset=utf-8", ...errorHeaders(error) },
  });
};

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
