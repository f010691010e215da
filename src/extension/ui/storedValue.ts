import { isDeepStrictEqual } from "node:util";
import type { Memento } from "vscode";

/** One value that is kept between windows. */
export interface StoredValue {
  read(): unknown;
  write(value: unknown): void;
}

/** One value of VS Code's storage. It is written only when it has changed. */
export function storedValue(memento: Memento, key: string): StoredValue {
  return {
    read: () => memento.get<unknown>(key),
    write: (value) => {
      if (!isDeepStrictEqual(value, memento.get<unknown>(key))) {
        void memento.update(key, value);
      }
    },
  };
}
