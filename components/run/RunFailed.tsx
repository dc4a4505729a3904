import type { Run } from "../../contracts/backtests.ts";
import { type NextStep, runFailure } from "../../contracts/run_failures.ts";
import { date } from "../format.ts";
import { Button, ButtonLink, type ButtonVariant } from "../ui/Button.tsx";
import { Icon } from "../ui/Icon.tsx";
import { type CandleSpan, type DayRange, daysOf, shorterRange, storedRange } from "./run_range.ts";

export interface RunFailedProps {
  readonly run: Run;
  /** What is stored of the run's series, `null` when nothing is. */
  readonly span: CandleSpan | null;
  /** A new run has been asked for. */
  readonly busy: boolean;
  readonly onRerun: () => void;
}

/** Why a run failed, and what to do next: the step that helps most comes first. */
export function RunFailed({ run, span, busy, onRerun }: RunFailedProps) {
  const { title, sentence, steps } = runFailure(run.error_code);
  return (
    <section class="card failed" role="alert" data-failure={run.error_code}>
      <span class="failed-mark">
        <Icon name="warning" size={20} />
      </span>
      <div>
        <h2>{title}</h2>
        <p>{run.error_message ?? sentence}</p>
        <div class="failed-actions">
          {steps.map((step, place) => (
            <Step
              key={step}
              step={step}
              variant={place === 0 ? "primary" : "secondary"}
              run={run}
              span={span}
              busy={busy}
              onRerun={onRerun}
            />
          ))}
        </div>
      </div>
    </section>
  );
}

function Step(
  { step, variant, run, span, busy, onRerun }: RunFailedProps & {
    readonly step: NextStep;
    readonly variant: ButtonVariant;
  },
) {
  if (step === "run_again") {
    return (
      <Button variant={variant} icon="refresh" busy={busy} onClick={onRerun}>Run again</Button>
    );
  }
  if (step === "edit_strategy") {
    return (
      <ButtonLink variant={variant} icon="pencil" href={`/strategies/${run.strategy_id}`}>
        Edit the strategy
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
