import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Profile } from "./profile.ts";

/**
 * Installs a language pack that translates nothing: VS Code then takes the language for known, and extensions speak it.
 * npm has no pack of Microsoft's.
 */
export async function installLanguagePack(profile: Profile, languageId: string): Promise<void> {
  const [name, publisher, version] = [`vscode-language-pack-${languageId}`, "ms-ceintl", "1.0.0"];
  const folder = join(profile.extensionsDir, `${publisher}.${name}-${version}`);
  const translation = join(folder, "main.i18n.json");
  await mkdir(folder, { recursive: true });
  await writeFile(translation, JSON.stringify({ "": [""], version, contents: {} }));
  await writeFile(
    join(folder, "package.json"),
    JSON.stringify({
      name,
      publisher,
      version,
      engines: { vscode: "*" },
      contributes: { localizations: [{ languageId, translations: [{ id: "vscode", path: "./main.i18n.json" }] }] },
    }),
  );
  const extensions = [{ extensionIdentifier: { id: `${publisher}.${name}` }, version }];
  const packs = {
    [languageId]: { hash: version, label: languageId, extensions, translations: { vscode: translation } },
  };
  const data = join(profile.serverDataDir, "data");
  await mkdir(data, { recursive: true });
  for (const dir of [data, profile.userDataDir]) {
    await writeFile(join(dir, "languagepacks.json"), JSON.stringify(packs));
  }
}
