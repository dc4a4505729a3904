/**
 * Password hashes: argon2id with OWASP's first-choice parameters. A hash takes tens of milliseconds of pure computing, so a
 * thread of its own does it and pages never wait for another login.
 */
import { AppError } from "../../contracts/errors.ts";
import { errorFrom } from "../logging/log_error.ts";
import { threadError } from "../logging/thread_error.ts";
import {
  ARGON2_PARAMETERS,
  type PasswordCost,
  type PasswordReply,
  type PasswordRequest,
} from "./password_protocol.ts";

/** Hashes that may wait in line; more at once is an attack or an overload, and waiting would not help. */
const MAX_WAITING = 200;

type Ask =
  | { kind: "hash"; password: string; cost: PasswordCost }
  | { kind: "verify"; password: string; hash: string };

export class Passwords {
  #worker: Worker | null = null;
  #decoy: Promise<string> | null = null;
  #nextId = 1;
  readonly #waiting = new Map<number, PromiseWithResolvers<PasswordReply>>();

  constructor(private readonly cost: PasswordCost = ARGON2_PARAMETERS) {}

  /** Hashes `password` with a new salt; the result names its own parameters. */
  async hash(password: string): Promise<string> {
    const reply = await this.#ask({
      kind: "hash",
      password: password.normalize("NFKC"),
      cost: this.cost,
    });
    if ("hash" in reply) return reply.hash;
    throw "error" in reply ? errorFrom(reply.error) : new Error("no hash");
  }

  /**
   * Whether `password` is the one behind `hash`. Without a hash (no such account) the same work is done for nothing, so
   * that the time an answer takes does not tell which addresses have an account.
   */
  async verify(password: string, hash: string | null): Promise<boolean> {
    this.#decoy ??= this.hash(crypto.randomUUID());
    const reply = await this.#ask({
      kind: "verify",
      password: password.normalize("NFKC"),
      hash: hash ?? await this.#decoy,
    });
    if ("error" in reply) throw errorFrom(reply.error);
    return "fits" in reply && reply.fits && hash !== null;
  }

  /** Starts the thread and makes the decoy, so that the first login takes no longer than the others. */
  async warmUp(): Promise<void> {
    await (this.#decoy ??= this.hash(crypto.randomUUID()));
  }

  /** Ends the thread. */
  close(): void {
    this.#fail(new Error("the password thread is closed"));
  }

  #ask(ask: Ask): Promise<PasswordReply> {
    if (this.#waiting.size >= MAX_WAITING) {
      throw new AppError("unavailable", "Too many people are logging in. Try again in a minute.", {
        retryAfterSeconds: 60,
      });
    }
    const id = this.#nextId++;
    const waiting = Promise.withResolvers<PasswordReply>();
    this.#waiting.set(id, waiting);
    const request: PasswordRequest = { id, ...ask };
    (this.#worker ??= this.#start()).postMessage(request);
    return waiting.promise;
  }

  #start(): Worker {
    const worker = new Worker(new URL("./password_worker.ts", import.meta.url), { type: "module" });
    worker.onmessage = ({ data }: MessageEvent<PasswordReply>) => {
      this.#waiting.get(data.id)?.resolve(data);
      this.#waiting.delete(data.id);
    };
    worker.onerror = (event) => {
      event.preventDefault();
      this.#fail(threadError(event));
    };
    return worker;
  }

  #fail(error: Error): void {
    this.#worker?.terminate();
    this.#worker = null;
    this.#decoy = null;
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}
