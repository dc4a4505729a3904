/** HTTP by hand on loopback, for answers that no proper server gives: cut off in the middle, or no answer but a closed connection. */

export interface HandmadeResponse {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
  /** Only so many characters of the body are sent before the connection is closed. */
  readonly cutOffAt?: number;
}

/** What is done with a request: an answer, or the connection is closed without one. */
export type Handler = (url: URL, headers: Headers) => Promise<HandmadeResponse | "close">;

export interface HandmadeServer {
  /** `http://127.0.0.1:PORT`. */
  readonly baseUrl: string;
  close(): Promise<void>;
}

/** Serves GET requests, one a connection. */
export function serveByHand(handle: Handler): HandmadeServer {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr;
  const baseUrl = `http://127.0.0.1:${port}`;
  const open = new Map<Deno.TcpConn, Promise<void>>();

  async function serve(connection: Deno.TcpConn): Promise<void> {
    try {
      const head = await readHead(connection);
      if (head === null) return;
      const [requestLine = "", ...lines] = head.split("\r\n");
      const headers = new Headers(lines.filter((line) => line.includes(":")).map(pair));
      const response = await handle(new URL(requestLine.split(" ")[1] ?? "/", baseUrl), headers);
      if (response !== "close") await writeAll(connection, encode(response));
    } catch (error) {
      // The client has gone, as many a test wants.
      if (!isGone(error)) throw error;
    } finally {
      open.delete(connection);
      closeQuietly(connection);
    }
  }

  const accepting = (async () => {
    for await (const connection of listener) open.set(connection, serve(connection));
  })();

  let closed: Promise<unknown> | null = null;
  function close(): Promise<unknown> {
    listener.close();
    const serving = [...open.values()];
    for (const connection of open.keys()) closeQuietly(connection);
    return Promise.all([accepting, ...serving]);
  }
  return {
    baseUrl,
    async close() {
      await (closed ??= close());
    },
  };
}

function encode({ status, headers = {}, body, cutOffAt }: HandmadeResponse): Uint8Array {
  const bytes = new TextEncoder().encode(body);
  const lines = [
    `HTTP/1.1 ${status} ${status === 200 ? "OK" : "No"}`,
    ...Object.entries({ "content-type": "application/json", ...headers })
      .map(([name, value]) => `${name}: ${value}`),
    `content-length: ${bytes.length}`,
    "connection: close",
  ];
  const head = new TextEncoder().encode(`${lines.join("\r\n")}\r\n\r\n`);
  const sent = cutOffAt === undefined ? bytes : bytes.subarray(0, cutOffAt);
  const whole = new Uint8Array(head.length + sent.length);
  whole.set(head);
  whole.set(sent, head.length);
  return whole;
}

async function readHead(connection: Deno.TcpConn): Promise<string | null> {
  const buffer = new Uint8Array(16_384);
  let text = "";
  while (!text.includes("\r\n\r\n")) {
    const read = await connection.read(buffer);
    if (read === null) return null;
    text += new TextDecoder().decode(buffer.subarray(0, read));
  }
  return text.slice(0, text.indexOf("\r\n\r\n"));
}

async function writeAll(connection: Deno.TcpConn, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length;) at += await connection.write(bytes.subarray(at));
}

function pair(line: string): [string, string] {
  const at = line.indexOf(":");
  return [line.slice(0, at).trim(), line.slice(at + 1).trim()];
}

function isGone(error: unknown): boolean {
  return [
    Deno.errors.BadResource,
    Deno.errors.BrokenPipe,
    Deno.errors.ConnectionReset,
    Deno.errors.ConnectionAborted,
    Deno.errors.Interrupted,
    Deno.errors.NotConnected,
  ].some((gone) => error instanceof gone);
}

function closeQuietly(connection: Deno.TcpConn): void {
  try {
    connection.close();
  } catch (error) {
    if (!isGone(error)) throw error;
  }
}
