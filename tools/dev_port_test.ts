import assert from "node:assert/strict";
import { devPort } from "./dev_port.ts";

Deno.test("dev port: the next one when one is in use, on either address", () => {
  for (const hostname of ["127.0.0.1", "0.0.0.0"]) {
    const listener = Deno.listen({ hostname, port: 0 });
    try {
      const { port } = listener.addr as Deno.NetAddr;
      const found = devPort(undefined, port);
      assert.ok(found > port && found < port + 100, `${found} for ${port}`);
      assert.ok(devPort("", port) > port, "an empty variable is none");
      assert.equal(devPort(String(port), 8000), port, "what is asked for is taken");
    } finally {
      listener.close();
    }
  }
});

Deno.test("dev port: what is no port is refused", () => {
  for (const text of ["x", "0", "65536", "-1", "80.5", "1e3", " "]) {
    assert.throws(() => devPort(text, 8000), /is not a port/, text);
  }
});
