/** The thread that computes password hashes, one after the other. */
import { argon2id, argon2Verify } from "hash-wasm";
import { describeError } from "../logging/log_error.ts";
import { threadScope } from "../threads/thread_scope.ts";
import type { PasswordReply, PasswordRequest } from "./password_protocol.ts";

const thread = threadScope<PasswordRequest, PasswordReply>();
let last: Promise<void> = Promise.resolve();

thread.onmessage = ({ data }) => {
  last = last.then(async () => thread.postMessage(await answer(data)));
};

async function answer(request: PasswordRequest): Promise<PasswordReply> {
  const { id, password } = request;
  try {
    if (request.kind === "verify") {
      return { id, fits: await argon2Verify({ password, hash: request.hash }) };
    }
    const salt = crypto.getRandomValues(new Uint8Array(16));
    const options = { password, salt, ...request.cost, outputType: "encoded" } as const;
    return { id, hash: await argon2id(options) };
  } catch (error) {
    return { id, error: describeError(error) };
  }
}
