describe.only("a", () => undefined); // no-restricted-properties
