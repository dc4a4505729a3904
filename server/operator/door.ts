/**
 * The door by which commands reach the app that has the data folder: the embedded database allows one process at a time. It
 * listens on the loopback address alone, and takes whoever can read `operator.json` in the data folder: its owner.
 */
import { join } from "node:path";
import { z } from "zod";
import { AppError, type ErrorCode } from "../../contracts/errors.ts";
import { hashToken, newToken } from "../accounts/sessions.ts";
import { describeError } from "../logging/log.ts";
import type { OperatorCommand, OperatorParts, OperatorStream } from "./command.ts";

const FILE = "operator.json";
const BYTES = "application/octet-stream";
/** Longer bodies are no commands. */
const MOST_BYTES = 64 * 1024;

const fileSchema = z.object({ port: z.int(), token: z.string() });

export interface OperatorDoor {
  close(): Promise<void>;
}

/** Opens the door of the app; closing it removes the file. */
export async function openOperatorDoor(
  parts: OperatorParts,
  commands: readonly OperatorCommand[],
  streams: readonly OperatorStream[] = [],
): Promise<OperatorDoor> {
  const { config: { dataDir }, log } = parts.services;
  const token = newToken();
  const expected = await hashToken(`Bearer ${token}`);
  const byName = new Map(commands.map((command) => [command.name, command]));
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    async (request) => {
      if (await hashToken(request.headers.get("authorization") ?? "") !== expected) {
        return refusal(new AppError("not_signed_in", "This is not the token of the data folder."));
      }
      const name = new URL(request.url).pathname.slice(1);
      const stream = streams.find((one) => one.name === name);
      if (stream && request.method === "GET") return streamed(stream, parts);
      const command = byName.get(name);
      if (!command || request.method !== "POST") {
        return refusal(new AppError("not_found", "The running app knows no such command."));
      }
      try {
        const text = await request.text();
        if (text.length > MOST_BYTES) throw new AppError("too_large", "The command is too long.");
        const result = await command.run(parts, command.input.parse(JSON.parse(text)));
        return Response.json({ result: result ?? null });
      } catch (error) {
        if (error instanceof AppError) return refusal(error);
        log.error("a command failed", { name: command.name, error: describeError(error) });
        return refusal(new AppError("internal", "The command failed; the app's log says why."));
      }
    },
  );
  const path = join(dataDir, FILE);
  // Written beside and moved into place, so that nobody reads half of it; nobody else may read it at all.
  const text = JSON.stringify({ port: server.addr.port, token });
  const fresh = `${path}.${Deno.pid}`;
  await Deno.writeTextFile(fresh, text, { mode: 0o600 });
  await Deno.rename(fresh, path);
  return {
    async close() {
      await Deno.remove(path).catch(() => {});
      await server.shutdown();
    },
  };
}

/** Asks the app that has `dataDir`; `null` when no app with a door has it. @throws {AppError} the command's refusal */
export async function askThroughDoor(
  dataDir: string,
  name: string,
  input: unknown,
): Promise<{ readonly result: unknown } | null> {
  const response = await knock(dataDir, name, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(input),
  });
  if (response === null) return null;
  const answer = parsed(await response.text());
  const granted = z.object({ result: z.unknown() }).safeParse(answer);
  if (response.ok && granted.success) return { result: granted.data.result };
  const refused = refusalSchema.safeParse(answer);
  // Another program has got the port meanwhile.
  if (!refused.success || refused.data.error.code === "not_signed_in") return null;
  throw new AppError(refused.data.error.code as ErrorCode, refused.data.error.message);
}

/**
 * The bytes of a stream of the app that has `dataDir`; `null` when no app with a door has it. Reading it fails when the app
 * could not make all of it.
 */
export async function streamThroughDoor(
  dataDir: string,
  name: string,
): Promise<ReadableStream<Uint8Array> | null> {
  const response = await knock(dataDir, name, { method: "GET" });
  if (response?.ok && response.headers.get("content-type") === BYTES) return response.body;
  await response?.body?.cancel();
  return null;
}

/** An answer of whatever listens where the door of `dataDir` was; `null` where nothing does. */
async function knock(
  dataDir: string,
  name: string,
  init: RequestInit & { readonly headers?: Readonly<Record<string, string>> },
): Promise<Response | null> {
  const text = await Deno.readTextFile(join(dataDir, FILE)).catch(() => null);
  const file = fileSchema.safeParse(text === null ? null : parsed(text));
  if (!file.success) return null;
  const { port, token } = file.data;
  try {
    return await fetch(`http://127.0.0.1:${port}/${name}`, {
      ...init,
      headers: { ...init.headers, authorization: `Bearer ${token}` },
    });
  } catch {
    // An app that was killed leaves its file behind.
    return null;
  }
}

/** Hands a stream over; it is cut off when whoever asked goes, it fails, or the app is about to stop. */
function streamed({ name, open }: OperatorStream, parts: OperatorParts): Response {
  const { closing, log } = parts.services;
  const pieces = open(parts)[Symbol.asyncIterator]();
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        closing.throwIfAborted();
        const { value, done } = await pieces.next();
        if (done) controller.close();
        else controller.enqueue(value);
      } catch (error) {
        log.error("a stream ended early", { name, error: describeError(error) });
        await pieces.return?.();
        controller.error(error);
      }
    },
    async cancel() {
      await pieces.return?.();
    },
  }, { highWaterMark: 0 });
  return new Response(body, { headers: { "content-type": BYTES } });
}

const refusalSchema = z.object({
  error: z.object({ code: z.string(), message: z.string() }),
});

function refusal({ code, message, status }: AppError): Response {
  return Response.json({ error: { code, message } }, { status });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
