/** The paper desk: what is followed, how it stands, and what comes of it, as it happens. */
import { useSignal } from "@preact/signals";
import type { ComponentType } from "preact";
import { useEffect } from "preact/hooks";
import { api, ApiError } from "../../contracts/client/api_client.ts";
import type { Follow } from "../../contracts/desk.ts";
import { type DeskCursors, watchDesk } from "../../studio/desk/watch_desk.ts";
import { counted } from "../../text/format.ts";
import { Button, ButtonLink } from "../../ui/Button.tsx";
import { Card } from "../../ui/Card.tsx";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { Zone } from "../../ui/Time.tsx";
import { toast, Toasts } from "../../ui/Toast.tsx";
import { DeskLists } from "./DeskLists.tsx";
import { withTold } from "./desk_changes.ts";
import { type DeskData, type FollowChoice, nameOf, readDesk } from "./desk_view.ts";
import { FollowCard } from "./FollowCard.tsx";
import type { FollowDialogProps } from "./FollowDialog.tsx";
import { StopFollow } from "./StopFollow.tsx";
import styles from "./DeskView.module.css.ts";

export interface DeskViewProps {
  readonly desk: DeskData;
  /** How far it goes. */
  readonly cursors: DeskCursors;
  readonly choices: readonly FollowChoice[];
  /** The version that the page was opened to follow. */
  readonly wanted: FollowChoice | null;
  readonly zone: string | null;
}

export function DeskView({ desk, cursors, choices, wanted, zone }: DeskViewProps) {
  const data = useSignal(desk);
  const following = useSignal<FollowChoice | null>(wanted);
  // The first paint does without the form; it is there by the time that somebody asks for it.
  const dialog = useSignal<ComponentType<FollowDialogProps> | null>(null);
  const loadDialog = async () => {
    const { FollowDialog } = await import("./FollowDialog.tsx");
    dialog.value = FollowDialog;
  };
  useEffect(() => {
    loadDialog().catch(() => {});
  }, []);
  const stopping = useSignal<Follow | null>(null);
  const refresh = async () => {
    try {
      data.value = await readDesk();
    } catch {
      // What is shown stays; the next change asks again.
    }
  };
  useEffect(() =>
    watchDesk({
      after: cursors,
      onTold: (told) => {
        data.value = withTold(data.value, told);
      },
      onChange: () => void refresh(),
    }), []);
  const attempt = async (action: () => Promise<void>) => {
    try {
      await action();
    } catch (error) {
      toast(error instanceof ApiError ? error.message : "That did not work. Try again.", {
        tone: "problem",
      });
    }
    await refresh();
  };
  const change = (follow: Follow, action: "pause" | "resume" | "stop") =>
    attempt(async () => {
      await api("PATCH /follows/{id}", { params: { id: follow.id }, body: { action } });
    });
  const pauseAll = () =>
    attempt(async () => {
      const { paused } = await api("POST /follows/pause");
      toast(`Paused ${counted(paused, "follow")}.`);
    });
  const { follows } = data.value;
  const [first] = choices;
  const FollowDialog = dialog.value;
  const isRunning = follows.some(({ status }) => status === "active");
  return (
    <Zone.Provider value={zone}>
      <div class={styles.desk}>
        <div class={styles.bar}>
          {isRunning && <Button onClick={() => void pauseAll()}>Pause all</Button>}
          {first && (
            <Button
              variant="primary"
              icon="plus"
              onClick={() => {
                following.value = first;
                if (dialog.value === null) void attempt(loadDialog);
              }}
            >
              Follow a strategy
            </Button>
          )}
        </div>
        {follows.length === 0
          ? (
            <Card>
              <EmptyState
                icon="play"
                title="Nothing is followed yet"
                actions={first
                  ? undefined
                  : <ButtonLink variant="primary" href="/strategies">Your strategies</ButtonLink>}
              >
                Follow a saved version of a strategy: from the next close on it trades with paper
                money, and every signal, order and trade is kept here.
              </EmptyState>
            </Card>
          )
          : (
            <div class={styles.cards}>
              {follows.map((follow) => (
                <FollowCard
                  key={follow.id}
                  follow={follow}
                  onPause={() => void change(follow, "pause")}
                  onResume={() => void change(follow, "resume")}
                  onStop={() => {
                    stopping.value = follow;
                  }}
                />
              ))}
            </div>
          )}
        {follows.length > 0 && <DeskLists data={data.value} />}
      </div>
      {FollowDialog && (
        <FollowDialog
          choice={following.value}
          choices={wanted && !choices.some((choice) => isSame(choice, wanted))
            ? [wanted, ...choices]
            : choices}
          onClose={() => {
            following.value = null;
          }}
          onFollowed={(follow) => {
            following.value = null;
            toast(`Following ${nameOf(follow)}.`);
            data.value = withTold(data.value, { topic: "follows", data: follow });
          }}
        />
      )}
      <StopFollow
        follow={stopping.value}
        onClose={() => {
          stopping.value = null;
        }}
        onStop={async (follow) => {
          stopping.value = null;
          await change(follow, "stop");
        }}
      />
      <Toasts />
    </Zone.Provider>
  );
}

const isSame = (a: FollowChoice, b: FollowChoice) =>
  a.strategyId === b.strategyId && a.version === b.version;
