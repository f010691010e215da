import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createScratch } from "./scratch.ts";

/** What is a user's own in a VS Code, desktop or server, in a temporary folder: nothing of the real user's is touched. */
export interface UserData {
  /** Holds `User/settings.json`. */
  readonly userDataDir: string;
  readonly extensionsDir: string;
  /** An empty folder to open. */
  readonly workspaceDir: string;
  /** Writes the user's settings, on top of those that keep VS Code quiet; an open window follows. */
  writeSettings(settings: Readonly<Record<string, unknown>>): Promise<void>;
  readonly dispose: () => Promise<void>;
}

/** What keeps VS Code quiet, so that a test or a screenshot sees the extension and not VS Code's welcome. */
const quietSettings = {
  // A line of a document is a line on the screen.
  "[markdown]": { "editor.wordWrap": "off" },
  "chat.disableAIFeatures": true,
  "extensions.autoCheckUpdates": false,
  "extensions.autoUpdate": false,
  "extensions.ignoreRecommendations": true,
  "git.enabled": false,
  "security.workspace.trust.enabled": false,
  "telemetry.telemetryLevel": "off",
  "update.mode": "none",
  "window.commandCenter": false,
  "workbench.editor.empty.hint": "hidden",
  "workbench.enableExperiments": false,
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "workbench.startupEditor": "none",
  "workbench.tips.enabled": false,
  "workbench.welcomePage.walkthroughs.openOnInstall": false,
} as const;

/** Makes the folders in the system's place for temporary files. The caller disposes of them. */
export async function createUserData(settings: Readonly<Record<string, unknown>> = {}): Promise<UserData> {
  const { folder, dispose } = await createScratch("bastion-sessions-user");
  const userData: UserData = {
    userDataDir: join(folder, "data"),
    extensionsDir: join(folder, "extensions"),
    workspaceDir: join(folder, "workspace"),
    async writeSettings(own) {
      await writeFile(
        join(folder, "data", "User", "settings.json"),
        JSON.stringify({ ...quietSettings, ...own }, undefined, 2),
      );
    },
    dispose,
  };
  await mkdir(join(userData.userDataDir, "User"), { recursive: true });
  await mkdir(userData.extensionsDir);
  await mkdir(userData.workspaceDir);
  await userData.writeSettings(settings);
  return userData;
}
