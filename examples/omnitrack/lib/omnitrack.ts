import { App, StackProps } from 'aws-cdk-lib';
import { ApiStack } from './api-stack';
import { DataStack } from './data-stack';
import { NetworkStack } from './network-stack';

/** The application of the hardening document, in three stacks that can be deployed one after the other. */
export interface Omnitrack {
  readonly network: NetworkStack;
  readonly data: DataStack;
  readonly api: ApiStack;
}

export function omnitrack(app: App, props: StackProps = {}): Omnitrack {
  const data = new DataStack(app, 'OmnitrackData', props);
  const network = new NetworkStack(app, 'OmnitrackNetwork', { ...props, encryptionKey: data.stores.key });
  const api = new ApiStack(app, 'OmnitrackApi', { ...props, network: network.network, stores: data.stores, secrets: data.secrets });
  return { network, data, api };
}
