/** What a version is followed with: capital, and limits that hold it back. */
import { useSignal } from "@preact/signals";
import { useLayoutEffect } from "preact/hooks";
import { api, ApiError } from "../../contracts/client/api_client.ts";
import type { Follow } from "../../contracts/desk.ts";
import { CAPITAL_MAX, CAPITAL_MIN } from "../../contracts/run_numbers.ts";
import { type NumberRule, readTypedNumber } from "../../contracts/typed_number.ts";
import { pair } from "../../text/format.ts";
import { UpgradeLink } from "../../components/upgrade/UpgradeLink.tsx";
import { Button } from "../../ui/Button.tsx";
import { Dialog } from "../../ui/Dialog.tsx";
import { NumberField, SelectField } from "../../ui/Field.tsx";
import { Notice } from "../../ui/Notice.tsx";
import type { FollowChoice } from "./desk_view.ts";
import styles from "./FollowDialog.module.css.ts";

/** What each number may be, as the API takes it. */
const RULES = {
  initial_capital: { min: CAPITAL_MIN, max: CAPITAL_MAX },
  max_order: { min: 0.01, max: 1e12 },
  max_daily_loss_percent: { min: 0.01, max: 100, unit: "%" },
  max_orders_per_hour: { min: 1, max: 1_000, whole: true },
} as const satisfies Readonly<Record<string, NumberRule>>;

type FieldName = keyof typeof RULES;
const FIELDS = Object.keys(RULES) as readonly FieldName[];

const BLANK: Readonly<Record<FieldName, string>> = {
  initial_capital: "10000",
  max_order: "",
  max_daily_loss_percent: "",
  max_orders_per_hour: "",
};

export interface FollowDialogProps {
  /** What is about to be followed, `null` while nothing is. */
  readonly choice: FollowChoice | null;
  readonly choices: readonly FollowChoice[];
  readonly onClose: () => void;
  readonly onFollowed: (follow: Follow) => void;
}

export function FollowDialog({ choice, choices, onClose, onFollowed }: FollowDialogProps) {
  const chosen = useSignal<FollowChoice | null>(choice);
  const typed = useSignal(BLANK);
  const broker = useSignal<Follow["broker"]>("simulated");
  const busy = useSignal(false);
  const problem = useSignal<ApiError | null>(null);
  /** What is wrong with the fields is said once they were sent. */
  const shown = useSignal(false);
  useLayoutEffect(() => {
    chosen.value = choice;
    problem.value = null;
    shown.value = false;
  }, [choice]);
  const current = chosen.value;
  const submit = async () => {
    if (!current || busy.value) return;
    shown.value = true;
    if (FIELDS.some((name) => read(typed.value, name).problem !== undefined)) return;
    busy.value = true;
    problem.value = null;
    try {
      const value = (name: FieldName) => read(typed.value, name).value;
      onFollowed(
        await api("POST /follows", {
          body: {
            strategy_id: current.strategyId,
            version: current.version,
            ...(current.hasPaperAccount ? { broker: broker.value } : {}),
            initial_capital: value("initial_capital"),
            max_order: value("max_order"),
            max_daily_loss_percent: value("max_daily_loss_percent"),
            max_orders_per_hour: value("max_orders_per_hour"),
          },
        }),
      );
      typed.value = BLANK;
    } catch (error) {
      problem.value = error instanceof ApiError
        ? error
        : new ApiError(0, "unreachable", "That did not work. Try again.");
    } finally {
      busy.value = false;
    }
  };
  const quote = current ? pair(current.asset).quote : "USDT";
  const field = (name: FieldName, label: string, unit: string, hint: string) => (
    <NumberField
      label={label}
      unit={unit}
      hint={hint}
      value={typed.value[name]}
      error={(shown.value ? read(typed.value, name).problem : undefined) ??
        problem.value?.issue(name)}
      onInput={(event) => {
        typed.value = { ...typed.value, [name]: event.currentTarget.value };
      }}
    />
  );
  const hasField = FIELDS.some((name) => problem.value?.issue(name) !== undefined);
  return (
    <Dialog
      open={choice !== null}
      onClose={onClose}
      title="Follow with paper money"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" busy={busy.value} onClick={() => void submit()}>
            Follow
          </Button>
        </>
      }
    >
      {current && (
        <div class={styles.form}>
          <p>
            From the next close on, version {current.version} trades {current.asset}{" "}
            {current.timeframe}{" "}
            with paper money. The version is locked: later edits of the strategy do not change it.
          </p>
          <SelectField
            label="Strategy"
            value={keyOf(current)}
            onChange={(event) => {
              const wanted = event.currentTarget.value;
              chosen.value = choices.find((one) => keyOf(one) === wanted) ?? current;
            }}
          >
            {choices.map((one) => (
              <option key={keyOf(one)} value={keyOf(one)} selected={keyOf(one) === keyOf(current)}>
                {one.name} v{one.version} · {one.asset} {one.timeframe}
              </option>
            ))}
          </SelectField>
          {current.hasPaperAccount && (
            <SelectField
              label="Orders"
              hint={broker.value === "ibkr_paper"
                ? "Whole shares. What the paper account fills otherwise than the simulation is shown beside it."
                : "Filled by the rules of a backtest"}
              value={broker.value}
              error={problem.value?.issue("broker")}
              onChange={(event) => {
                broker.value = event.currentTarget.value === "ibkr_paper"
                  ? "ibkr_paper"
                  : "simulated";
              }}
            >
              <option value="simulated" selected={broker.value === "simulated"}>
                Simulated
              </option>
              <option value="ibkr_paper" selected={broker.value === "ibkr_paper"}>
                Simulated, and sent to the paper account at Interactive Brokers
              </option>
            </SelectField>
          )}
          {field("initial_capital", "Starting capital", quote, "What the account begins with")}
          {field("max_order", "Largest order", quote, "Optional: a larger one is not bought")}
          {field(
            "max_daily_loss_percent",
            "Daily loss that pauses it",
            "%",
            "Optional: nothing is bought after such a day until you resume",
          )}
          {field("max_orders_per_hour", "Orders per hour", "", "Optional: the most that are sent")}
          {problem.value && !hasField && (
            <Notice tone="loss" live>
              {problem.value.message}{" "}
              <UpgradeLink to={problem.value.issues.find(({ upgrade }) => upgrade)?.upgrade} />
            </Notice>
          )}
        </div>
      )}
    </Dialog>
  );
}

const keyOf = ({ strategyId, version }: FollowChoice) => `${strategyId} ${version}`;

/** A field as it was typed: nothing, a number, or what is wrong with it. */
function read(
  typed: Readonly<Record<FieldName, string>>,
  name: FieldName,
): { readonly value?: number | undefined; readonly problem?: string } {
  const text = typed[name];
  if (text.trim() === "") return {};
  const number = readTypedNumber(text, RULES[name]);
  return number.kind === "refused" ? { problem: number.message } : { value: number.value };
}
