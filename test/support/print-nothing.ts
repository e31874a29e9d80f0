/** What a test prints hides what the next failure says, so it fails the test. A test that expects a message spies on the console. */
const printed: string[] = [];

for (const method of ['debug', 'error', 'info', 'log', 'trace', 'warn'] as const) {
  console[method] = (...values: unknown[]) => {
    printed.push(`console.${method}: ${values.map(String).join(' ')}`);
  };
}

const nothingPrinted = () => expect(printed.splice(0)).toEqual([]);
afterEach(nothingPrinted);
// what a file prints while it is loaded, or behind its last test
afterAll(nothingPrinted);
