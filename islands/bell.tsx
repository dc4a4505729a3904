import { watchBell } from "../components/shell/bell.ts";

watchBell();
