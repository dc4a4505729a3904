/** The devices that are logged in, and logging them out. */
import type { Session } from "../../contracts/users.ts";
import { Badge } from "../../ui/Badge.tsx";
import { Button } from "../../ui/Button.tsx";
import { Icon } from "../../ui/Icon.tsx";
import { STILL_ICONS } from "../../ui/icons.ts";
import { Time } from "../../ui/Time.tsx";
import { Done, Section } from "./parts.tsx";

export function Devices(
  { sessions, saved }: { readonly sessions: readonly Session[]; readonly saved: string | null },
) {
  return (
    <Section
      id="devices"
      lead="Where you are logged in. Don’t recognise one? Log it out and change your password."
    >
      <ul class="settings-rows">
        {sessions.map((session) => <Device key={session.id} {...session} />)}
      </ul>
      <div class="settings-save">
        {sessions.length > 1 && (
          <form method="post" action="/settings/devices/others#devices">
            <Button type="submit">Log out all other devices</Button>
          </form>
        )}
        {saved === "device" && <Done>Logged out.</Done>}
        {saved === "devices" && <Done>All other devices are logged out.</Done>}
      </div>
    </Section>
  );
}

function Device({ id, device, created_at, last_seen_at, current }: Session) {
  return (
    <li class="settings-row">
      <Icon name={STILL_ICONS.monitor} size={20} />
      <div class="settings-row-words">
        <p>
          <strong>{device}</strong> {current && <Badge tone="accent">This device</Badge>}
        </p>
        <p class="field-hint">
          {current ? "In use now" : (
            <>
              Last seen <Time at={last_seen_at} />
            </>
          )}, logged in since <Time at={created_at} dateOnly />
        </p>
      </div>
      {!current && (
        <form method="post" action="/settings/devices/end#devices">
          <input type="hidden" name="id" value={id} />
          <Button type="submit" size="sm" aria-label={`Log out ${device}`}>Log out</Button>
        </form>
      )}
    </li>
  );
}
