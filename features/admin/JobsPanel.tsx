/** Jobs that run, wait or failed, without anything of a strategy. */
import type { AdminJob, AdminJobList } from "../../contracts/admin.ts";
import { counted } from "../../text/format.ts";
import { Badge } from "../../ui/Badge.tsx";
import { Button } from "../../ui/Button.tsx";
import { Card } from "../../ui/Card.tsx";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { TableScroll } from "../../ui/Table.tsx";
import { Time } from "../../ui/Time.tsx";
import tableStyles from "../../ui/Table.module.css.ts";
import textStyles from "../../ui/text.module.css.ts";
import styles from "./admin.module.css.ts";

const KINDS: Readonly<Record<AdminJob["kind"], string>> = {
  backtest: "Backtest",
  robustness: "Robustness tests",
  mail: "Mail",
};

const STATES: Readonly<
  Record<AdminJob["status"], { tone: "accent" | "neutral" | "loss"; word: string }>
> = {
  running: { tone: "accent", word: "Running" },
  pending: { tone: "neutral", word: "Waiting" },
  failed: { tone: "loss", word: "Failed" },
};

export function JobsPanel({ jobs, counts }: AdminJobList) {
  if (jobs.length === 0) {
    return (
      <Card>
        <EmptyState icon="check" title="Nothing waits">
          Backtests, robustness tests and mails appear here while they wait or run, and for a week
          if they fail.
        </EmptyState>
      </Card>
    );
  }
  return (
    <>
      <p class={styles.lead}>
        {counted(counts.running, "job")} running, {counts.pending} waiting, {counts.failed}{" "}
        failed in the last 7 days. Drop stops a job for good; its owner is told why.
      </p>
      <Card pad={false}>
        <TableScroll label="Jobs">
          <table class={tableStyles.table}>
            <thead>
              <tr>
                <th scope="col">Job</th>
                <th scope="col">Status</th>
                <th scope="col">Account</th>
                <th scope="col">Since</th>
                <th scope="col">Attempts</th>
                <th scope="col">Reason</th>
                <th scope="col">
                  <span class={textStyles.srOnly}>Actions</span>
                </th>
              </tr>
            </thead>
            <tbody>{jobs.map((job) => <Job key={job.id} {...job} />)}</tbody>
          </table>
        </TableScroll>
      </Card>
    </>
  );
}

function Job(job: AdminJob) {
  const { tone, word } = STATES[job.status];
  const name = `${KINDS[job.kind]}${job.daily ? ", daily" : ""}`;
  const canDrop = job.status !== "failed" || job.kind === "mail";
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>
        <Badge tone={tone}>{word}</Badge>
      </td>
      <td>{job.email ?? "–"}</td>
      <td>
        <Time at={job.created_at} />
      </td>
      <td class={tableStyles.numeric}>{job.attempts}</td>
      <td class={styles.wrap}>{job.reason ?? "–"}</td>
      <td>
        <form method="post" class={styles.actions}>
          <input type="hidden" name="id" value={job.id} />
          {job.can_retry && (
            <Button type="submit" size="sm" formAction="/admin/jobs/retry">Retry</Button>
          )}
          {canDrop && <Button type="submit" size="sm" formAction="/admin/jobs/drop">Drop</Button>}
        </form>
      </td>
    </tr>
  );
}
