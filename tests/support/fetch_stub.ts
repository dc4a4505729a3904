/** Answers what a component asks of the server, in the process. */

export interface Asked {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly body: unknown;
}

/**
 * Puts `answer` in the place of `fetch` while `use` runs, and keeps what was asked. An answer of `undefined` is a connection
 * that fails.
 */
export async function withAnswers(
  answer: (asked: Asked) => { readonly status?: number; readonly json?: unknown } | undefined,
  use: (asked: readonly Asked[]) => Promise<void>,
): Promise<void> {
  const asked: Asked[] = [];
  const before = globalThis.fetch;
  globalThis.fetch = (input, init) => {
    const text = init?.body;
    const one: Asked = {
      method: init?.method ?? "GET",
      path: String(input),
      body: typeof text === "string" ? JSON.parse(text) : null,
    };
    asked.push(one);
    const found = answer(one);
    if (!found) return Promise.reject(new TypeError("the connection failed"));
    const { status = 200, json } = found;
    return Promise.resolve(
      status === 204 ? new Response(null, { status }) : Response.json(json ?? {}, { status }),
    );
  };
  try {
    await use(asked);
  } finally {
    globalThis.fetch = before;
  }
}
