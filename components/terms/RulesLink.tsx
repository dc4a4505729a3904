import linkStyles from "../../ui/link.module.css.ts";
import textStyles from "../../ui/text.module.css.ts";

/** To the rules of a backtest, in a tab of its own: what is being filled in or built stays as it is. */
export function RulesLink() {
  return (
    <a class={linkStyles.link} href="/how-backtests-work" target="_blank" rel="noopener">
      How backtests work<span class={textStyles.srOnly}>(in a new tab)</span>
    </a>
  );
}
