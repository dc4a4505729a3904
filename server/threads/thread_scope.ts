/** What a thread of the server sees of whoever started it. */

export interface ThreadScope<Request, Reply> {
  onmessage: ((event: MessageEvent<Request>) => void) | null;
  /** @param transfer what changes hands instead of being copied */
  postMessage(reply: Reply, transfer?: Transferable[]): void;
}

/** For the thread itself: the libraries of types know the global scope of a page alone. */
export function threadScope<Request, Reply>(): ThreadScope<Request, Reply> {
  return globalThis as unknown as ThreadScope<Request, Reply>;
}
