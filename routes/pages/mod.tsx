/** The pages of the app. */
import { Hono } from "hono";
import type { AppEnv } from "../app_env.ts";

export const pages: Hono<AppEnv> = new Hono<AppEnv>({ strict: false });
