import { cp, mkdir, mkdtemp, readdir, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { VsCodeInstallation } from "./install.ts";
import { buildCompanion } from "./companion.ts";

/** Everything that one VS Code keeps on disk, in a temporary folder: nothing of the user's own VS Code is touched. */
export interface Profile {
  readonly serverDataDir: string;
  /** Holds `User/settings.json`. */
  readonly userDataDir: string;
  readonly extensionsDir: string;
  /** VS Code's built-in extensions, with the companion in the place of Microsoft's sign-in. */
  readonly builtinExtensionsDir: string;
  /** An empty folder to open. */
  readonly workspaceDir: string;
  /** Writes the user's settings; an open window follows. */
  writeSettings(settings: Readonly<Record<string, unknown>>): Promise<void>;
  dispose(): Promise<void>;
}

/** What keeps VS Code quiet, so that a test or a screenshot sees the extension and not VS Code's welcome. */
const quietSettings = {
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

/** Makes a profile in the system's folder for temporary files. The caller disposes of it. */
export async function createProfile(vscode: VsCodeInstallation, settings: Readonly<Record<string, unknown>> = {}): Promise<Profile> {
  const folder = await mkdtemp(join(tmpdir(), "bastion-sessions-"));
  const profile: Profile = {
    serverDataDir: join(folder, "server"),
    userDataDir: join(folder, "user"),
    extensionsDir: join(folder, "extensions"),
    builtinExtensionsDir: join(folder, "builtin"),
    workspaceDir: join(folder, "workspace"),
    async writeSettings(own) {
      await writeFile(join(profile.userDataDir, "User", "settings.json"), JSON.stringify({ ...quietSettings, ...own }, undefined, 2));
    },
    dispose: () => rm(folder, { recursive: true, force: true, maxRetries: 5 }),
  };
  await mkdir(join(profile.userDataDir, "User"), { recursive: true });
  await mkdir(profile.extensionsDir);
  await mkdir(profile.workspaceDir);
  await linkBuiltins(vscode, profile.builtinExtensionsDir);
  await profile.writeSettings(settings);
  return profile;
}

const REPLACED = "microsoft-authentication";

/**
 * Built-in extensions may use VS Code's proposed API, which a sign-in provider needs to answer claims challenges; an
 * extension in the user's folder may not. So the companion is put among the built-in ones.
 */
async function linkBuiltins(vscode: VsCodeInstallation, folder: string): Promise<void> {
  await mkdir(folder);
  const names = await readdir(vscode.builtinExtensions);
  await Promise.all(
    names
      .filter((name) => name !== REPLACED)
      // A junction is what Windows lets everyone make; elsewhere the type is ignored.
      .map((name) => symlink(join(vscode.builtinExtensions, name), join(folder, name), "junction")),
  );
  await cp(await buildCompanion(), join(folder, REPLACED), { recursive: true });
}
