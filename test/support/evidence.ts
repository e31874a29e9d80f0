import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { API_CONTROLS } from '../../src/api/controls';
import { COMPUTE_CONTROLS } from '../../src/compute/controls';
import { DATA_CONTROLS } from '../../src/data/controls';
import { NETWORK_CONTROLS } from '../../src/network/controls';
import { SECRETS_CONTROLS } from '../../src/secrets/controls';
import { WAF_CONTROLS } from '../../src/waf/controls';

/** Every control of the library. */
export const CATALOGUE = {
  ...NETWORK_CONTROLS.controls,
  ...DATA_CONTROLS.controls,
  ...SECRETS_CONTROLS.controls,
  ...WAF_CONTROLS.controls,
  ...COMPUTE_CONTROLS.controls,
  ...API_CONTROLS.controls,
};

export type ControlId = keyof typeof CATALOGUE;

/** How a control is seen to hold: what is built, and what the template must show. A relaxation shows the opposite. */
export interface Evidence {
  readonly build: (stack: Stack) => void;
  readonly holds: (template: Template) => void;
  /** Builds the same with the control relaxed, where a prop can do that. `holds` must then fail. */
  readonly relax?: (stack: Stack) => void;
}
