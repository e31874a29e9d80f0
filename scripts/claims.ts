/** Checks one claim after another, says what holds, and counts. For suites that are too long for jest. */
export class Claims {
  private passed = 0;
  private failed = 0;

  /** The claim holds when the check neither throws nor gives false. */
  public async check(claim: string, holds: () => unknown): Promise<void> {
    let problem = '';
    try {
      problem = await holds() === false ? 'it does not' : '';
    } catch (error) {
      problem = (error as Error).message;
    }
    this[problem ? 'failed' : 'passed']++;
    process.stdout.write(`${problem ? 'not ok' : 'ok'} ${claim}${problem ? `: ${problem}` : ''}\n`);
  }

  /** Says how many held, and gives the exit code. */
  public summary(): number {
    process.stdout.write(`${this.passed} passed, ${this.failed} failed\n`);
    return this.failed === 0 && this.passed > 0 ? 0 : 1;
  }
}

/** Runs a suite to its end, and gives its exit code to the process: a UserError is one line. */
export function runSuite(suite: () => Promise<number>, cleanUp: () => unknown = () => undefined): void {
  suite().catch((error: Error) => {
    process.stderr.write(`${error.constructor.name === 'UserError' ? error.message : error.stack}\n`);
    return 1;
  }).then(async (code) => {
    await cleanUp();
    process.exitCode = code;
  }).catch((error: Error) => {
    process.stderr.write(`${error.stack}\n`);
    process.exitCode = 1;
  });
}
