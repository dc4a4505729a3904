import type { Run } from "../../../contracts/backtests.ts";
import { counted, percent } from "../../../text/format.ts";
import type { ResultProblem } from "../../../components/result_words/result.ts";
import { Button, ButtonLink } from "../../../ui/Button.tsx";
import { Icon } from "../../../ui/Icon.tsx";
import { cx } from "../../../ui/cx.ts";
import cardStyles from "../../../ui/Card.module.css.ts";
import runStyles from "./run.module.css.ts";

/** A completed run whose stored result cannot be shown: why, what is still known of it, and what to do. */
export function ResultMissing(
  { run, problem, busy, onRetry, onRerun }: {
    readonly run: Run;
    readonly problem: ResultProblem;
    /** A new run has been asked for. */
    readonly busy: boolean;
    readonly onRetry: () => void;
    readonly onRerun: () => void;
  },
) {
  return (
    <section class={cx(cardStyles.card, runStyles.failed)} role="alert" data-result-problem>
      <span class={runStyles.failedMark}>
        <Icon name="warning" size={20} />
      </span>
      <div>
        <h2>{problem.passing ? "The result is not available right now" : "No result to show"}</h2>
        <p>{problem.message}</p>
        {run.total_return !== null && (
          <p>
            Total return {percent(run.total_return)}, max drawdown{" "}
            {percent(run.max_drawdown === null ? null : -run.max_drawdown, { sign: "negative" })}
            {run.num_trades !== null && `, ${counted(run.num_trades, "trade")}`}.
          </p>
        )}
        <div class={runStyles.failedActions}>
          {problem.passing && (
            <Button variant="primary" icon="refresh" onClick={onRetry}>Try again</Button>
          )}
          <Button
            variant={problem.passing ? "secondary" : "primary"}
            icon="refresh"
            busy={busy}
            onClick={onRerun}
          >
            Run again
          </Button>
          <ButtonLink icon="pencil" href={`/strategies/${run.strategy_id}`}>
            Open the editor
          </ButtonLink>
        </div>
      </div>
    </section>
  );
}
