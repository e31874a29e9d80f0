import { existsSync } from 'fs';
import { Browser, chromium, Page } from 'playwright-core';
import { Deployment } from './checks';
import { expectEqual, expectTrue } from './proofs';
import { UserError } from '../../../scripts/python-environment';

const PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** It makes no connections of its own, and lets any page call this machine, so that what it blocks is blocked by our headers. */
const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-features=LocalNetworkAccessChecks',
];

/** The browser that `CHROMIUM` names, or one that is installed. */
export function findBrowser(): string {
  const found = process.env.CHROMIUM ?? PLACES.find(existsSync);
  if (found === undefined || !existsSync(found)) {
    throw new UserError(
      '--browser needs Chromium or Chrome, and none is found: install it (Debian: apt-get install chromium), or set CHROMIUM to its path',
    );
  }
  return found;
}

/** A page, and everything that the browser reports about it. */
async function opened(browser: Browser, url: string): Promise<{ page: Page; complaints: string[]; headers: Record<string, string> }> {
  const page = await browser.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => complaints.push(`${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => complaints.push(`error: ${error.message}`));
  page.on('requestfailed', (request) => complaints.push(`failed: ${request.url()} ${request.failure()?.errorText}`));
  const response = await page.goto(url, { waitUntil: 'networkidle' });
  return { page, complaints, headers: response!.headers() };
}

/** What a browser makes of the headers, which is what they are for. */
export async function proveBrowser({ aws, outputs, proofs }: Deployment, executablePath: string): Promise<void> {
  const browser = await chromium.launch({ executablePath, args: ARGUMENTS });
  const at = (path: string) => `http://${outputs.ApiId}.execute-api.localhost:${aws.port}/${outputs.StageName}${path}`;
  try {
    await proofs.prove('Browser', 'the status page runs its script and calls the API, and the browser reports no error', async () => {
      const { page, complaints } = await opened(browser, at('/status'));
      expectEqual(await page.textContent('#status'), 'ok', 'status');
      expectEqual(complaints, [], 'complaints');
      expectEqual(await page.evaluate('[crossOriginIsolated, originAgentCluster]'), [true, true], 'isolation');
    });
    await proofs.prove('Browser', 'a script without the nonce is blocked by the policy of the page', async () => {
      const { page, complaints } = await opened(browser, at('/status'));
      await page.evaluate(
        "document.body.appendChild(Object.assign(document.createElement('script'), { textContent: 'window.injected = true' }))",
      );
      expectEqual(await page.evaluate('window.injected'), undefined, 'injected');
      expectTrue(
        complaints.some((complaint) => complaint.includes('Content Security Policy')),
        `it says ${complaints.join()}`,
      );
    });
    await proofs.prove('Browser', 'a JSON response loads without an error, and may use no feature of the browser', async () => {
      const { page, complaints } = await opened(browser, at('/health'));
      expectEqual(complaints, [], 'complaints');
      const open = await page.evaluate<string[]>(
        'document.featurePolicy.allowedFeatures().filter((feature) => /camera|microphone|geolocation|payment|usb/.test(feature))',
      );
      expectEqual(open, [], 'features');
    });
    await proofs.prove('Browser', 'neither can be framed by another page', async () => {
      const page = await browser.newPage();
      await page.goto('about:blank');
      for (const path of ['/status', '/health']) {
        const blocked = page.waitForEvent('console', {
          predicate: (message) => /frame-ancestors|X-Frame-Options/.test(message.text()),
          timeout: 5000,
        });
        await page.evaluate(
          `document.body.appendChild(Object.assign(document.createElement('iframe'), { src: ${JSON.stringify(at(path))} }))`,
        );
        await blocked;
      }
    });
  } finally {
    await browser.close();
  }
}
