/** Reads Dockerfile and docker-compose.yml the way Docker would, as far as this project uses them. */
import assert from "node:assert/strict";
import { parse } from "yaml";
import { z } from "zod";

const serviceSchema = z.object({
  image: z.string().optional(),
  build: z.string().optional(),
  user: z.string().optional(),
  entrypoint: z.array(z.string()).optional(),
  command: z.array(z.string()).optional(),
  environment: z.record(z.string(), z.string()).default({}),
  ports: z.array(z.string()).default([]),
  volumes: z.array(z.string()).default([]),
  secrets: z.array(z.string()).default([]),
  profiles: z.array(z.string()).default([]),
  depends_on: z.record(z.string(), z.object({ condition: z.string() })).default({}),
  healthcheck: z.object({ test: z.array(z.string()).optional(), disable: z.boolean().optional() })
    .loose().optional(),
  restart: z.string().optional(),
  stop_grace_period: z.string().optional(),
  read_only: z.boolean().optional(),
  cap_drop: z.array(z.string()).default([]),
  cap_add: z.array(z.string()).default([]),
  security_opt: z.array(z.string()).default([]),
  tmpfs: z.array(z.string()).default([]),
  deploy: z.object({
    resources: z.object({
      limits: z.object({ cpus: z.string(), memory: z.string(), pids: z.number() }).strict(),
    }),
  }).optional(),
}).strict();

const composeSchema = z.object({
  name: z.string(),
  services: z.record(z.string(), serviceSchema),
  secrets: z.record(z.string(), z.object({ file: z.string() })).default({}),
  volumes: z.record(z.string(), z.unknown()),
});

export type ComposeFile = z.infer<typeof composeSchema>;

/** Parses a compose file (anchors and merge keys included) with `variables` put in. Throws on a missing required one. */
export function readCompose(text: string, variables: Record<string, string>): ComposeFile {
  const document: unknown = parse(interpolate(text, variables), { merge: true });
  const { name, services, secrets, volumes } = document as Record<string, unknown>;
  return composeSchema.parse({ name, services, secrets, volumes });
}

/** The variables that a compose file insists on (`${NAME:?message}`). */
export function requiredVariables(text: string): string[] {
  return [...new Set([...text.matchAll(/\$\{(\w+):\?/g)].map((m) => m[1] ?? ""))].sort();
}

function interpolate(text: string, variables: Record<string, string>): string {
  return text.replace(
    /\$\$|\$\{(\w+)(?::([?+-])([^}]*))?\}/g,
    (whole, name: string | undefined, kind: string | undefined, rest: string | undefined) => {
      if (name === undefined) return whole.slice(1);
      const value = variables[name];
      if (value !== undefined && value !== "") return kind === "+" ? rest ?? "" : value;
      if (kind === "-") return rest ?? "";
      if (kind === "?") throw new Error(`required variable ${name} is missing: ${rest}`);
      return "";
    },
  );
}

/** What the last stage of a Dockerfile says about running its image. */
export interface ImageConfig {
  readonly env: Record<string, string>;
  readonly cmd: readonly string[];
  readonly user: string;
  readonly healthcheck: readonly string[];
}

/** Reads the last stage of a Dockerfile: ENV, CMD, USER and HEALTHCHECK (exec forms). */
export function readDockerfile(text: string): ImageConfig {
  const lines = text.replace(/\\\n/g, " ").split("\n").map((line) => line.trim());
  const lastStage = lines.findLastIndex((line) => line.startsWith("FROM "));
  assert.ok(lastStage >= 0, "the Dockerfile has no FROM");
  const env: Record<string, string> = {};
  let cmd: string[] = [];
  let user = "root";
  let healthcheck: string[] = [];
  for (const line of lines.slice(lastStage)) {
    const [word, ...others] = line.split(/\s+/);
    const rest = others.join(" ");
    if (word === "ENV") {
      for (const pair of rest.matchAll(/(\w+)=(\S+)/g)) env[pair[1] ?? ""] = pair[2] ?? "";
    } else if (word === "CMD") cmd = JSON.parse(rest);
    else if (word === "USER") user = rest;
    else if (word === "HEALTHCHECK") healthcheck = JSON.parse(rest.slice(rest.indexOf("CMD") + 4));
  }
  return { env, cmd, user, healthcheck };
}
