/** Written by `deno task styles` from `StrategyRow.module.css`. */
export default {
  sub: "strategies-StrategyRow_sub",
  pin: "strategies-StrategyRow_pin",
  run: "strategies-StrategyRow_run",
  time: "strategies-StrategyRow_time",
  source: "strategies-StrategyRow_source",
  auto: "strategies-StrategyRow_auto",
  since: "strategies-StrategyRow_since",
  rename: "strategies-StrategyRow_rename",
  name: "strategies-StrategyRow_name",
  note: "strategies-StrategyRow_note",
} as const;
