import type { Run } from "../../contracts/backtests.ts";
import { Button, ButtonLink } from "../ui/Button.tsx";
import { Icon } from "../ui/Icon.tsx";

/** Failures that another try may heal; the others need a change first. */
const HEALS = new Set([
  "rate_limited",
  "storage_unavailable",
  "database_unavailable",
  "interrupted",
  "internal",
]);

/** Why a run failed, and the next step. */
export function RunFailed(
  { run, busy, onRerun }: {
    readonly run: Run;
    readonly busy: boolean;
    readonly onRerun: () => void;
  },
) {
  const heals = HEALS.has(run.error_code ?? "internal");
  const strategy = run.error_code === "invalid_strategy";
  const again = (
    <Button variant={heals ? "primary" : "secondary"} icon="refresh" busy={busy} onClick={onRerun}>
      Run it again
    </Button>
  );
  return (
    <section class="card failed" role="alert">
      <span class="failed-mark">
        <Icon name="warning" size={20} />
      </span>
      <div>
        <h2>This backtest failed</h2>
        <p>{run.error_message ?? "Something went wrong on our side. Run it again."}</p>
        <div class="failed-actions">
          {heals && again}
          {strategy
            ? (
              <ButtonLink variant="primary" icon="pencil" href={`/strategies/${run.strategy_id}`}>
                Open the editor
              </ButtonLink>
            )
            : (
              <ButtonLink
                variant={heals ? "secondary" : "primary"}
                icon="calendar"
                href={`/strategies/${run.strategy_id}/runs`}
              >
                Choose another period
              </ButtonLink>
            )}
          {!heals && again}
        </div>
      </div>
    </section>
  );
}
