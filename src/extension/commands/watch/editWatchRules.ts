import { commands } from "vscode";
import { WATCH_RULES } from "../../ids.ts";
import { writeSetting, writtenWatchRules } from "../../ui/settings.ts";

/** Opens the user's settings at the rules, which are added if there are none. */
export async function editWatchRules(): Promise<void> {
  const rules = writtenWatchRules();
  const isEmpty = Array.isArray(rules) && rules.length === 0;
  await commands.executeCommand("workbench.action.openApplicationSettingsJson", {
    revealSetting: { key: WATCH_RULES, edit: isEmpty },
  });
}

/** Watches nothing until it is resumed. */
export const pauseWatch = (): Promise<void> => writeSetting("watch.paused", true);

/** Watches again. */
export const resumeWatch = (): Promise<void> => writeSetting("watch.paused", false);
