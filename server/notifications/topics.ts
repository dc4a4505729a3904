/** The topics there are: who publishes and who listens must mean the same. */

/** A run's status or progress has changed, or the run is gone. */
export function runTopic(runId: string): string {
  return `run:${runId}`;
}

/** A session of the account has ended, or the account has. */
export function sessionsTopic(userId: string): string {
  return `sessions:${userId}`;
}

/** Something has changed on the desk of the account; the message names the follow. */
export function deskTopic(userId: string): string {
  return `desk:${userId}`;
}

/** The account has a new notice, or has read some; the message is how many are unread. */
export function noticesTopic(userId: string): string {
  return `notices:${userId}`;
}
