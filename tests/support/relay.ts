/** A relay on loopback that stands before a real server and can be cut: an outage without stopping the server. */

export interface Relay {
  readonly port: number;
  /** Ends every connection and refuses new ones. */
  cut(): void;
  /** Accepts again, on the same port. */
  heal(): void;
  stop(): Promise<void>;
}

/** Relays to `target`, a URL whose host and port are a server on this machine. */
export function startRelay(target: string): Relay {
  const { hostname, port: targetPort } = new URL(target);
  const open = new Set<Deno.TcpConn>();
  const accepting: Promise<void>[] = [];
  const listen = (port: number) => Deno.listen({ hostname: "127.0.0.1", port });
  let listener = listen(0);
  const { port } = listener.addr;

  const join = async (client: Deno.TcpConn) => {
    open.add(client);
    let server: Deno.TcpConn | null = null;
    try {
      server = await Deno.connect({ hostname, port: Number(targetPort) });
      // Cut while the way to the server was being opened.
      if (!open.has(client)) return;
      open.add(server);
      // When one side ends the other is closed too.
      await Promise.race([pass(client, server), pass(server, client)]);
    } catch {
      // A connection that breaks is what a relay is for.
    } finally {
      for (const connection of [client, server]) {
        if (connection) end(connection);
      }
    }
  };
  const end = (connection: Deno.TcpConn) => {
    open.delete(connection);
    try {
      connection.close();
    } catch {
      // Closed by the other side of the relay.
    }
  };
  const accept = async (from: Deno.TcpListener) => {
    const joined: Promise<void>[] = [];
    try {
      for await (const client of from) joined.push(join(client));
    } catch {
      // The listener was closed.
    }
    await Promise.allSettled(joined);
  };
  const cut = () => {
    try {
      listener.close();
    } catch {
      // Cut already.
    }
    for (const connection of [...open]) end(connection);
  };

  accepting.push(accept(listener));
  return {
    port,
    cut,
    heal() {
      listener = listen(port);
      accepting.push(accept(listener));
    },
    async stop() {
      cut();
      await Promise.allSettled(accepting);
    },
  };
}

async function pass(from: Deno.TcpConn, to: Deno.TcpConn): Promise<void> {
  const buffer = new Uint8Array(16_384);
  while (true) {
    const count = await from.read(buffer);
    if (count === null) return;
    for (let sent = 0; sent < count;) sent += await to.write(buffer.subarray(sent, count));
  }
}
