import { rotate, RotationEvent, SecretStore } from '../../../src/secrets/handlers/rotate-secret';

/** A secret in memory, with what Secrets Manager rejects. */
class MemoryStore implements SecretStore {
  public readonly values: Record<string, string> = { current: 'c'.repeat(32) };
  public stages: Record<string, string[]> = { current: ['AWSCURRENT'], next: ['AWSPENDING'] };
  private made = 0;

  public async describe() { return this.stages; }
  public async read(_: string, version: string) { return this.values[version]; }
  public async random(length: number) { return String(++this.made).padStart(length, '0'); }
  public async putPending(_: string, version: string, value: string) {
    if (this.values[version] !== undefined && this.values[version] !== value) {
      throw new Error('ResourceExistsException');
    }
    this.values[version] = value;
    this.stages[version] = ['AWSPENDING'];
  }
  public async promote(_: string, version: string, from: string | undefined) {
    if (from !== undefined) {
      this.stages[from] = ['AWSPREVIOUS'];
    }
    this.stages[version] = ['AWSCURRENT'];
  }
}

const event = (Step: string): RotationEvent => ({ Step, SecretId: 'arn:secret', ClientRequestToken: 'next' });
const run = async (store: MemoryStore, ...steps: string[]) => {
  for (const step of steps) {
    await rotate(event(step), store);
  }
};

test('four steps make a new value current and keep the old one', async () => {
  const store = new MemoryStore();
  await run(store, 'createSecret', 'setSecret', 'testSecret', 'finishSecret');
  expect(store.stages).toEqual({ current: ['AWSPREVIOUS'], next: ['AWSCURRENT'] });
  expect(store.values.next).toHaveLength(32);
  expect(store.values.current).toBe('c'.repeat(32));
});

test('every step may be repeated, and the value stays the first one', async () => {
  const store = new MemoryStore();
  await run(store, 'createSecret', 'createSecret', 'setSecret', 'setSecret', 'testSecret', 'testSecret');
  const value = store.values.next;
  await run(store, 'createSecret', 'finishSecret', 'finishSecret', 'createSecret');
  expect(store.values.next).toBe(value);
  expect(store.stages.next).toEqual(['AWSCURRENT']);
});

test("Secrets Manager's own try of a schedule passes: testSecret of a version without a value", async () => {
  await expect(run(new MemoryStore(), 'testSecret')).resolves.toBeUndefined();
});

test('finishSecret without a value leaves the current one current', async () => {
  const store = new MemoryStore();
  await expect(run(store, 'finishSecret')).rejects.toThrow(/createSecret did not run/);
  expect(store.stages.current).toEqual(['AWSCURRENT']);
});

test('a pending value that is too short is not made current', async () => {
  const store = new MemoryStore();
  store.values.next = 'short';
  await expect(run(store, 'testSecret')).rejects.toThrow(/fewer than 32/);
});

test('a version that is not pending is rejected', async () => {
  const store = new MemoryStore();
  store.stages.next = ['AWSPREVIOUS'];
  await expect(run(store, 'createSecret')).rejects.toThrow(/is not pending/);
});

test('an unknown step is rejected', async () => {
  await expect(run(new MemoryStore(), 'dropSecret')).rejects.toThrow(/Unknown rotation step "dropSecret"/);
});

test('no error holds a value', async () => {
  const store = new MemoryStore();
  store.values.next = 'hunter2';
  await expect(run(store, 'testSecret')).rejects.not.toThrow(/hunter2/);
});
