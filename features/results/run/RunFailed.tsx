import type { Run } from "../../../contracts/backtests.ts";
import { adviceFor, type NextStep, whatHappened } from "../../../contracts/run_failures.ts";
import { date } from "../../../text/format.ts";
import { AUTO_UPDATE_HASH } from "../../../text/auto_update_hash.ts";
import { Button, ButtonLink, type ButtonVariant } from "../../../ui/Button.tsx";
import { Icon } from "../../../ui/Icon.tsx";
import {
  type CandleSpan,
  type DayRange,
  daysOf,
  shorterRange,
  storedRange,
} from "../../../studio/run/run_range.ts";
import { cx } from "../../../ui/cx.ts";
import cardStyles from "../../../ui/Card.module.css.ts";
import runStyles from "./run.module.css.ts";
import textStyles from "../../../ui/text.module.css.ts";

export interface RunFailedProps {
  readonly run: Run;
  /** What is stored of the run's series, `null` when nothing is. */
  readonly span: CandleSpan | null;
  /** Whether the strategy's auto-update is on; of no matter to a run that a person started. */
  readonly autoUpdate: boolean;
  /** Why no backtest can be started now; `null` while one can. */
  readonly full: string | null;
  /** A new run has been asked for. */
  readonly busy: boolean;
  readonly onRerun: () => void;
}

/** Why a run failed, and what to do next, each said once: the step that helps most comes first. */
export function RunFailed(props: RunFailedProps) {
  const { run, span, autoUpdate, full } = props;
  const daily = run.triggered_by === "schedule";
  const { words, steps } = adviceFor({
    code: run.error_code,
    daily,
    autoUpdate,
    stored: span !== null,
  });
  return (
    <section
      class={cx(cardStyles.card, runStyles.failed)}
      role="alert"
      data-failure={run.error_code}
    >
      <span class={runStyles.failedMark}>
        <Icon name="warning" size={20} />
      </span>
      <div>
        <h2>{daily ? "This daily run failed" : "This backtest failed"}</h2>
        <p>{whatHappened(run.error_code, run.error_message)}</p>
        <p>{words}</p>
        {full !== null && steps.includes("run_again") && <p class={textStyles.caution}>{full}</p>}
        <div class={runStyles.failedActions}>
          {steps.map((step, place) => (
            <Step
              key={step}
              step={step}
              variant={place === 0 ? "primary" : "secondary"}
              {...props}
            />
          ))}
        </div>
      </div>
    </section>
  );
}

/** Steps that are taken in the editor, and where in it. */
const IN_EDITOR: Readonly<
  Record<Exclude<NextStep, "run_again" | "choose_period">, { label: string; hash: string }>
> = {
  edit_strategy: { label: "Edit the strategy", hash: "" },
  other_market: { label: "Choose another market", hash: "" },
  open_auto_update: { label: "Open auto-update", hash: AUTO_UPDATE_HASH },
};

function Step(
  { step, variant, run, span, full, busy, onRerun }: RunFailedProps & {
    readonly step: NextStep;
    readonly variant: ButtonVariant;
  },
) {
  if (step === "run_again") {
    return (
      <Button
        variant={variant}
        icon="refresh"
        busy={busy}
        disabled={full !== null}
        onClick={onRerun}
      >
        {run.triggered_by === "schedule" ? "Run it now" : "Run again"}
      </Button>
    );
  }
  if (step !== "choose_period") {
    const { label, hash } = IN_EDITOR[step];
    return (
      <ButtonLink variant={variant} icon="pencil" href={`/strategies/${run.strategy_id}${hash}`}>
        {label}
      </ButtonLink>
    );
  }
  const range = offeredRange(run, span);
  const days = range ? `?from=${range.from}&to=${range.to}` : "";
  return (
    <ButtonLink
      variant={variant}
      icon="calendar"
      href={`/strategies/${run.strategy_id}/runs${days}#new-backtest`}
    >
      {range ? `Choose ${date(range.from)} – ${date(range.to)}` : "Choose another period"}
    </ButtonLink>
  );
}

/** The days that are most likely to work. */
function offeredRange(run: Run, span: CandleSpan | null): DayRange | null {
  const days = daysOf(run);
  const code = run.error_code;
  return code === "timeout" || code === "result_too_large"
    ? shorterRange(days)
    : storedRange(days, span);
}
