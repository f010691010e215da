/** What Node.js 20 lacks of the language, for the bundle of the command line: VS Code's Node.js has it. */

Map.groupBy ??= function groupBy(items, keyOf) {
  const groups = new Map();
  let index = 0;
  for (const item of items) {
    const key = keyOf(item, index++);
    const group = groups.get(key);
    if (group) {
      group.push(item);
    } else {
      groups.set(key, [item]);
    }
  }
  return groups;
};

Promise.withResolvers ??= function withResolvers() {
  let resolve;
  let reject;
  const promise = new Promise((...settle) => {
    [resolve, reject] = settle;
  });
  return { promise, resolve, reject };
};

URL.parse ??= function parse(url, base) {
  return URL.canParse(url, base) ? new URL(url, base) : null;
};
