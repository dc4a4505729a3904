import type { Health } from "../contracts/health.ts";
import { Badge } from "./ui/Badge.tsx";
import { Card } from "./ui/Card.tsx";

const PARTS = [
  { key: "db", name: "Database", holds: "Accounts, strategies, versions, runs, candles" },
  { key: "queue", name: "Queue", holds: "Backtests that wait for their turn" },
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
          ? "Everything that Blockbuilders stands on answers."
          : "Some part does not answer. What you have saved is safe; try again in a few minutes."}
      </p>
      <Card pad={false}>
        <table class="table">
          <caption class="sr-only">Parts and their state</caption>
          <thead>
            <tr>
              <th scope="col">Part</th>
              <th scope="col" class="hide-sm">Holds</th>
              <th scope="col" class="n">State</th>
            </tr>
          </thead>
          <tbody>
            {PARTS.map(({ key, name, holds }) => (
              <tr key={key}>
                <th scope="row">{name}</th>
                <td class="text-quiet hide-sm">{holds}</td>
                <td class="n">
                  {health[key] === "ok"
                    ? <Badge tone="gain">✓ answers</Badge>
                    : <Badge tone="loss">✗ does not answer</Badge>}
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
