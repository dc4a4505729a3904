import type { Health } from "../../contracts/health.ts";
import { Badge } from "../../ui/Badge.tsx";
import { Card } from "../../ui/Card.tsx";

const PARTS = [
  { key: "db", name: "Database", holds: "Accounts, strategies, versions, backtests, candles" },
  { key: "queue", name: "Queue", holds: "Backtests waiting to run" },
  { key: "storage", name: "Storage", holds: "Full results of backtests" },
] as const;

/** Whether the parts answer, for people. */
export function HealthScreen({ health }: { health: Health }) {
  const ok = health.status === "ok";
  return (
    <div class="reading">
      <h1>Health</h1>
      <p class="lead">
        {ok
          ? "All systems work."
          : "Part of Blockbuilders is not available. What you have saved is safe. Try again in a few minutes."}
      </p>
      <Card pad={false}>
        <table class="table">
          <caption class="sr-only">Parts and their status</caption>
          <thead>
            <tr>
              <th scope="col">Part</th>
              <th scope="col" class="hide-sm">Stores</th>
              <th scope="col" class="n">Status</th>
            </tr>
          </thead>
          <tbody>
            {PARTS.map(({ key, name, holds }) => (
              <tr key={key}>
                <th scope="row">{name}</th>
                <td class="text-quiet hide-sm">{holds}</td>
                <td class="n">
                  {health[key] === "ok"
                    ? <Badge tone="gain">✓ Working</Badge>
                    : <Badge tone="loss">✗ Not available</Badge>}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Card>
      <p class="text-quiet text-12">Version {health.version}</p>
    </div>
  );
}
