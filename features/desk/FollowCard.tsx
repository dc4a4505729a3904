import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";
import { api } from "../../contracts/client/api_client.ts";
import type { Follow } from "../../contracts/desk.ts";
import { SyntheticBadge } from "../../components/terms/SyntheticBadge.tsx";
import { flipWords } from "../../studio/desk/flip_words.ts";
import { SYNTHETIC } from "../../text/assets.ts";
import { exactDecimals } from "../../text/prices.ts";
import {
  counted,
  money,
  number,
  pair,
  percent,
  percentPoints,
  quantity,
  tone,
} from "../../text/format.ts";
import { Badge, type BadgeTone } from "../../ui/Badge.tsx";
import { Menu, MenuItem } from "../../ui/Menu.tsx";
import { Notice } from "../../ui/Notice.tsx";
import { Time } from "../../ui/Time.tsx";
import { toneClass } from "../../ui/tone_class.ts";
import { cx } from "../../ui/cx.ts";
import cardStyles from "../../ui/Card.module.css.ts";
import { deskPrice, nameOf } from "./desk_view.ts";
import styles from "./FollowCard.module.css.ts";

const STATUS: Readonly<Record<Follow["status"], { label: string; tone: BadgeTone }>> = {
  active: { label: "Following", tone: "gain" },
  paused: { label: "Paused", tone: "caution" },
  stopped: { label: "Stopped", tone: "neutral" },
};

/** Sentences at once; the API has all of them. */
const MOST_FLIPS = 3;

/** One followed version: how it stands, what it is worth, what it holds. */
export function FollowCard(
  { follow, onPause, onResume, onStop }: {
    readonly follow: Follow;
    readonly onPause: () => void;
    readonly onResume: () => void;
    readonly onStop: () => void;
  },
) {
  const { base, quote } = pair(follow.asset);
  const { position, status } = follow;
  const { label, tone: badge } = STATUS[status];
  const name = nameOf(follow);
  const flips = useFlips(follow);
  return (
    <section class={cx(cardStyles.card, styles.card)} aria-label={name} data-part="follow">
      <div class={styles.head}>
        <div class={styles.title}>
          <h2>
            <a href={`/strategies/${follow.strategy_id}`} title={follow.strategy_name}>
              {follow.strategy_name}
            </a>
          </h2>
          <p>
            Version {follow.version_number} · {follow.asset} · {follow.timeframe}{" "}
            {follow.asset === SYNTHETIC && <SyntheticBadge />}
          </p>
        </div>
        <Badge tone={badge}>{label}</Badge>
        {status !== "stopped" && (
          <Menu id={`follow-${follow.id}`} label={`Actions for ${name}`}>
            {status === "active"
              ? <MenuItem icon="close" onSelect={onPause}>Pause</MenuItem>
              : <MenuItem icon="play" onSelect={onResume}>Resume</MenuItem>}
            <MenuItem icon="trash" danger onSelect={onStop}>Stop for good…</MenuItem>
          </Menu>
        )}
      </div>
      <p class={styles.state} data-part="state">{follow.state}</p>
      {flips.map((sentence) => <p key={sentence} class={styles.flip} data-part="flip">{sentence}
      </p>)}
      {follow.problem && <Notice tone="caution">{follow.problem}</Notice>}
      <dl class={styles.facts}>
        <Fact label="Equity">
          {money(follow.equity, { currency: quote })}
          <span class={styles.sub}>
            <span class={toneClass(tone(follow.return))}>
              {percent(follow.return, { digits: 2 })}
            </span>{" "}
            since it began
          </span>
        </Fact>
        <Fact label="Position">
          {position ? quantity(position.quantity, base) : "None"}
          {position && (
            <span class={styles.sub}>
              <span class={toneClass(tone(position.return))}>
                {percent(position.return, { digits: 2 })}
              </span>{" "}
              from {deskPrice(position.entry_price, follow)}
            </span>
          )}
        </Fact>
        <Fact label="Stop">{deskPrice(position?.stop ?? null, follow)}</Fact>
        <Fact label="Target">{deskPrice(position?.target ?? null, follow)}</Fact>
        <Fact label="Last close">
          {deskPrice(follow.last_close, follow)}
          {follow.last_candle_at && (
            <span class={styles.sub}>
              <Time at={follow.last_candle_at} />
            </span>
          )}
        </Fact>
        <Fact label="Followed from">
          <Time at={follow.started_at} />
          <span class={styles.sub}>
            {money(follow.initial_capital, { currency: quote, digits: 0 })}, fee{" "}
            {percentPoints(follow.fee_percent)}
          </span>
        </Fact>
        {follow.paper && (
          <Fact label="Paper account">
            {follow.paper.held === 0 ? "No shares" : `${number(follow.paper.held)} ${base}`}
            <span class={styles.sub}>
              Interactive Brokers, {counted(follow.paper.open_orders, "open order")}
            </span>
          </Fact>
        )}
        {follow.paper && (
          <Fact label="Slippage seen">
            {follow.paper.trades === 0
              ? "None yet"
              : money(follow.paper.cost, { currency: quote, sign: "always" })}
            <span class={styles.sub}>
              {follow.paper.trades === 0
                ? "Compared once a trade was filled"
                : `Beyond the simulation, ${counted(follow.paper.trades, "trade")}`}
            </span>
          </Fact>
        )}
      </dl>
    </section>
  );
}

/** Which closes would buy or sell, asked for once the page stands, and again with each candle. */
function useFlips({ id, status, last_candle_at, last_close, pending }: Follow): readonly string[] {
  const isOpen = status === "active" && last_candle_at !== null && pending === null;
  const told = useSignal<{ readonly at: string | null; readonly sentences: readonly string[] }>({
    at: null,
    sentences: [],
  });
  useEffect(() => {
    if (!isOpen) return;
    let over = false;
    api("GET /follows/{id}/flip-prices", { params: { id } }).then(({ flip }) => {
      if (over || !flip) return;
      const decimals = last_close === null ? 2 : exactDecimals(last_close) ?? 2;
      const sentences = flipWords(flip, Math.max(2, decimals)).slice(0, MOST_FLIPS);
      told.value = { at: last_candle_at, sentences };
    }, () => {
      // Nothing is said of what could not be asked.
    });
    return () => {
      over = true;
    };
  }, [id, isOpen, last_candle_at]);
  // What was said of another candle holds no more.
  return isOpen && told.value.at === last_candle_at ? told.value.sentences : [];
}

function Fact({ label, children }: { label: string; children: ComponentChildren }) {
  return (
    <div class={styles.fact}>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}
