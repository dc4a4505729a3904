/**
 * Which tab this is, and which other tabs are open. A tab holds a lock with its name for as long as it lives, so that a
 * crashed tab's draft can be told from one that is still being worked on.
 */

const KEY = "blockbuilders:tab";
const LOCK_PREFIX = "blockbuilders:tab:";

/** This tab's name and the names of all tabs that are open (this one aside). */
export interface TabSession {
  readonly tabId: string;
  readonly others: ReadonlySet<string>;
}

/** Finds out who we are; takes the lock that says so until the page goes away. */
export async function openTabSession(): Promise<TabSession> {
  let tabId = remembered() ?? freshName();
  const held = await heldLocks();
  // A duplicated tab inherits its twin's name: it needs one of its own.
  if (held.has(tabId)) tabId = freshName();
  remember(tabId);
  void globalThis.navigator?.locks?.request(LOCK_PREFIX + tabId, () => new Promise(() => {}))
    .catch(() => {});
  return { tabId, others: held };
}

async function heldLocks(): Promise<Set<string>> {
  const found = new Set<string>();
  try {
    const state = await globalThis.navigator?.locks?.query();
    for (const lock of state?.held ?? []) {
      if (lock.name?.startsWith(LOCK_PREFIX)) found.add(lock.name.slice(LOCK_PREFIX.length));
    }
  } catch {
    // Locks need a secure page; without them every draft counts as left behind.
  }
  return found;
}

function freshName(): string {
  return `${Date.now().toString(36)}${Math.random().toString(36).slice(2, 8)}`;
}

function remembered(): string | null {
  try {
    return globalThis.sessionStorage.getItem(KEY);
  } catch {
    return null;
  }
}

function remember(tabId: string): void {
  try {
    globalThis.sessionStorage.setItem(KEY, tabId);
  } catch {
    // The name then lasts as long as the page.
  }
}

/** `localStorage`, or `null` where the browser refuses it. */
export function browserStorage(): Storage | null {
  try {
    return globalThis.localStorage ?? null;
  } catch {
    return null;
  }
}
