import { writeSetting } from "../../ui/settings.ts";

export async function turnAutoRefreshOn(): Promise<void> {
  await writeSetting("autoRefresh.enabled", true);
}

export async function turnAutoRefreshOff(): Promise<void> {
  await writeSetting("autoRefresh.enabled", false);
}
