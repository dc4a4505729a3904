import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";
import { api } from "../../contracts/client/api_client.ts";
import type { FlipPrices, Follow, FollowCourse } from "../../contracts/desk.ts";
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
import { FollowChartView } from "./FollowChartView.tsx";
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
  const { flip, course } = useOutlook(follow);
  const flips = flip ? sentencesOf(flip, follow) : [];
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
      {follow.last_candle_at !== null && (
        <FollowChartView follow={follow} course={course} flip={flip} />
      )}
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

interface Outlook {
  readonly flip: FlipPrices | null;
  readonly course: FollowCourse | null;
}

/** What is asked for once the page stands, and again with each candle: how it has fared, and which closes would buy or sell. */
function useOutlook({ id, status, last_candle_at, pending }: Follow): Outlook {
  const isOpen = status === "active" && last_candle_at !== null && pending === null;
  const told = useSignal<Outlook & { readonly at: string | null }>({
    at: null,
    flip: null,
    course: null,
  });
  useEffect(() => {
    if (last_candle_at === null) return;
    let over = false;
    const params = { id };
    Promise.all([
      api("GET /follows/{id}/course", { params }),
      isOpen ? api("GET /follows/{id}/flip-prices", { params }) : { flip: null },
    ]).then(([course, { flip }]) => {
      if (!over) told.value = { at: last_candle_at, course, flip };
    }, () => {
      // Nothing is said of what could not be asked.
    });
    return () => {
      over = true;
    };
  }, [id, isOpen, last_candle_at]);
  const { at, course, flip } = told.value;
  // What was said of another candle holds no more; a curve is only shorter.
  return { course, flip: isOpen && at === last_candle_at ? flip : null };
}

function sentencesOf(flip: FlipPrices, { last_close }: Follow): readonly string[] {
  const decimals = last_close === null ? 2 : exactDecimals(last_close) ?? 2;
  return flipWords(flip, Math.max(2, decimals)).slice(0, MOST_FLIPS);
}

function Fact({ label, children }: { label: string; children: ComponentChildren }) {
  return (
    <div class={styles.fact}>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}
