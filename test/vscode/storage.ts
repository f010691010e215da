import { existsSync, mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { DatabaseSync } from "node:sqlite";

/**
 * VS Code's own application storage: which extension may use which account, what an extension remembers. This is where
 * the desktop keeps it.
 */
const fileIn = (userDataDir: string): string => join(userDataDir, "User", "globalStorage", "state.vscdb");

/** Writes what VS Code shall find in its storage when it starts. */
export function writeStorage(userDataDir: string, items: Readonly<Record<string, unknown>>): void {
  const file = fileIn(userDataDir);
  mkdirSync(dirname(file), { recursive: true });
  const database = new DatabaseSync(file);
  database.exec("CREATE TABLE IF NOT EXISTS ItemTable (key TEXT UNIQUE ON CONFLICT REPLACE, value BLOB)");
  const insert = database.prepare("INSERT INTO ItemTable (key, value) VALUES (?, ?)");
  for (const [key, value] of Object.entries(items)) {
    insert.run(key, JSON.stringify(value));
  }
  database.close();
}

/** What {@link writeStorage} has written. */
export function readStorage(userDataDir: string): Record<string, unknown> {
  const file = fileIn(userDataDir);
  if (!existsSync(file)) {
    return {};
  }
  const database = new DatabaseSync(file, { readOnly: true });
  const rows = database.prepare("SELECT key, value FROM ItemTable").all();
  database.close();
  return Object.fromEntries(rows.map(({ key, value }) => [String(key), JSON.parse(String(value)) as unknown]));
}

/** The same items as Playwright gives them to a new browser context: VS Code in a browser keeps them in IndexedDB. */
export function browserStorage(origin: string, items: Readonly<Record<string, unknown>>) {
  const records = Object.entries(items).map(([key, value]) => ({ key, value: JSON.stringify(value) }));
  const stores = [{ name: "ItemTable", autoIncrement: false, records, indexes: [] }];
  return {
    cookies: [],
    origins: [{ origin, localStorage: [], indexedDB: [{ name: "vscode-web-state-db-global", version: 1, stores }] }],
  };
}
